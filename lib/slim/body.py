"""A request's body on its way in; loaded when one comes that did not arrive with its head.

It does no I/O: pieces in, how many of their bytes were part of the body out.
"""

from micropython import const

from slim.status import HttpError

_SIZE = const(0)  # in the line that says how long the next chunk is
_END = const(1)  # in the line break after a chunk
_TRAILER = const(2)

_LONGEST_LINE = const(256)
_MOST_TRAILERS = const(32)


def begin(client, response, awaited):
    """What takes in the announced body, or None if a module has answered right away.

    `awaited`: nothing of it has come yet, so that the client may be waiting to be told to go on.
    """
    request = response.request
    server = client.server
    for module in server.modules:
        if hasattr(module, "on_head"):
            module.on_head(request)
            if response.status:
                return None
    limit = request.max_body or server.max_body
    if request.length > limit and not request.receive:
        raise HttpError(413, "The body is too large.")
    if awaited and b"100-continue" in request.head.lower():
        client.sock.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    return ChunkedBody(request, limit) if request.length < 0 else Body(request)


class Body:
    """Of a known length: fed until it is `whole`; collected in `value` if nobody receives it."""

    whole = False

    def __init__(self, request):
        self._request = request
        self._left = request.length
        self.value = b"" if request.receive else bytearray(max(self._left, 0))
        self._at = 0

    def feed(self, data) -> int:
        """Take from the front of a memoryview; how much of it was part of the body."""
        used = min(len(data), self._left)
        self._give(data[:used])
        self._left -= used
        self.whole = not self._left
        return used

    def _give(self, data):
        request = self._request
        if request.receive:
            request.receive(request, data)
        else:
            self.value[self._at : self._at + len(data)] = data
            self._at += len(data)


class ChunkedBody(Body):
    """In chunks (RFC 9112, section 7.1), of which at most `limit` bytes are collected."""

    def __init__(self, request, limit):
        super().__init__(request)
        self._limit = limit
        self._left = 0
        self._state = _SIZE
        self._line = b""
        self._trailers = 0

    def feed(self, data) -> int:
        at = 0
        while at < len(data) and not self.whole:
            if self._left:
                at += super().feed(data[at:])
                self.whole = False
            else:
                at += self._feed_line(bytes(data[at : at + _LONGEST_LINE]))
        return at

    def _feed_line(self, data):
        cut = data.find(b"\n") + 1
        self._line += data[:cut] if cut else data
        if len(self._line) > _LONGEST_LINE:
            raise HttpError(400)
        if not cut:
            return len(data)
        line = self._line.strip()
        self._line = b""
        if self._state == _SIZE:
            self._start_chunk(line.split(b";")[0].strip())
        elif self._state == _TRAILER:
            self._trailers += 1
            self.whole = not line
        elif line:
            raise HttpError(400)  # the chunk is longer than it says
        else:
            self._state = _SIZE
        if self._trailers > _MOST_TRAILERS:
            raise HttpError(431)
        return cut

    def _start_chunk(self, size):
        if not 0 < len(size) <= 8 or size.strip(b"0123456789abcdefABCDEF"):
            raise HttpError(400)
        self._left = int(size, 16)
        if not self._request.receive and self._at + self._left > self._limit:
            raise HttpError(413, "The body is too large.")
        self._state = _END if self._left else _TRAILER
