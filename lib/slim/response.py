"""The answer to a request: its head, and what follows it.

    request.response.json({"message": "hello"})
    request.response.file("www/index.html", "text/html")

It does no I/O of its own: bytes go down to the client, which sends them.
"""

import json
import os

from micropython import const

from slim.status import status_line

_FOLDER = const(0x4000)  # S_IFDIR, in the mode that os.stat gives


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
    _type = None

    def __init__(self, client, request):
        self._client = client
        self.request = request

    def set_header(self, name: str, value: str) -> None:
        """Add a header line; ValueError for a value that would break out of it."""
        if "\r" in value or "\n" in value:
            raise ValueError("a header must be one line")
        key = name.lower()
        if key == "content-type":
            self._type = value
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
        if isinstance(body, str):
            body = body.encode()
            content_type = content_type or self._type or "text/html; charset=utf-8"
        self._send(status, content_type, body)

    def json(self, obj, status: int = 200) -> None:
        """Answer with a value as JSON."""
        self._send(status, "application/json", json.dumps(obj).encode())

    def _send(self, status, content_type, body):
        if status == 204 or status == 304:
            body = fields = b""
        else:
            fields = b"Content-Length: %d\r\n" % len(body)
            if content_type or self._type:
                fields += b"Content-Type: %s\r\n" % (content_type or self._type)
        self.start(status, fields, body)

    def redirect(self, url: str, status: int = 302, body=None) -> None:
        """Send the client elsewhere; the body is a short link for those who do not follow."""
        self.set_header("Location", url)
        self.send(status, body or '<a href="%s">Moved</a>' % url.replace('"', "%22"))

    def error(self, status: int, sentence: str = "") -> None:
        """Answer with an error, as a page or as JSON, whichever the request accepts first."""
        from slim.failure import describe

        self.send(status, *describe(status, sentence, self.request))

    def stream(self, source, status: int = 200, content_type=None) -> None:
        """Answer piece by piece: an iterable of bytes or text, or a file to be read to its end.

        The pieces are asked for as the client takes them. HTTP/1.1 gets them chunked.
        """
        from slim.pieces import send_pieces

        send_pieces(self, source, status, content_type)

    def file(self, path: str, content_type="application/octet-stream", cache=None) -> bool:
        """Answer with a file, or with its sibling `path + ".gz"`; False when there is neither.

        `cache` is the value of Cache-Control ("no-cache", "max-age=60"): with it the answer has an
        ETag, and 304 answers a request that has it already; without it nobody keeps a copy.
        """
        found = find(path)
        if not found:
            return False
        name, stat = found
        size = stat[6]
        fields = b"Content-Type: %s\r\nContent-Length: %d\r\n" % (content_type, size)
        if name != path:
            fields += b"Content-Encoding: gzip\r\n"
        if cache:
            self.cache = cache
            tag = b'"%x-%x"' % (size, stat[8])
            fields += b"ETag: %s\r\n" % tag
            if tag in self.request.conditions:
                self.start(304, fields, b"")
                return True
        self.start(200, fields, b"", open(name, "rb"), size)
        return True

    def start(self, status, fields, body, source=None, left=None):
        """Send head, header lines of the body's, and body; what follows, `Connection` explains."""
        if self.status:
            raise RuntimeError("answered before")
        self.status = status
        if not self.keep:
            fields += b"Connection: close\r\n"
        if self.request and self.request.method == "HEAD":
            body = b""
            source = None
        head = b"HTTP/1.1 %s\r\nCache-Control: %s\r\n%s%s\r\n" % (
            b"200 OK" if status == 200 else status_line(status),
            self.cache,
            self.headers,
            fields,
        )
        self._client.transmit(self, head + body, source, left)

    def __getattr__(self, name):
        # Names of the founding library, in a module that is loaded only when one is used.
        from slim.founding import response_attribute

        return response_attribute(self, name)


def find(path: str):
    """(path, its `os.stat`) of this file or of its sibling `path + ".gz"`; None without one."""
    for name in (path, path + ".gz"):
        try:
            stat = os.stat(name)
            if not stat[0] & _FOLDER:
                return name, stat
        except OSError:
            pass
    return None
