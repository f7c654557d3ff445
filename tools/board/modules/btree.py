"""MicroPython's btree module for interpreters that were built without it.

    db = btree.open(open("credentials", "r+b"))

A binding to Berkeley DB 1.85, the library that the native module wraps, so that files are the
same. Names, arguments, results and errors are those of `extmod/modbtree.c`, its errors that are
only a result of -1 (put, flush, close) included. A built-in module goes before the path, so an
interpreter that has its own never looks here.

A stream of the operating system is opened by the library itself; any other (a file on VfsLfs2, a
BytesIO) is worked on as a private copy, see `simulated.private_copy`. Knows nothing of what is
stored.
"""

from simulated import berkeley_db as _db

INCL = 1
DESC = 2

_KEYS = 0x40
_VALUES = 0x80
_ITEMS = 0xC0
_ERROR = -1


def open(stream, *, flags=0, cachesize=0, pagesize=0, minkeypage=0):
    """Opens the database in a stream that can be read, written and sought; None: in memory.

    Raises OSError: EINVAL for a damaged file or a page size that cannot be.
    """
    path = copy = None
    if hasattr(stream, "fileno"):
        stream.flush()
        path = "/proc/self/fd/%d" % stream.fileno()
    elif hasattr(stream, "readinto"):
        from simulated.private_copy import Copy

        copy = Copy(stream)
        path = copy.path
    elif stream is not None:
        raise OSError("stream operation not supported")
    try:
        database = _db.Database(path, flags, cachesize, pagesize, minkeypage)
    except OSError:
        if copy:
            copy.close()
        raise
    return _BTree(database, stream, copy)


class _BTree:
    """An open database; what `btree.open` returns. One iteration at a time, as with the native."""

    def __init__(self, database, stream, copy):
        self._database = database
        self._stream = stream  # kept from the garbage collector, which would close it
        self._copy = copy
        self._start = self._end = None
        self._flags = self._next_flags = 0

    def __repr__(self):
        return repr(self._database) if self._database else "<btree closed>"

    def close(self):
        """Flushes and closes; 0 or -1. Closing again does nothing."""
        if not self._database:
            return 0
        result = self.flush()
        database, self._database = self._database, None
        if database.close():
            result = _ERROR
        if self._copy:
            self._copy.close()
        self._stream = None
        return result

    def flush(self):
        """Writes what has changed to the stream; 0 or -1."""
        result = self._open().sync()
        if self._copy and not self._copy.write_back():
            result = _ERROR
        return result

    def get(self, key, default=None):
        """The value of a key, or the default."""
        database = self._open()
        return default if database.get(key) else database.value()

    def put(self, key, value, flags=0):
        """Stores a value; 0 or -1. The flags are ignored, as by the native module."""
        return self._open().put(key, value)

    def seq(self, flags, key=None, value=None):
        """The (key, value) that DB->seq finds by these flags, or None."""
        database = self._open()
        return None if database.seq(flags, key) else (database.key(), database.value())

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
        database = self._open()
        start = None if self._begun else self._start
        if database.seq(self._step(), start):
            raise StopIteration
        key = database.key()
        if self._end is not None and self._is_past(key):
            raise StopIteration
        kind = self._flags & _ITEMS
        if kind == _KEYS:
            return key
        return database.value() if kind == _VALUES else (key, database.value())

    def _step(self):
        """Where DB->seq goes next. With a start key that is not there: to the one behind it."""
        down = self._flags & DESC
        if self._begun:
            return _db.R_PREV if down else _db.R_NEXT
        self._begun = True
        if self._start is not None:
            return _db.R_CURSOR
        return _db.R_LAST if down else _db.R_FIRST

    def _is_past(self, key):
        end = self._end if isinstance(self._end, bytes) else self._end.encode()
        order = (key > end) - (key < end)
        if self._flags & DESC:
            order = -order
        return order > 0 or (order == 0 and not self._flags & INCL)

    def __getitem__(self, key):
        database = self._open()
        if database.get(key):
            raise KeyError
        return database.value()

    def __setitem__(self, key, value):
        if self.put(key, value):
            from os import errno

            raise OSError(errno())

    def __delitem__(self, key):
        if self._open().delete(key):
            raise KeyError

    def __contains__(self, key):
        return not self._open().get(key)

    def _open(self):
        if not self._database:
            raise ValueError("database closed")
        return self._database
