"""A request: its head, read on demand from the bytes that came, and its body.

    def hello(request):
        name = request.query.get("name") or request.form().get("name", "world")
        request.response.json({"hello": name})

It does no I/O: bytes in, values out. Header lines are looked up when asked for; no dict is built.
"""

import json

from slim.status import HttpError
from slim.url import parse_form, unquote

CHUNKED = -1


class Request:
    """Method, target and framing are parsed at once; HttpError says what is wrong with them."""

    max_headers = 64
    """Header lines that a head may have; more is a 431."""

    body = b""
    """The body: bytes, or a bytearray when it was too large for the client's buffer."""
    length = 0
    """Length of the body in bytes; CHUNKED (-1) when it is not known beforehand."""
    expects = False
    """Whether the client waits for "100 Continue" before it sends the body."""
    receive = None
    """Set by a module's `on_head`: called with (request, data) for each piece of the body."""
    max_body = None
    """Set by a module's `on_head`: its own limit for this body instead of the server's."""
    allow = ""
    """Methods that modules would have answered for this path: "GET, HEAD", for a 405."""
    route_args = {}
    """Values of the `<names>` in the route's path."""
    response = None
    """Where the answer goes."""

    def __init__(self, head: bytes, address=None):
        self._head = head
        self._address = address
        end = head.find(b"\n")
        try:
            self.method, target, version = head[:end].decode().split()
        except ValueError:
            raise HttpError(400, "This is no HTTP request.")
        if not version.startswith("HTTP/1."):
            raise HttpError(505 if version.startswith("HTTP/") else 400, "Speak HTTP/1.1.")
        self.old = version == "HTTP/1.0"
        self.keep = not self.old
        self._host = None
        self._read_fields(end + 1)
        self._read_target(target)

    def _read_target(self, target):
        """Take origin-form and absolute-form apart; "*" and authorities stay as they are."""
        if target[0] != "/":
            cut = target.find("://")
            if cut >= 0:
                host = target[cut + 3 :]
                cut = host.find("/")
                target = host[cut:] if cut >= 0 else "/"
                self._host = (host[:cut] if cut >= 0 else host).encode()
        cut = target.find("?")
        self.query_string = ""
        if cut >= 0:
            self.query_string = target[cut + 1 :]
            target = target[:cut]
        if "%" in target:
            try:
                target = unquote(target.encode())
            except ValueError:
                raise HttpError(400, "The path is not valid.")
        self.path = target

    def _read_fields(self, at):
        """One pass over the header lines, for what frames the message (RFC 9112, section 6)."""
        head = self._head
        count = 0
        length = None
        while head[at] > 32:
            first = head[at] | 32  # lower case
            if first == 99:  # c
                name = head[at : at + 15].lower()
                if name == b"content-length:":
                    length = self._read_length(self._value(at + 15), length)
                elif name.startswith(b"connection:"):
                    self._read_connection(self._value(at + 11).lower())
            elif first == 104:  # h
                if head[at : at + 5].lower() == b"host:":
                    self._host = self._value(at + 5)
            elif first == 116:  # t
                if head[at : at + 18].lower() == b"transfer-encoding:":
                    self._read_coding(self._value(at + 18).lower())
            elif first == 101 and head[at : at + 7].lower() == b"expect:":
                self.expects = True
            at = head.find(b"\n", at) + 1
            count += 1
        if count > self.max_headers:
            raise HttpError(431, "There are too many header lines.")
        if head[at] == 32 or head[at] == 9 or (length is not None and self.length == CHUNKED):
            raise HttpError(400, "The header lines are not valid.")
        self.length = self.length or length or 0

    def _value(self, at):
        return self._head[at : self._head.find(b"\n", at)].strip()

    def _read_length(self, value, before):
        if before is not None or not value.isdigit():
            raise HttpError(400, "The Content-Length is not valid.")
        return int(value)

    def _read_connection(self, value):
        if b"close" in value:
            self.keep = False
        elif b"keep-alive" in value:
            self.keep = True

    def _read_coding(self, value):
        if value != b"chunked" or self.length:
            raise HttpError(501, "This transfer coding is not known here.")
        self.length = CHUNKED

    @property
    def host(self):
        """The host asked for, as sent ("192.168.4.1", "example.com:80"), or None."""
        return None if self._host is None else _text(self._host)

    @property
    def address(self):
        """The client's IP address, such as "192.168.4.2"."""
        peer = self._address
        if isinstance(peer, tuple):
            return peer[0]
        return "%d.%d.%d.%d" % tuple(peer[4:8])  # the unix port gives a raw sockaddr_in

    def header(self, name: str):
        """The first header line of this name, whatever its case; None without one."""
        key = b"\n" + name.lower().encode() + b":"
        at = self._head.lower().find(key)
        return None if at < 0 else _text(self._value(at + len(key)))

    @property
    def query(self) -> dict:
        """Fields of the query string; of a repeated key the last value counts."""
        return self._fields(self.query_string.encode(), False)

    def form(self, many: bool = False) -> dict:
        """Fields of a urlencoded body, see `slim.url.parse_form`; HttpError (400) on bad input."""
        return self._fields(bytes(self.body), many)

    def _fields(self, data, many):
        try:
            return parse_form(data, many)
        except ValueError:
            raise HttpError(400, "The form is not valid.")

    def json(self):
        """The value of a JSON body; HttpError (400, a ValueError) on bad input."""
        try:
            return json.loads(self.body.decode())
        except ValueError:
            raise HttpError(400, "The body is not valid JSON.")

    def __getattr__(self, name):
        # Names of the founding library, in a module that is loaded only when one is used.
        from slim.founding import request_attribute

        return request_attribute(self, name)


def _text(value):
    try:
        return value.decode()
    except ValueError:
        return "".join([chr(byte) for byte in value])
