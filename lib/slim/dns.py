"""A DNS responder that knows one kind of answer: the IPv4 address a function gives for a name.

    dns = MicroDNSSrv(lambda name: MicroDNSSrv.ipV4StrToBytes("192.168.4.1"), loop.poller)
    loop.add(dns)

`question`, `answer` and `reply` take a packet (RFC 1035 section 4.1) and touch no socket. It knows
nothing of portals: that all names lead to one address is the function's doing.

Every question but a malformed one is answered, most with no record (NODATA): silence costs a
browser 15 s a name, NXDOMAIN would deny the name for all types, and SERVFAIL is kept for minutes.
"""

import logging
import select
import socket

from micropython import const

_HEADER = const(12)  # bytes before the question
_NAME_MAX = const(
    255
)  # bytes of a name with its length bytes and the root's zero (RFC 1035, 2.3.4)
_PACKET_MAX = const(271)  # header, longest name, type and class: what follows is never looked at
_TYPE_A = const(1)
_TYPE_ANY = const(255)
_CLASS_IN = const(1)
_FORMERR = const(1)
_NOTIMP = const(4)

# Counts of questions, answers, authorities, additionals.
_NO_RECORDS = b"\0\0\0\0\0\0\0\0"
_QUESTION_ONLY = b"\0\1\0\0\0\0\0\0"
_QUESTION_AND_ANSWER = b"\0\1\0\1\0\0\0\0"

# Name as in the question, type A, class IN, 10 s to live (phones keep it across networks), 4 bytes.
_RECORD = b"\xc0\x0c\0\1\0\1\0\0\0\x0a\0\4"

_log = logging.getLogger("dns")


def question(packet: bytes) -> tuple:
    """The first question of a query: (name in lower case, type, class, index of its end).

    Raises ValueError if it is cut short, or its name is compressed or too long.
    """
    labels = []
    end = _HEADER
    size = len(packet)
    while end < size and packet[end]:
        length = packet[end]
        if length > 63:
            raise ValueError("no plain label")
        labels.append(packet[end + 1 : end + 1 + length])
        end += 1 + length
    if end + 5 > size or end >= _HEADER + _NAME_MAX:
        raise ValueError("question cut short or name too long")
    qtype = packet[end + 1] << 8 | packet[end + 2]
    qclass = packet[end + 3] << 8 | packet[end + 4]
    return _text(b".".join(labels)).lower(), qtype, qclass, end + 5


def answer(packet: bytes, end: int = _HEADER, code: int = 0, address=None) -> bytes:
    """The reply to a query: its header turned round and its question, which reaches up to `end`
    (without it: no question), the response code, and an A record if there is an address."""
    counts = _NO_RECORDS if end == _HEADER else _QUESTION_ONLY
    record = b""
    if address:
        counts = _QUESTION_AND_ANSWER
        record = _RECORD + address
    # QR and AA set, opcode and RD as asked, TC clear; RA set, Z clear (RFC 1035, 4.1.1).
    flags = bytes((0x84 | packet[2] & 0x79, 0x80 | code))
    return packet[:2] + flags + counts + packet[_HEADER:end] + record


def reply(packet: bytes, resolve):
    """What to send back for a datagram, or None for nothing.

    `resolve(name)` gives 4 bytes, or anything false for a name without address. It is asked only
    for type A or ANY of the Internet class; all others have no data.
    """
    if len(packet) < _HEADER or packet[2] & 0x80:  # no query: answering one could go on for ever
        return None
    if packet[2] & 0x78:
        return answer(packet, code=_NOTIMP)
    if packet[4] or packet[5] != 1:
        return answer(packet, code=_FORMERR)
    try:
        name, qtype, qclass, end = question(packet)
    except ValueError:
        return answer(packet, code=_FORMERR)
    address = None
    if qclass == _CLASS_IN and (qtype == _TYPE_A or qtype == _TYPE_ANY):
        address = _resolved(resolve, name)
    return answer(packet, end, 0, address)


def _resolved(resolve, name):
    try:
        address = resolve(name)
        if not address or len(address) == 4:
            return address
        _log.error("resolve gave %d bytes, not 4", len(address))
    except Exception as error:
        _log.exception("resolve failed", exc_info=error)


def _text(name):
    try:
        return name.decode()
    except UnicodeError:  # any bytes make a label (RFC 2181, 11)
        return "".join(chr(byte) if byte < 128 else "\ufffd" for byte in name)


class MicroDNSSrv:
    """Answers on a UDP port; feed it from a loop with `pump`, end it with `shutdown`.

    `resolve(name)`: see `reply`. Raises OSError if the port is taken.
    """

    batch = 8
    """Datagrams answered in one turn: more than lwIP queues (6), so that none is lost, and few
    enough that a flood cannot keep the other services waiting."""

    def __init__(self, resolve, poller, address="", port=53):
        self._resolve = resolve
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._socket.setblocking(False)
            self._socket.bind(socket.getaddrinfo(address or "0.0.0.0", port)[0][-1])
        except OSError:
            self._socket.close()
            raise
        poller.register(self._socket, select.POLLIN)

    def pump(self, sock, event) -> bool:
        """Answer what has arrived if the socket is this responder's. Never raises OSError."""
        if sock is not self._socket:
            return False
        for _ in range(self.batch):
            try:
                packet, address = sock.recvfrom(_PACKET_MAX)
            except OSError:  # EAGAIN: no more; any other clears itself by being read
                break
            datagram = reply(packet, self._resolve)
            if datagram:
                self._send(datagram, address)
        return True

    def _send(self, datagram, address):
        try:
            self._socket.sendto(datagram, address)
        except OSError as error:  # the phone has gone, or there is no room: it will ask again
            _log.debug("not sent: %r", error)

    def shutdown(self, poller) -> None:
        """Stop answering and free the port; a second call does nothing."""
        if self._socket:
            poller.unregister(self._socket)
            self._socket.close()
            self._socket = None

    @staticmethod
    def ip_bytes(address: str) -> bytes:
        """`"192.168.4.1"` as the 4 bytes that `resolve` returns; ValueError if it is none."""
        parts = [int(part) for part in address.split(".")]
        if len(parts) != 4:
            raise ValueError("no IPv4 address")
        return bytes(parts)

    # The founding library's name.
    ipV4StrToBytes = ip_bytes
