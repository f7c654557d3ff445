"""Finds out whether the joined network leads to the internet, without ever waiting for it.

    internet = loop.add(Internet(loop.poller, station))
    internet.ask(response)  # answered within `limit` ms with {"wifi": ..., "internet": ...}

Loaded only when it is asked for. A name is looked up and a page fetched by hand, because
`socket.getaddrinfo` would stop the loop for seconds. It knows nothing of the portal.
"""

import os
import select
import socket
from time import ticks_add, ticks_diff, ticks_ms

_TYPE_A_CLASS_IN = b"\0\1\0\1"


class Internet:
    """One probe, whose result serves everybody who asks meanwhile.

    waiting: the responses that it will answer; when there is none any more it can be let go.
    """

    host = "connectivitycheck.gstatic.com"
    """Whom to ask; a name or an IPv4 address. It must answer `path` with status 204."""
    path = "/generate_204"
    port = 80
    limit = 3000
    """Milliseconds within which an answer must have come."""

    def __init__(self, poller, station):
        self._poller, self._station = poller, station
        self._socket = None
        self.waiting = []

    def ask(self, response) -> None:
        """Answer this response when the result is there."""
        self.waiting.append(response)
        if self._socket is None:
            self._until = ticks_add(ticks_ms(), self.limit)
            self._step(self._begin)

    def pump(self, sock, event) -> bool:
        """Take what arrived, if the socket is this one's."""
        if sock is not self._socket:
            return False
        self._step(self._next)
        return True

    def pump_expire(self) -> None:
        """End a probe that has taken too long."""
        if self._socket is not None and ticks_diff(ticks_ms(), self._until) >= 0:
            self._end(False)

    def shutdown(self, poller) -> None:
        """Give the socket back."""
        self._drop()
        self.waiting.clear()

    def _step(self, action):
        try:
            action()
        except (OSError, ValueError, IndexError, MemoryError):
            self._end(False)

    def _begin(self):
        if self.host.replace(".", "").isdigit():
            return self._connect(self.host)
        server = socket.getaddrinfo(self._station.wlan.ifconfig()[3], 53)[0][-1]
        self._open(socket.SOCK_DGRAM, select.POLLIN, self._take_name)
        self._id = os.urandom(2)
        self._socket.sendto(question(self._id, self.host), server)

    def _take_name(self):
        packet, _ = self._socket.recvfrom(512)
        if packet[:2] == self._id:
            self._drop()
            self._connect(address_in(packet))

    def _connect(self, address):
        target = socket.getaddrinfo(address, self.port)[0][-1]
        self._open(socket.SOCK_STREAM, select.POLLOUT, self._ask)
        try:
            self._socket.connect(target)
        except OSError as error:
            if error.errno not in (115, 119):  # EINPROGRESS, of lwIP and of ESP-IDF
                raise

    def _ask(self):
        head = "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n" % (self.path, self.host)
        self._socket.send(head.encode())
        self._poller.modify(self._socket, select.POLLIN)
        self._next = self._take_answer

    def _take_answer(self):
        said = self._socket.recv(12)
        self._end(said[9:12] == b"204")

    def _open(self, kind, events, following):
        self._next = following
        self._socket = socket.socket(socket.AF_INET, kind)
        self._socket.setblocking(False)
        self._poller.register(self._socket, events)

    def _drop(self):
        if self._socket is not None:
            sock, self._socket = self._socket, None
            self._poller.unregister(sock)
            try:
                sock.close()
            except OSError:
                pass  # it has gone all the same

    def _end(self, result):
        self._drop()
        said = {"wifi": self._station.is_joined(), "internet": result}
        while self.waiting:
            self.waiting.pop().json(said)


def question(number: bytes, name: str) -> bytes:
    """A DNS query for a name's IPv4 address (RFC 1035, 4.1)."""
    labels = b"".join(bytes((len(part),)) + part.encode() for part in name.split("."))
    return number + b"\1\0\0\1\0\0\0\0\0\0" + labels + b"\0" + _TYPE_A_CLASS_IN


def address_in(packet: bytes) -> str:
    """The first IPv4 address in a reply; ValueError or IndexError if there is none."""
    at = _skip_name(packet, 12) + 4
    for _ in range(packet[7]):
        at = _skip_name(packet, at)
        size = packet[at + 8] << 8 | packet[at + 9]
        if packet[at : at + 4] == _TYPE_A_CLASS_IN and size == 4:
            return ".".join(str(packet[at + 10 + index]) for index in range(4))
        at += 10 + size
    raise ValueError("no address")


def _skip_name(packet, at):
    while packet[at]:
        if packet[at] & 0xC0:
            return at + 2
        at += 1 + packet[at]
    return at + 1
