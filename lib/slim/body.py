"""What a request has beyond the client's buffer; loaded when the first such one comes.

A body on its way in: pieces go in, and how many of their bytes were part of the body comes out.
And a head that is too long, of which the cookies are left out.
"""

from micropython import const

from slim.status import HttpError

_BODY = const(1)  # as in client.py

_LONGEST_LINE = const(256)
_MOST_TRAILERS = const(32)
_ANY = const(0x3FFFFFFF)


def begin(client, request) -> None:
    """Take in the announced body, unless a module has answered right away."""
    client.enter(_BODY)
    server = client.server
    for module in server.modules:
        if hasattr(module, "on_head"):
            module.on_head(request)
            if request.response.status:
                return
    limit = _ANY if request.receive else request.max_body or server.max_body
    client.body = body = Body(request, limit)
    if request.end == client.filled and b"100-continue" in request.head.lower():
        client.sock.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    body.read(client, request.end)


class Body:
    """Collected in `value` if nobody receives it."""

    def __init__(self, request, limit):
        self.request = request
        self.sizes = _sizes(request.length, limit)
        self.left = next(self.sizes)  # what is to come next: bytes, or a line
        self.value = b"" if request.receive else bytearray(max(request.length, 0))
        self.at = 0

    def read(self, client, at) -> None:
        """Take what has come; have the request answered when it is whole."""
        view = client.view[: client.filled]
        if client.filled == len(client.view):
            client.enter(_BODY)
        while self.left >= 0:
            size = self._take(view[at : at + (self.left or _LONGEST_LINE)])
            if not size:  # the rest has not come yet
                rest = bytes(view[at:])
                client.filled = len(rest)
                client.view[: client.filled] = rest
                return
            at += size
        self.request.body = self.value
        client.handle(self.request, at)

    def _take(self, data):
        """Take some bytes of the body, or a line; how many bytes that was."""
        request = self.request
        size = len(data)
        if not self.left:
            line = bytes(data)
            size = line.find(b"\n") + 1
            if size:
                self.left = self.sizes.send(line[:size].strip())
            elif len(line) == _LONGEST_LINE:
                raise HttpError(400)
        elif size:
            if request.receive:
                request.receive(request, data)
            else:
                self.value[self.at : self.at + size] = data
                self.at += size
            self.left = self.left - size or next(self.sizes)
        return size


def _sizes(length, limit):
    """How many bytes of the body come next, of at most `limit` in all; 0 for a line, which
    is to be sent here, -1 at the end. Without a length, it comes in chunks (RFC 9112, 7.1)."""
    chunked = length < 0
    while True:
        if chunked:
            size = (yield 0).split(b";")[0].strip()
            if not size or size.strip(b"0123456789abcdefABCDEF"):
                raise HttpError(400)
            length = int(size, 16)
            if not length:
                break
        limit -= length
        if limit < 0:
            raise HttpError(413, "The body is too large.")
        yield length
        if not chunked:
            yield -1
        if (yield 0):
            raise HttpError(400)  # the chunk is longer than it says
    left = _MOST_TRAILERS
    while (yield 0):
        left -= 1
        if not left:
            raise HttpError(431)
    yield -1


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
