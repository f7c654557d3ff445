"""What a request has beyond the client's buffer; loaded when the first such one comes.

A body on its way in: pieces go in, and how many of their bytes were part of the body comes out.
And a head that is too long, of which the cookies are left out.
"""

from micropython import const

from slim.status import HttpError

_BODY = const(1)  # as in client.py

_SIZE = const(0)  # in the line that says how long the next chunk is
_END = const(1)  # in the line break after a chunk
_TRAILER = const(2)

_LONGEST_LINE = const(256)
_MOST_TRAILERS = const(32)


def begin(client, request) -> None:
    """Take in the announced body, unless a module has answered right away."""
    client.enter(_BODY)
    server = client.server
    for module in server.modules:
        if hasattr(module, "on_head"):
            module.on_head(request)
            if request.response.status:
                return
    limit = request.max_body or server.max_body
    if request.length > limit and not request.receive:
        raise HttpError(413, "The body is too large.")
    if request.end == client.filled and b"100-continue" in request.head.lower():
        client.sock.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    client.body = Body(request, limit)
    client.body.read(client, request.end)


class Body:
    """Collected in `value` if nobody receives it: of a known length, or in chunks (RFC 9112,
    section 7.1), of which at most `limit` bytes are collected."""

    whole = False
    line = b""
    state = _SIZE
    trailers = 0

    def __init__(self, request, limit):
        self.request = request
        self.limit = limit
        self.left = max(request.length, 0)  # of the body or of the chunk
        self.value = b"" if request.receive else bytearray(self.left)
        self.at = 0

    def read(self, client, at) -> None:
        """Take what has come; have the request answered when it is whole."""
        view = client.view[: client.filled]
        while at < len(view) and not self.whole:
            if self.left:
                at += self._take(view[at : at + self.left])
            else:
                at += self._take_line(bytes(view[at : at + _LONGEST_LINE]))
        if self.whole:
            self.request.body = self.value
            return client.handle(self.request, at)
        if client.filled == len(client.view):
            client.enter(_BODY)
        client.filled = 0

    def _take(self, data):
        request = self.request
        size = len(data)
        if request.receive:
            request.receive(request, data)
        else:
            self.value[self.at : self.at + size] = data
            self.at += size
        self.left -= size
        self.whole = request.length > 0 and not self.left
        return size

    def _take_line(self, data):
        cut = data.find(b"\n") + 1
        self.line += data[:cut] if cut else data
        if len(self.line) > _LONGEST_LINE:
            raise HttpError(400)
        if not cut:
            return len(data)
        line = self.line.strip()
        self.line = b""
        if self.state == _SIZE:
            self._start_chunk(line.split(b";")[0].strip())
        elif self.state == _TRAILER:
            self.trailers += 1
            self.whole = not line
        elif line:
            raise HttpError(400)  # the chunk is longer than it says
        else:
            self.state = _SIZE
        if self.trailers > _MOST_TRAILERS:
            raise HttpError(431)
        return cut

    def _start_chunk(self, size):
        if not 0 < len(size) <= 8 or size.strip(b"0123456789abcdefABCDEF"):
            raise HttpError(400)
        self.left = int(size, 16)
        if not self.request.receive and self.at + self.left > self.limit:
            raise HttpError(413, "The body is too large.")
        self.state = _END if self.left else _TRAILER


def shorten(client) -> None:
    """Make room for a head that does not fit: forget the cookies that have come, though not that
    there were some; 431 without any.

    Phones send the cookies of whatever host they believe to be talking to, and those may be long.
    """
    data = bytes(client.view[: client.filled])
    lower = data.lower()
    at = end = 0
    while end == at:  # which is a line that was shortened before
        at = lower.find(b"\ncookie:", at) + 8
        if at < 8:
            raise HttpError(431)
        end = data.find(b"\n", at)
    rest = data[end:] if end > 0 else b""  # without an end, what comes next is more of them
    client.filled = at + len(rest)
    client.view[at : client.filled] = rest
    if client.filled == len(data):
        raise HttpError(431)
