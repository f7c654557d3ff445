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
    bare = False
    """Whether it has no body, whatever it is (RFC 9112, section 6.3)."""
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
        line = b"%s: %s\r\n" % (name, value)
        if line.count(b"\n") > 1 or line.count(b"\r") > 1:
            raise ValueError("a header must be one line")
        name = name.lower()
        if name == "content-type":
            self._type = value
        elif name == "cache-control":
            self.cache = value
        else:
            self.headers += line

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
        head = self.head(status, content_type, len(body))
        self._client.transmit(self, head if self.bare else head + body)

    def redirect(self, url: str, status: int = 302, body=None) -> None:
        """Send the client elsewhere; the body is a short link for those who do not follow."""
        self.set_header("Location", url)
        self.send(status, body or '<a href="%s">Moved</a>' % url.replace('"', "%22"))

    def error(self, status: int, sentence: str = "") -> None:
        """Answer with an error, as a page or as JSON, whichever the request accepts first."""
        from slim.error_page import describe

        self.send(status, *describe(status, sentence, self.request))

    def stream(self, source, status: int = 200, content_type=None) -> None:
        """Answer piece by piece: an iterable of bytes or text, or a file to be read to its end.

        The pieces are asked for as the client takes them. HTTP/1.1 gets them chunked.
        """
        from slim.pieces import send_pieces

        send_pieces(self, self._client, source, status, content_type)

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
        if name != path:
            self.set_header("Content-Encoding", "gzip")
        if cache:
            self.cache = cache
            tag = b'"%x-%x"' % (size, stat[8])
            self.set_header("ETag", tag)
            if tag in self.request.head:  # then it is in an If-None-Match
                self.send(304)
                return True
        file = open(name, "rb")
        self._client.transmit(self, self.head(200, content_type, size), file, size)
        return True

    def head(self, status, content_type, length):
        """The head of this answer, as bytes; from now on it is the only one."""
        if self.status:
            raise RuntimeError("this request has been answered")
        self.status = status
        request = self.request
        if (
            status < 200
            or status == 204
            or status == 304
            or (request and request.method == "HEAD")
        ):
            self.bare = True
        if not self.keep:
            self.headers += b"Connection: close\r\n"
        elif request.old:
            self.headers += b"Connection: keep-alive\r\n"
        content_type = content_type or self._type
        if content_type:
            self.headers += b"Content-Type: %s\r\n" % content_type
        if length is not None and status != 204:
            self.headers += b"Content-Length: %d\r\n" % length
        line = b"200 OK" if status == 200 else status_line(status)
        return b"HTTP/1.1 %s\r\nCache-Control: %s\r\n%s\r\n" % (line, self.cache, self.headers)

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
