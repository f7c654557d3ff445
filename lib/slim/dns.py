"""A DNS responder that knows one kind of answer: an IPv4 address.

    loop.add(MicroDNSSrv(b"\\xc0\\xa8\\x04\\x01", loop.poller))     # all names lead here

`question`, `name`, `answer` and `reply` take a packet (RFC 1035, 4.1). Phones in a portal need it
so: silence costs 15 s a name, NXDOMAIN denies it for all types, SERVFAIL stays for minutes.
"""

import select
import socket

from slim import guard, listen

_HEADER = const(12)  # bytes before the question
# Name as in the question, type A, class IN, 10 s to live (it may outlast the network), 4 bytes.
_RECORD = const(b"\xc0\x0c\0\1\0\1\0\0\0\x0a\0\4")

# The last question for an address, with flags and counts, where it ended, and its name once that
# was needed: phones ask again and again.
_asked = bytes(300)  # none yet: no datagram is that long
# Built-in names are looked for last, and one by one: these cost a query some hundred instructions.
_bytearray, _callable, _len = bytearray, callable, len
# Frames of more than 11 words (locals, stack, handlers) would come from the heap: none here does.


def question(packet: bytes) -> int:
    """The index behind the first question; 0 if it is cut short, or its name no plain one."""
    at = _HEADER
    last = _len(packet) - 5  # the root's zero stands here at most: type and class follow
    while at <= last:
        length = packet[at]
        if not length:
            return at + 5 if at < 267 else 0  # 255 bytes with length bytes and zero (2.3.4)
        at += length + 1 if length < 64 else last  # no name: a pointer, or rubbish
    return 0


def name(packet: bytes, end: int) -> str:
    """The name in a question that ends at `end`, in lower case, without the root's dot."""
    text = _bytearray(packet[13 : end - 5].lower())  # a length byte (1 to 63) is no letter
    end -= 18
    at = packet[_HEADER]
    while at < end:
        text[at], at = 46, at + text[at] + 1
    try:
        return text.decode()
    except ValueError:  # a name may hold any bytes (RFC 2181, section 11): read as Latin-1
        while end:  # not by `chr`, which keeps each character that it makes for ever
            end -= 1
            at = text[end]
            if at >> 7:
                text[end : end + 1] = bytes((192 | at >> 6, at & 191))
        return text.decode()


def answer(packet: bytes, end: int, address=None) -> bytearray:
    """The reply to the question that ends at `end`: with an address, or without any record.

    ValueError if the address is not 4 bytes.
    """
    data = _bytearray(packet)
    # QR and AA set, TC clear, RD as asked; RA set, or resolvers on the way complain.
    data[2:12] = b"\x84\x80\0\1\0\0\0\0\0\0"
    data[2] = 0x84 | packet[2] & 1
    data[end:] = _RECORD if address else b""
    if address:
        if _len(address) != 4:
            raise ValueError("not 4 bytes")
        data[7] = 1
        data += address
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
            # Without the question: QR and AA, opcode and RD as asked; RA, and NOTIMP or FORMERR.
            flags = 0x84 | packet[2] & 0x79, 0x84 if packet[2] & 0x78 else 0x81
            return packet[:2] + bytes(flags) + bytes(8)
        if packet[end - 4 : end] not in (b"\0\1\0\1", b"\0\xff\0\1"):
            return answer(packet, end)
        _asked = packet[2:end]
        _end, _name = end, None
    if _callable(resolve):
        if _name is None:
            _name = name(packet, _end)
        resolve = resolve(_name)
    return answer(packet, _end, resolve)


class MicroDNSSrv:
    """Answers on a UDP port as `reply` says; OSError if the port is taken."""

    batch = 8
    """Datagrams answered in a turn: more than lwIP queues (6), yet a flood lets others work."""

    def __init__(self, resolve, poller, address="", port=53):
        self.resolve = resolve
        self._where = poller, address, port
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        own = select.poll()  # tells if there is more: EAGAIN would cost three times as much
        own.register(sock, 1)  # POLLIN
        listen(sock, address, port, poller)
        self.socket, self._own = sock, own

    def pump(self, sock, event):
        """Answer what has arrived if the socket is this responder's; it never raises."""
        if sock is not self.socket:
            return self.pump_expire()
        for _ in range(self.batch):
            event = self._serve()
            if event:
                guard("no answer", self._answer, event)
            for _ in self._own.ipoll(0):
                break
            else:
                break
        return True

    def pump_expire(self) -> None:
        """Take the port again if it had to be given up; `pump` does so too."""
        if self.socket is None and self._where:
            try:
                self.__init__(self.resolve, *self._where)
            except (OSError, MemoryError):
                pass  # in a later turn

    def _serve(self):
        # What could not be answered: to bind the exception here would cost each query a frame.
        packet = None
        try:
            packet = self.socket.recvfrom(271)  # header, longest name, type, class: enough
            self._answer(packet)
        except OSError:
            pass  # nothing there after all, the phone has gone, or no room: it asks again
        except Exception:  # noqa: BLE001 - a bug in the caller's function must not end the loop
            return packet

    def _answer(self, packet):
        packet, address = packet
        if not packet:  # an ESP32's socket takes that for its end, and gives nothing else any more
            self.shutdown(self._where[0], self._where)
            return self.pump_expire()
        packet = reply(packet, self.resolve)
        if packet:
            self.socket.sendto(packet, address)

    def shutdown(self, poller, again=None) -> None:
        """Stop answering and free the port; a second call does nothing."""
        self._where = again
        sock, self.socket = self.socket, None
        if sock:
            poller.unregister(sock)
            self._own.unregister(sock)  # ports do not agree on what polling a closed one is
            sock.close()

    @staticmethod
    def ip_bytes(address: str) -> bytes:
        """`"192.168.4.1"` as the 4 bytes of an answer; ValueError if it is none."""
        data = bytes(map(int, address.split(".")))
        if len(data) != 4:
            raise ValueError(address)
        return data

    ipV4StrToBytes = ip_bytes  # the founding library's name
