"""Berkeley DB 1.85, driven by `ffi`: what the btree module needs of the C library libdb1.

    database = Database("/proc/self/fd/3", 0, 0, 4096, 0)
    if database.get(b"ssid") == NOT_THERE: ...

Keys go in as str or bytes. A function that found something leaves it in `key()` and `value()`.
Each returns 0 (done) or NOT_THERE and raises OSError with the library's errno, except those that
MicroPython's own module does not check (`put`, `sync`, `close`), which return ERROR.
"""

import errno
import os
import struct

import ffi
import uctypes
from micropython import const

NOT_THERE = 1
ERROR = -1

# Where `seq` goes (db.h).
R_CURSOR = 1
R_FIRST = 3
R_LAST = 6
R_NEXT = 7
R_PREV = 9

_O_RDONLY = const(0)
_O_RDWR = const(2)
_EROFS = const(30)
_DB_BTREE = const(0)
_PAGE_SIZE = const(4096)  # the native module's default; the library would ask the host's disk

_WORD = struct.calcsize("P")
_dbopen = ffi.open("libdb1.so.2").func("P", "dbopen", "siiiP")


class Database:
    """An open database: the functions of the C library's DB structure."""

    def __init__(self, path, flags, cache_size, page_size, min_key_page):
        info = struct.pack(
            "LIiiIPPi", flags, cache_size, 0, min_key_page, page_size or _PAGE_SIZE, 0, 0, 0
        )
        self._db = _dbopen(path, _O_RDWR, 0o600, _DB_BTREE, info)
        if not self._db and os.errno() in (errno.EACCES, _EROFS):
            # The native module has the caller's stream, which may be one for reading only.
            self._db = _dbopen(path, _O_RDONLY, 0o600, _DB_BTREE, info)
        if not self._db:
            raise OSError(os.errno())
        _, close, delete, get, put, seq, sync, _, _ = struct.unpack(
            "9P", uctypes.bytes_at(self._db, 9 * _WORD)
        )
        self._close = ffi.func("i", close, "P")
        self._delete = ffi.func("i", delete, "PPI")
        self._get = ffi.func("i", get, "PPPI")
        self._put = ffi.func("i", put, "PPPI")
        self._seq = ffi.func("i", seq, "PPPI")
        self._sync = ffi.func("i", sync, "PI")
        self._key = bytearray(2 * _WORD)
        self._value = bytearray(2 * _WORD)

    def __repr__(self):
        return "<btree %#x>" % self._db

    def get(self, key):
        """Finds the value of a key."""
        _give(self._key, key)
        return _checked(self._get(self._db, self._key, self._value, 0))

    def put(self, key, value):
        """Stores a value; 0 or ERROR."""
        _give(self._key, key)
        _give(self._value, value)
        return self._put(self._db, self._key, self._value, 0)

    def delete(self, key):
        """Removes a key."""
        _give(self._key, key)
        return _checked(self._delete(self._db, self._key, 0))

    def seq(self, where, key=None):
        """Goes to a key, or to a next one, which is then in `key` and `value`."""
        if key is not None:
            _give(self._key, key)
        return _checked(self._seq(self._db, self._key, self._value, where))

    def sync(self):
        """Writes changed pages; 0 or ERROR."""
        return self._sync(self._db, 0)

    def close(self):
        """Closes, and is of no use afterwards; 0 or ERROR."""
        return self._close(self._db)

    def key(self):
        """A copy of the key that was found."""
        return _taken(self._key)

    def value(self):
        """A copy of the value that was found."""
        return _taken(self._value)


def _give(dbt, text):
    """Points a DBT (address, length) at a str or bytes, which the caller keeps alive."""
    if isinstance(text, bytes):
        size = len(text)
    elif isinstance(text, str):
        size = len(text.encode())
    else:
        raise TypeError("can't convert '%s' object to str implicitly" % type(text).__name__)
    struct.pack_into("PP", dbt, 0, uctypes.addressof(text), size)


def _taken(dbt):
    """A copy of what the library points at, which is only there until its next call."""
    return uctypes.bytes_at(*struct.unpack("PP", dbt))


def _checked(result):
    if result == ERROR:
        raise OSError(os.errno())
    return result
