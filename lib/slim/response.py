"""The answer to a request: its head, and what follows it.

    request.response.json({"message": "hello"})
    request.response.file("www/index.html", "text/html")

It does no I/O of its own: bytes go down to the client, which sends them.
"""

import json
import os

from micropython import const

from slim.status import Heir, status_line

_BODY = b"Content-Type: %s\r\nContent-Length: %d\r\n"
_FILE = b'Content-Type: %s\r\nContent-Length: %d\r\nETag: "%x-%x"\r\n%s'
_FOLDER = const(0x4000)  # S_IFDIR, in the mode that os.stat gives


class Response(Heir):
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
    _type = "application/octet-stream"

    def __init__(self, client, request):
        self.client = client
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
            content_type = content_type or "text/html; charset=utf-8"
        fields = b""
        if status == 204 or status == 304:
            body = b""
        else:
            fields = _BODY % (content_type or self._type, len(body))
        self.start(status, fields, None, body)

    def json(self, obj, status: int = 200) -> None:
        """Answer with a value as JSON."""
        body = json.dumps(obj).encode()
        self.start(status, _BODY % ("application/json", len(body)), None, body)

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

    def file(self, path: str, content_type=None, cache=None) -> bool:
        """Answer with `path + ".gz"` if it is there, or with the file itself; False without them.

        `cache` is the value of Cache-Control ("no-cache", "max-age=60"); without it nobody keeps a
        copy. A request that has the file already, by its ETag, is answered with 304.
        """
        found = find(path)
        if not found:
            return False
        if cache:
            self.cache = cache
        if self.request.conditions and _tag(found) in self.request.conditions:
            self.start(304, b"ETag: %s\r\n" % _tag(found))
        else:
            _, size, tag, coding = found
            fields = _FILE % (content_type or self._type, size, size, tag, coding)
            self.start(200, fields, _blocks(self.client, found))
        return True

    def start(self, status, fields, source=None, body=b""):
        """Send head, header lines of the body's, and body; or what a generator yields."""
        if self.status:
            raise RuntimeError("answered before")
        self.status = status
        if self.headers:
            fields += self.headers
        if not self.keep:
            fields += b"Connection: close\r\n"
        if self.request and self.request.method == "HEAD":
            body = b""
            source = None
        status = b"200 OK" if status == 200 else status_line(status)
        body = b"HTTP/1.1 %s\r\nCache-Control: %s\r\n%s\r\n" % (status, self.cache, fields) + body
        self.client.transmit(self, body, source)


def find(path: str):
    """(path, size, time, encoding line) of `path + ".gz"` or of the file itself; None without."""
    found = path + ".gz"
    stat = _stat(found)
    coding = b"Content-Encoding: gzip\r\n"
    if not stat:
        found = path
        stat = _stat(path)
        coding = b""
    return stat and (found, stat[6], stat[8], coding)


def _tag(found):
    return b'"%x-%x"' % found[1:3]


def _stat(path):
    try:
        stat = os.stat(path)
        return None if stat[0] & _FOLDER else stat
    except OSError:
        return None


def _blocks(client, found):
    """Generate the bytes of a file, all of them in the client's buffer."""
    buffer, left = client.buffer, found[1]
    file = open(found[0], "rb")
    try:
        while left > 0:
            count = file.readinto(buffer)
            if not count:
                raise OSError  # it is shorter than promised
            yield buffer if count == len(buffer) else client.view[:count]
            left -= count
    finally:
        file.close()
