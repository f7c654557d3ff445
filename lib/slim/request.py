"""A request: its head, read on demand from the bytes that came, and its body.

    def hello(request):
        name = request.query.get("name") or request.form().get("name", "world")
        request.response.json({"hello": name})

It does no I/O: bytes in, values out. Header lines are looked up when asked for; no dict is built.
"""

import gc
import json

from slim import HttpError, former
from slim.url import parse_form, unquote


class Request:
    """`method`, decoded `path`, the `head` as it came, and `response`, where the answer goes.

    What frames the message is parsed at once: ValueError, which is a 400, or another HttpError if
    it is wrong, IndexError if the head is not complete.
    """

    max_headers = 64
    """Header lines that a head may have; more is a 431."""

    length = receive = max_body = _host = None
    """Length of the body in bytes, -1 when it comes in chunks, None without a body. A module's
    `on_head` may set `receive`, called with (request, data) for each piece of the body, and
    `max_body`, its own limit for this body instead of the server's."""
    body = tags = _query = b""
    """The body: bytes, or a bytearray when it was too large for the client's buffer. The lines
    If-None-Match."""
    allow = ""
    """Methods that modules would have answered for this path, as in "GET, HEAD, "; for a 405."""
    route_args = {}
    """Values of the `<names>` in the route's path."""
    keep = True
    """Whether the client wants to keep the connection: an old one is told so by that line."""
    old = False
    """Whether it speaks HTTP/1.0."""
    __getattr__ = former

    def __init__(self, data: bytes, address):
        self._peer = address
        at = data.find(b"\n", 2) + 1  # not an empty line before it (RFC 9112, section 2.2)
        if not at:
            raise IndexError
        method, target, version = data[:at].split()
        if version != b"HTTP/1.1":
            if version != b"HTTP/1.0":
                raise HttpError(505)
            self.old = True
            self.keep = b": keep-alive" in data.lower() and b"Connection: keep-alive\r\n"
        self.head = data
        self.end = self._fields(data, at)
        self.method = method.decode()
        self._target(target)

    def _target(self, data):
        if b"?" in data:
            data, _, self._query = data.partition(b"?")
        if b"://" in data and data[0] != 47:  # "/": an absolute URL
            host, _, data = data.partition(b"://")[2].partition(b"/")
            self._host = host.decode()
            data = b"/" + data
        self.path = unquote(data)

    def _fields(self, data, at):
        """One pass over the header lines, for those that say how to read and answer this."""
        left = self.max_headers
        while left >= 0:
            first = data[at]
            end = data.find(b"\n", at) + 1
            if not end:
                raise IndexError
            if first < 33:
                if first != 13 and first != 10:  # a folded line
                    raise ValueError
                return end
            first |= 32  # lower case
            if first == 99 or first == 116:  # c, t
                self._field(data, at, end)
            elif first == 105 and data[at + 3 : at + 4] in b"Nn":  # i; If-None-Match
                self.tags += data[at:end]
            at = end
            left -= 1
        raise HttpError(431)

    def _field(self, data, at, end):
        length = data.find(b":", at) - at
        if data[at + length - 1] < 33:  # a space behind the name (RFC 9112, section 5.1)
            raise ValueError
        if length == 10:  # Connection
            if b"close" in data[at:end].lower():
                self.keep = False
        elif length == 14 or length == 17:
            data = data[at:end].lower()
            if data.startswith(b"content-length") or data.startswith(b"transfer-encoding"):
                data = data[length + 1 :].strip()
                right = data.isdigit() if length == 14 else data == b"chunked"
                if not right or self.length is not None:
                    raise ValueError
                self.length = int(data) if length == 14 else -1

    @property
    def host(self):
        """The host asked for, as sent ("192.168.4.1", "example.com:80"), or None."""
        return self._host or self.header("Host")

    @property
    def address(self):
        """The client's IP address, such as "192.168.4.2"."""
        peer = self._peer
        # Ports give a tuple or a raw sockaddr_in.
        return peer[0] if isinstance(peer, tuple) else "%d.%d.%d.%d" % tuple(peer[4:8])

    def header(self, name: str):
        """The first header line of this name, whatever its case; "?" if it is not UTF-8."""
        head = self.head
        key = b"\n%s:" % name.lower()
        at = head.lower().find(key, 0, self.end)
        if at < 0:
            return None
        at += len(key)
        try:
            return head[at : head.find(b"\n", at)].strip().decode()
        except ValueError:
            return "?"

    @property
    def query(self) -> dict:
        """Fields of the query string; of a repeated key the last value counts."""
        return parse_form(self._query, False)

    def form(self, many: bool = False) -> dict:
        """Fields of a urlencoded body, see `slim.url.parse_form`; HttpError (400) on bad input."""
        return parse_form(bytes(self.body), many)

    def json(self):
        """The value of a JSON body; HttpError (400, a ValueError) on bad input."""
        body = self.body.strip()
        try:
            value = json.loads(body.decode())
            if body[0] not in b"[{" or body[-1] == body[0] + 2:
                try:
                    json.loads(body + b"]")  # which closes one that json.loads lets pass
                except ValueError:
                    return value
        except ValueError:
            pass
        raise HttpError(400, "The body is invalid JSON.")


gc.collect()  # lest what compiling left behind scatter the code of the next module
