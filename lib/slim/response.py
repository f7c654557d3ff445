"""The answer to a request: its head, and what follows it.

    request.response.json({"message": "hello"})
    request.response.file("www/index.html", "text/html")

It does no I/O of its own: bytes go down to the client, which sends them.
"""

import json

from slim.status import REASONS


class Response:
    """Answer once, by one of the methods; an answer may also come after the handler returned."""

    status = 0
    """The status that was answered; 0 before."""
    sent = False
    """True once the last byte of the answer was handed to the TCP stack."""
    cache = "no-store"
    """Value of Cache-Control; None leaves the header out."""
    take = None
    """Who gets the socket after an upgrade."""
    _type = None

    def __init__(self, client, request):
        self._client = client
        self._headers = client.headers
        self.request = request
        self._bare = request is not None and request.method == "HEAD"
        self.keep = request is not None and request.keep

    def set_header(self, name: str, value: str) -> None:
        """Add a header line; ValueError for a value that would break out of it."""
        line = "%s: %s\r\n" % (name, value)
        if line.count("\n") > 1 or line.count("\r") > 1:
            raise ValueError("a header must be one line")
        name = name.lower()
        if name == "content-type":
            self._type = value
        elif name == "cache-control":
            self.cache = value
        else:
            self._headers += line

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
            content_type = content_type or "text/html; charset=utf-8"
        head = self._head(status, content_type, len(body))
        if status < 200 or status == 204 or status == 304 or self._bare:
            body = b""
        self._client.transmit(self, head + body)

    def json(self, obj, status: int = 200) -> None:
        """Answer with a value as JSON."""
        self.send(status, json.dumps(obj).encode(), "application/json")

    def redirect(self, url: str, status: int = 302, body=None) -> None:
        """Send the client elsewhere; the body is a short link for those who do not follow."""
        self.set_header("Location", url)
        if body is None:
            body = '<a href="%s">%s</a>' % ((_escape(url),) * 2)
        self.send(status, body)

    def error(self, status: int, sentence: str = "") -> None:
        """Answer with an error, as a page or as JSON, whichever the request accepts first."""
        name = REASONS.get(status, "Error")
        kind = _first_kind((self.request and self.request.header("Accept")) or "*/*")
        if kind == "application/json":
            self.json({"code": status, "name": name, "message": sentence or name}, status)
        elif kind:
            text = "<!doctype html><title>%d %s</title><h1>%s</h1><p>%s"
            self.send(status, text % (status, name, name, _escape(sentence)))
        else:
            self.send(status)

    def stream(self, source, status: int = 200, content_type=None) -> None:
        """Answer piece by piece: an iterable of bytes or text, or a file to be read to its end.

        The pieces are asked for as the client takes them. HTTP/1.1 gets them chunked.
        """
        from slim.pieces import pieces

        chunked = not self.request.old
        if chunked:
            self._headers += "Transfer-Encoding: chunked\r\n"
        else:
            self.keep = False
        source = None if self._bare else pieces(source, chunked)
        self._client.transmit(self, self._head(status, content_type, None), source)

    def file(self, path: str, content_type=None, cache=None) -> None:
        """Answer with a file, or with its sibling `path + ".gz"`; 404 when there is neither.

        `cache` is the value of Cache-Control ("no-cache", "max-age=60"): with it the answer has an
        ETag, and 304 answers a request that has it already; without it nobody keeps a copy.
        """
        from slim.files import find

        found = find(path)
        if found:
            self.send_found(found, content_type or "application/octet-stream", cache)
        else:
            self.error(404)

    def send_found(self, found, content_type, cache) -> None:
        """Answer with what `slim.files.find` found; the rest as for `file`."""
        path, size, tag = found
        if path[-3:] == ".gz":
            self._headers += "Content-Encoding: gzip\r\n"
        if cache:
            self.cache = cache
            self._headers += "ETag: %s\r\n" % tag
            if self.request.header("If-None-Match") == tag:
                return self.send(304)
        source = None if self._bare or not size else open(path, "rb")
        self._client.transmit(self, self._head(200, content_type, size), source, size)

    def upgrade(self, protocol: str, take) -> None:
        """Answer 101 and give the socket away: `take(sock, early)` gets it, with what came early."""
        self._headers += "Upgrade: %s\r\n" % protocol
        self.take = take
        self._client.transmit(self, self._head(101, None, None))

    def _head(self, status, content_type, length):
        if self.status:
            raise RuntimeError("this request has been answered")
        self.status = status
        text = "HTTP/1.1 %d %s\r\n%s" % (status, REASONS.get(status, ""), self._headers)
        content_type = content_type or self._type
        if content_type:
            text += "Content-Type: %s\r\n" % content_type
        if length is not None and status != 204:
            text += "Content-Length: %d\r\n" % length
        if self.cache:
            text += "Cache-Control: %s\r\n" % self.cache
        if not self.keep:
            text += "Connection: close\r\n"
        elif self.request.old:
            text += "Connection: keep-alive\r\n"
        return (text + "\r\n").encode()

    def __getattr__(self, name):
        # Names of the founding library, in a module that is loaded only when one is used.
        from slim.founding import response_attribute

        return response_attribute(self, name)


def _first_kind(accept):
    """The first media type of these that is known here; None when there is none."""
    for kind in accept.split(","):
        kind = kind.split(";")[0].strip()
        if kind in ("text/html", "application/json", "*/*"):
            return kind
    return None


def _escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
