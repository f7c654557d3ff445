"""A DNS responder that knows one kind of answer: an IPv4 address.

    loop.add(MicroDNSSrv(b"\\xc0\\xa8\\x04\\x01", loop.poller))     # all names lead here

`question`, `name`, `answer` and `reply` take a packet (RFC 1035, 4.1) and touch no socket. It
knows nothing of portals, but answers as phones in one need it: silence costs a browser 15 s a
name, NXDOMAIN denies it for all types, SERVFAIL is remembered for minutes.
"""

import select
import socket

from micropython import const

from slim import listen, log

_HEADER = const(12)  # bytes before the question
_NAME_MAX = const(255)  # bytes of a name, length bytes and the root's zero included (2.3.4)
_PACKET_MAX = const(271)  # header, longest name, type and class: what follows is never looked at
_FORMERR = const(1)
_NOTIMP = const(4)

# Name as in the question, type A, class IN, 10 s to live (it may outlast the network), 4 bytes.
_RECORD = const(b"\xc0\x0c\0\1\0\1\0\0\0\x0a\0\4")

# The last question for an address, with flags and counts, where it ended, and its name once that
# was needed: phones ask again and again.
_asked = b"\xff"
_end = _name = None
# On the way of a query no function has more than 11 words of locals, stack and handlers:
# MicroPython takes a larger frame from the heap at each call.


def question(packet: bytes) -> int:
    """The index behind the first question; 0 if it is cut short, or its name no plain one."""
    at = _HEADER
    last = len(packet) - 5  # the root's zero stands here at most: type and class follow
    while at <= last:
        length = packet[at]
        if not length:
            return at + 5 if at < _HEADER + _NAME_MAX else 0
        if length > 63:
            break
        at += length + 1
    return 0


def name(packet: bytes, end: int) -> str:
    """The name in a question that ends at `end`, in lower case, without the root's dot."""
    text = bytearray(packet[13 : end - 5].lower())  # a length byte (1 to 63) is no letter
    at = packet[_HEADER]
    while at < len(text):
        length = text[at]
        text[at] = 46
        at += length + 1
    try:
        return text.decode()
    except UnicodeError:  # RFC 2181, section 11
        return "".join([chr(byte) if byte < 128 else "\ufffd" for byte in text])


def answer(packet: bytes, end: int, address: bytes) -> bytearray:
    """The reply with an address (ValueError if it is not 4 bytes); the question ends at `end`."""
    if len(address) != 4:
        raise ValueError("not 4 bytes")
    data = bytearray(packet)
    # QR and AA set, TC clear, RD as asked; RA set, or resolvers on the way complain.
    data[2:12] = b"\x84\x80\0\1\0\1\0\0\0\0"
    data[2] = 0x84 | packet[2] & 1
    data[end:] = _RECORD
    data.extend(address)
    return data


def no_answer(packet: bytes, end: int, code: int = 0) -> bytearray:
    """The reply with the question up to `end` (12: without it) and no record; code 0: no data."""
    data = bytearray(packet[:end])
    data[2:12] = b"\x84\x80\0\1\0\0\0\0\0\0"
    data[2] |= packet[2] & 0x79  # opcode and RD as asked
    data[3] |= code
    data[5] = end > _HEADER
    return data


def reply(packet: bytes, resolve):
    """What to send back for a datagram, or None for nothing.

    `resolve` is the address of all names (4 bytes), or a function of the name that gives them, or
    something false for a name without address. It counts for type A and ANY, class IN.
    """
    global _asked, _end, _name
    if not packet.startswith(_asked, 2):
        end = question(packet)
        if not end or packet[2] & 0xF8 or packet[4] or packet[5] != 1:
            if len(packet) < _HEADER or packet[2] & 0x80:  # to answer replies could go on for ever
                return None
            return no_answer(packet, _HEADER, _NOTIMP if packet[2] & 0x78 else _FORMERR)
        if not (
            packet.startswith(b"\0\1\0\1", end - 4) or packet.startswith(b"\0\xff\0\1", end - 4)
        ):
            return no_answer(packet, end)
        _asked = packet[2:end]
        _end = end
        _name = None
    if callable(resolve):
        if _name is None:
            _name = name(packet, _end)
        resolve = resolve(_name)
    return answer(packet, _end, resolve) if resolve else no_answer(packet, _end)


class MicroDNSSrv:
    """Answers on a UDP port as `reply` says; OSError if the port is taken."""

    batch = 8
    """Datagrams answered in one turn: more than lwIP queues (6), so that none is lost, and few
    enough that a flood cannot keep the other services waiting."""

    def __init__(self, resolve, poller, address="", port=53):
        self.resolve = resolve
        self.socket = sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        listen(sock, address, port, poller)
        self._own = select.poll()  # tells if there is more: EAGAIN would cost three times as much
        self._own.register(sock, 1)  # POLLIN

    def pump(self, sock, event) -> bool:
        """Answer what has arrived if the socket is this responder's; it never raises."""
        if sock is not self.socket:
            return False
        for _ in range(self.batch):
            self._serve()
            for _ in self._own.ipoll(0):
                break
            else:
                break
        return True

    def _serve(self, received=None):
        try:
            received = self.socket.recvfrom(_PACKET_MAX)
            self._answer(received)
        except OSError:
            pass  # nothing there after all, the phone has gone, or no room: it asks again
        except Exception:  # noqa: BLE001 - a bug in the caller's function must not end the loop
            self._explain(received)

    def _answer(self, received):
        packet, address = received
        packet = reply(packet, self.resolve)
        if packet:
            self.socket.sendto(packet, address)

    def _explain(self, received):
        # To bind the exception in `_serve` would cost each query a frame: so it is raised again.
        try:
            self._answer(received)
        except Exception as error:  # noqa: BLE001
            log("no answer", error)

    def shutdown(self, poller) -> None:
        """Stop answering and free the port; a second call does nothing."""
        if self.socket:
            poller.unregister(self.socket)
            self.socket.close()
            self.socket = None

    @staticmethod
    def ip_bytes(address: str) -> bytes:
        """`"192.168.4.1"` as the 4 bytes of an answer; ValueError if it is none."""
        data = bytes(map(int, address.split(".")))
        if len(data) != 4:
            raise ValueError(address)
        return data

    # The founding library's name.
    ipV4StrToBytes = ip_bytes
