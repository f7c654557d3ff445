"""MicroPython's btree module for interpreters that were built without it.

    db = btree.open(open("credentials", "r+b"))

A binding by `ffi` to Berkeley DB 1.85, the library that the native module wraps, so that files are
the same to the byte. Names, arguments, results and errors are those of `extmod/modbtree.c`, its
errors that are only a result of -1 (put, flush, close) included. A built-in module goes before the
path, so an interpreter that has its own never looks here.

A stream of the operating system is opened by the library itself; any other (a file on VfsLfs2, a
BytesIO) is worked on as a private copy, see
`simulated.private_copy`. Knows nothing of what is stored.
"""

import os
import struct

import ffi
import uctypes
from micropython import const

INCL = 1
DESC = 2

_KEYS = const(0x40)
_VALUES = const(0x80)
_ITEMS = const(0xC0)

# Flags of DB->seq, and what all of the library's functions return (db.h).
_R_CURSOR = const(1)
_R_FIRST = const(3)
_R_LAST = const(6)
_R_NEXT = const(7)
_R_PREV = const(9)
_RET_SPECIAL = const(1)
_RET_ERROR = const(-1)

_O_RDWR = const(2)
_DB_BTREE = const(0)
_PAGE_SIZE = const(4096)  # the native module's default; the library would ask the host's disk

_WORD = struct.calcsize("P")
_dbopen = ffi.open("libdb1.so.2").func("P", "dbopen", "siiiP")


def open(stream, *, flags=0, cachesize=0, pagesize=0, minkeypage=0):
    """Opens the database in a stream that can be read, written and sought.

    Raises OSError: EINVAL for a damaged file or a page size that cannot be.
    """
    if stream is not None and not hasattr(stream, "readinto"):
        raise OSError("stream operation not supported")
    info = struct.pack(
        "LIiiIPPi", flags, cachesize, 0, minkeypage, pagesize or _PAGE_SIZE, 0, 0, 0
    )
    copy = None
    if stream is None:
        path = None
    elif hasattr(stream, "fileno"):
        stream.flush()
        path = "/proc/self/fd/%d" % stream.fileno()
    else:
        from simulated.private_copy import Copy

        copy = Copy(stream)
        path = copy.path
    db = _dbopen(path, _O_RDWR, 0o600, _DB_BTREE, info)
    if not db:
        code = os.errno()
        if copy:
            copy.close()
        raise OSError(code)
    return _BTree(db, stream, copy)


class _BTree:
    """An open database; what `btree.open` returns. One iteration at a time, as with the native."""

    def __init__(self, db, stream, copy):
        _, close, delete, get, put, seq, sync, _, _ = struct.unpack(
            "9P", uctypes.bytes_at(db, 9 * _WORD)
        )
        self._db = db
        self._stream = stream  # kept from the garbage collector, which would close it
        self._copy = copy
        self._close = ffi.func("i", close, "P")
        self._delete = ffi.func("i", delete, "PPI")
        self._get = ffi.func("i", get, "PPPI")
        self._put = ffi.func("i", put, "PPPI")
        self._seq = ffi.func("i", seq, "PPPI")
        self._sync = ffi.func("i", sync, "PI")
        self._key = bytearray(2 * _WORD)
        self._value = bytearray(2 * _WORD)
        self._start = self._end = None
        self._flags = self._next_flags = 0

    def __repr__(self):
        return "<btree %#x>" % self._db if self._db else "<btree closed>"

    def close(self):
        """Flushes and closes; 0 or -1. Closing again does nothing."""
        if not self._db:
            return 0
        result = self.flush()
        db, self._db = self._db, 0
        if self._close(db):
            result = _RET_ERROR
        if self._copy:
            self._copy.close()
        self._stream = None
        return result

    def flush(self):
        """Writes what has changed to the stream; 0 or -1."""
        result = self._sync(self._open(), 0)
        if self._copy and not self._copy.write_back():
            result = _RET_ERROR
        return result

    def get(self, key, default=None):
        """The value of a key, or the default."""
        if self._find(key):
            return default
        return _taken(self._value)

    def put(self, key, value, flags=0):
        """Stores a value; 0 or -1. The flags are ignored, as by the native module."""
        db = self._open()
        _give(self._key, key)
        _give(self._value, value)
        return self._put(db, self._key, self._value, 0)

    def seq(self, flags, key=None, value=None):
        """The (key, value) that DB->seq finds by these flags, or None."""
        db = self._open()
        if key is not None:
            _give(self._key, key)
        if _checked(self._seq(db, self._key, self._value, flags)):
            return None
        return _taken(self._key), _taken(self._value)

    def keys(self, start=None, end=None, flags=0):
        """Iterates over the keys from start to before end (to end, with INCL; downwards, DESC)."""
        return self._iterate(_KEYS | flags, start, end)

    def values(self, start=None, end=None, flags=0):
        """As `keys`, over the values."""
        return self._iterate(_VALUES | flags, start, end)

    def items(self, start=None, end=None, flags=0):
        """As `keys`, over (key, value)."""
        return self._iterate(_ITEMS | flags, start, end)

    def _iterate(self, flags, start, end):
        self._next_flags, self._start, self._end = flags, start, end
        return self

    def __iter__(self):
        if self._next_flags:  # called right after keys(), values() or items()
            self._flags, self._next_flags = self._next_flags, 0
        else:
            self._flags, self._start, self._end = _KEYS, None, None
        self._begun = False
        return self

    def __next__(self):
        db = self._open()
        if _checked(self._seq(db, self._key, self._value, self._step())):
            raise StopIteration
        key = _taken(self._key)
        if self._end is not None and self._is_past(key):
            raise StopIteration
        kind = self._flags & _ITEMS
        if kind == _KEYS:
            return key
        value = _taken(self._value)
        return value if kind == _VALUES else (key, value)

    def _step(self):
        """The flag of the next DB->seq; puts a start key into place for the first one."""
        down = self._flags & DESC
        if self._begun:
            return _R_PREV if down else _R_NEXT
        self._begun = True
        if self._start is None:
            return _R_LAST if down else _R_FIRST
        _give(self._key, self._start)
        return _R_CURSOR

    def _is_past(self, key):
        end = _bytes(self._end)
        order = (key > end) - (key < end)
        if self._flags & DESC:
            order = -order
        return order > 0 or (order == 0 and not self._flags & INCL)

    def __getitem__(self, key):
        if self._find(key):
            raise KeyError
        return _taken(self._value)

    def __setitem__(self, key, value):
        _checked(self.put(key, value))

    def __delitem__(self, key):
        db = self._open()
        _give(self._key, key)
        if _checked(self._delete(db, self._key, 0)):
            raise KeyError

    def __contains__(self, key):
        return not self._find(key)

    def _find(self, key):
        db = self._open()
        _give(self._key, key)
        return _checked(self._get(db, self._key, self._value, 0))

    def _open(self):
        if not self._db:
            raise ValueError("database closed")
        return self._db


def _bytes(text):
    if not isinstance(text, (str, bytes)):
        raise TypeError("can't convert '%s' object to str implicitly" % type(text).__name__)
    return text.encode() if isinstance(text, str) else text


def _give(dbt, text):
    """Points a DBT (address, length) at a str or bytes, which the caller keeps alive."""
    if not isinstance(text, (str, bytes)):
        _bytes(text)
    size = len(text) if isinstance(text, bytes) else len(text.encode())
    struct.pack_into("PP", dbt, 0, uctypes.addressof(text), size)


def _taken(dbt):
    """A copy of what the library points at, which is only there until its next call."""
    return uctypes.bytes_at(*struct.unpack("PP", dbt))


def _checked(result):
    if result == _RET_ERROR:
        raise OSError(os.errno())
    return result == _RET_SPECIAL
