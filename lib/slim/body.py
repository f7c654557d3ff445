"""What a request has beyond the client's buffer; loaded when the first such one comes.

A body on its way in, by generators that go on when more of it has come. And a head that is too
long, of which the cookies are left out.
"""

from slim import HttpError

_BODY = const(1)  # as in client.py

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
    _cut(client, 0, request.end)
    client.body = body = _read(client, request, request.max_body or server.max_body)
    next(body)
    if client.step == _BODY and request.header("Expect"):
        client.sock.write(b"HTTP/1.1 100 Continue\r\n\r\n")


def _read(client, request, limit):
    """Take a body of known length, or in chunks (RFC 9112, section 7.1); have it answered."""
    if request.length > 0:
        yield from _take(client, request, 0, request.length, limit)
    else:
        at = 0
        while True:
            size = (yield from _line(client)).split(b";")[0].strip()
            if not size or size.strip(b"0123456789abcdefABCDEF"):
                raise HttpError(400)
            size = int(size, 16)
            if not size:
                break
            at = yield from _take(client, request, at, size, limit)
            if (yield from _line(client)):
                raise HttpError(400)  # the chunk is longer than it says
        for _ in range(_MOST_TRAILERS):
            if not (yield from _line(client)):
                break
        else:
            raise HttpError(431)
    client.handle(request, 0)
    yield  # never to return


def _take(client, request, at, size, limit):
    """Take so many bytes, which in the body begin `at`; where they end."""
    end = at + size
    if end > limit and not request.receive:
        raise HttpError(413)
    if not (at or request.receive):
        request.body = bytearray(size)
    while at < end:
        size = min(end - at, client.count)
        if size:
            data = client.view[:size]
            if request.receive:
                request.receive(request, data)
                if request.response.status:
                    yield  # never to return: what comes after an answer is thrown away
            else:
                request.body[at : at + size] = data
            at += size
            if client.count == len(client.view):
                client.enter(_BODY)
            _cut(client, 0, size)
        else:
            yield
    return at


def _line(client):
    """Take a line."""
    while True:
        data = bytes(client.view[: client.count])
        size = data.find(b"\n") + 1
        if size:
            _cut(client, 0, size)
            return data[:size].strip()
        if len(data) >= _LONGEST_LINE:
            raise HttpError(400)
        yield


def _cut(client, at, end):
    """Take out of the buffer what lies between."""
    rest = bytes(client.view[end : client.count])
    client.count = at + len(rest)
    client.view[at : client.count] = rest


def shorten(client) -> None:
    """Make room for a head that does not fit: forget the cookies that have come, though not that
    there were some; 431 without any.

    Phones send the cookies of whatever host they believe to be talking to, and those may be long.
    """
    data = bytes(client.view[: client.count]).lower()
    at = data.rfind(b"\ncookie:") + 8  # nobody sends two such lines (RFC 6265, section 5.4)
    if at > 7:
        end = data.find(b"\n", at)
        _cut(client, at, end if end > 0 else client.count)  # what comes next may be more of them
    if client.count == len(data):
        raise HttpError(431)
