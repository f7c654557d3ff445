"""A private copy of a stream, for the library below btree.py, which can only open real files.

    copy = Copy(stream)      # its content, in anonymous memory outside of the heap
    dbopen(copy.path, ...)
    copy.write_back()        # the pages that differ, in order, through the stream

The native module too reads and writes through the stream; so a power cut, a full file system or a
read-only one meets the same single page writes. Knows nothing of databases but their page size.
"""

import struct

import ffi
from micropython import const

_SMALLEST_PAGE = const(512)
_LARGEST_PAGE = const(65536)
_PAGE_SIZE_AT = const(8)  # in the first page: magic, version, page size

_libc = ffi.open(None)
_memfd_create = _libc.func("i", "memfd_create", "sI")
_pread = _libc.func("i", "pread", "ipil")
_pwrite = _libc.func("i", "pwrite", "ipil")
_fd_close = _libc.func("i", "close", "i")


class Copy:
    """The content of a stream as a file without a name, and as it was last written back."""

    def __init__(self, stream):
        self._stream = stream
        self._file = _memfd_create("btree", 0)
        self._written = _memfd_create("btree", 0)
        self.path = "/proc/self/fd/%d" % self._file
        page = bytearray(_SMALLEST_PAGE)
        at = 0
        stream.seek(0)
        while True:
            count = stream.readinto(page)
            if not count:
                break
            _pwrite(self._file, page, count, at)
            _pwrite(self._written, page, count, at)
            at += count

    def write_back(self):
        """Writes each page that has changed; False if the stream refuses, or is closed."""
        size = self._page_size()
        new, old = bytearray(size), bytearray(size)
        at = 0
        try:
            while _pread(self._file, new, size, at) == size:
                if _pread(self._written, old, size, at) != size or new != old:
                    self._stream.seek(at)
                    if self._stream.write(new) != size:
                        return False
                    _pwrite(self._written, new, size, at)
                at += size
            self._stream.flush()
        except (OSError, ValueError):
            return False
        return True

    def close(self):
        """Gives the memory back."""
        _fd_close(self._file)
        _fd_close(self._written)

    def _page_size(self):
        head = bytearray(4)
        _pread(self._file, head, 4, _PAGE_SIZE_AT)
        size = struct.unpack("I", head)[0]
        return size if _SMALLEST_PAGE <= size <= _LARGEST_PAGE else _SMALLEST_PAGE
