"""The answer to a request: its head, and what follows it.

    request.response.json({"message": "hello"})
    request.response.file("www/index.html", "text/html")

It goes out through its client's socket, as fast as that takes it.
"""

import json

from slim import former, status_line

_HEAD = const(b"HTTP/1.1 %s\r\nCache-Control: %s\r\n%s%s\r\n")
_BYTES = const("application/octet-stream")
_BODY = const(b"Content-Type: %s\r\nContent-Length: %d\r\n")

_WAIT = const(2)  # these as in client.py
_SEND = const(3)
_LINGER = const(4)


class Response:
    """Answer once, by one of the methods; also after the handler has returned."""

    status = 0
    """The status that was answered; 0 before."""
    sent = False
    """True once the last byte of the answer was handed to the TCP stack."""
    cache = "no-store"
    """Value of Cache-Control."""
    headers = b""
    """More header lines, each with its line break; those of the class are in every answer."""
    keep = False
    """Whether the connection is kept after this answer."""
    ContentType = None
    """Value of Content-Type where an answer is given without; as the founding library calls it."""
    __getattr__ = former

    def __init__(self, client, request):
        self.client = client
        self.request = request

    def set_header(self, name: str, value) -> None:
        """Add a header line; ValueError for a value that would break out of it."""
        value = str(value)
        if "\r" in value or "\n" in value:
            raise ValueError(name)
        key = name.lower()
        if key == "content-type":
            self.ContentType = value
        elif key == "cache-control":
            self.cache = value
        else:
            self.headers += b"%s: %s\r\n" % (name, value)

    def no_store(self) -> None:
        """Let nobody keep a copy, which is what holds unless `set_header` says otherwise."""
        self.cache = "no-store"

    def close(self) -> None:
        """Close the connection after this answer."""
        self.keep = False

    def send(self, status: int, body=b"", content_type=None) -> None:
        """Answer with a body: bytes, or text, which is HTML unless `content_type` says so."""
        kind = _BYTES
        if isinstance(body, str):
            body = body.encode()
            kind = "text/html; charset=utf-8"
        fields = _BODY % (content_type or self.ContentType or kind, len(body))
        if status == 204 or status == 304:
            fields = body = b""
        self.start(status, fields, body)

    def json(self, value, status: int = 200) -> None:
        """Answer with a value as JSON."""
        self.send(status, json.dumps(value), "application/json")

    def redirect(self, url: str, status: int = 302, body="") -> None:
        """Send the client elsewhere; a body is for those who do not follow."""
        self.set_header("Location", url)
        self.send(status, body)

    def error(self, status: int, sentence: str = "") -> None:
        """Answer with an error, as a page or as JSON, whichever the request accepts first."""
        from slim.failure import describe

        describe(self, status, sentence)

    def stream(self, items, status: int = 200, content_type=None) -> None:
        """Answer piece by piece: an iterable of bytes or text, or a file to be read to its end.

        The pieces are asked for as the client takes them, and again in the next turn if one is
        empty. HTTP/1.1 gets them chunked.
        """
        old = self.request.old
        fields = b"Content-Type: %s\r\n" % (content_type or self.ContentType or _BYTES)
        if old:
            self.keep = False  # it is the end of the connection that ends the answer
        else:
            fields += b"Transfer-Encoding: chunked\r\n"  # RFC 9112, section 7.1
        if self.request.method == "HEAD":  # nobody will ask for a piece
            getattr(items, "close", int)()
        self.start(status, fields, b"", _pieces(items, old))

    def file(self, path: str, content_type=None, cache=None) -> bool:
        """Answer with `path + ".gz"` if it is there, or with the file itself; False without them.

        `cache` is the value of Cache-Control ("no-cache", "max-age=60"); without it nobody keeps a
        copy. A request that has the file already, by its ETag, is answered with 304.
        """
        from slim.fileserver_module import find, send_file

        found = find(path)
        if found:
            send_file(self, found, content_type or self.ContentType or _BYTES, cache)
        return bool(found)

    def start(self, status, fields, body=b"", iter=None):
        """Send head, header lines of the body's, and body, or what `iter` generates."""
        if self.status:
            raise RuntimeError(status)  # it was answered before
        self.status = status
        if self.keep is not True:
            fields += self.keep or b"Connection: close\r\n"
        if self.request and self.request.method == "HEAD":
            body = b""
            iter = None
        status = b"200 OK" if status == 200 else status_line(status)
        fields = _HEAD % (status, self.cache, self.headers, fields)
        client = self.client
        if client.response is self:  # otherwise it has gone
            client.out = fields + body
            client.iter = iter
            client.step = _LINGER if client.step < _WAIT else _SEND
            client.event = 0
            client.write()


def _pieces(items, old):
    """Generate the bytes that go out for an iterable or a file."""
    try:
        for piece in _blocks(items) if hasattr(items, "read") else items:
            if isinstance(piece, str):
                piece = piece.encode()
            if piece and not old:  # an empty chunk would be the end
                piece = b"%x\r\n" % len(piece) + piece + b"\r\n"
            yield piece or b""
        if not old:
            yield b"0\r\n\r\n"
    finally:
        getattr(items, "close", int)()  # int() does nothing


def _blocks(file):
    while True:
        block = file.read(512)
        if not block:
            return
        yield block
