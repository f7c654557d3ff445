"""A body in chunks (RFC 9112, section 7.1); loaded when the first one comes.

It does no I/O: pieces in, the number of bytes used out.
"""

from binascii import unhexlify

from micropython import const

from slim.status import HttpError

_SIZE = const(0)  # in the line that says how long the next chunk is
_DATA = const(1)
_END = const(2)  # in the line break after a chunk
_TRAILER = const(3)

_LONGEST_LINE = const(256)


class ChunkedBody:
    """Like `Body`, for a length that is not known: at most `limit` bytes are collected."""

    def __init__(self, limit: int, receive=None):
        self.whole = False
        self.value = b"" if receive else bytearray()
        self._receive = receive or self._collect
        self._limit = limit
        self._state = _SIZE
        self._line = b""
        self._trailers = 0
        self._left = 0

    def feed(self, data) -> int:
        """Take from the front of a memoryview; how many bytes were part of the body."""
        at = 0
        while at < len(data) and not self.whole:
            if self._state == _DATA:
                used = min(len(data) - at, self._left)
                self._receive(data[at : at + used])
                self._left -= used
                if not self._left:
                    self._state = _END
                at += used
            else:
                at += self._feed_line(bytes(data[at : at + _LONGEST_LINE]))
        return at

    def _feed_line(self, data):
        cut = data.find(b"\n") + 1
        self._line += data[:cut] if cut else data
        if len(self._line) > _LONGEST_LINE:
            raise HttpError(400, "A line between the chunks is too long.")
        if not cut:
            return len(data)
        line, self._line = self._line.strip(), b""
        if self._state == _SIZE:
            self._start_chunk(line)
        elif self._state == _END:
            if line:
                raise HttpError(400, "A chunk is longer than it says.")
            self._state = _SIZE
        else:
            self._trailers += 1
            self.whole = not line
            if self._trailers > 32:
                raise HttpError(431, "There are too many trailers.")
        return cut

    def _start_chunk(self, line):
        size = line.split(b";")[0].strip()
        try:
            if not 0 < len(size) <= 8:
                raise ValueError
            self._left = int.from_bytes(unhexlify((b"0000000" + size)[-8:]), "big")
        except ValueError:
            raise HttpError(400, "The size of a chunk is not valid.")
        if self._limit is not None and len(self.value) + self._left > self._limit:
            raise HttpError(413, "The body is too large.")
        self._state = _DATA if self._left else _TRAILER

    def _collect(self, data):
        self.value += data
