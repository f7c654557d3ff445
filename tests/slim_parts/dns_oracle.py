"""What a responder has to answer, worked out a second time, and queries to try it with."""

import random
import struct

ADDRESS = bytes((192, 168, 4, 1))
FORMERR, NOTIMP = 1, 4
_TYPES = (1, 1, 1, 255, 28, 65, 64, 15, 16, 33, 43, 6, 12, 2, 5, 0, 65535)
_CLASSES = (1, 1, 1, 1, 1, 3, 4, 255, 254, 0)


def expected(query):
    """None for no reply, else (response code, bytes of the question, whether with the address)."""
    if len(query) < 12 or query[2] & 0x80:
        return None
    if (query[2] >> 3) & 15:
        return NOTIMP, b"", False
    (questions,) = struct.unpack(">H", query[4:6])
    end = _question_end(query[:271])
    if questions != 1 or end is None:
        return FORMERR, b"", False
    qtype, qclass = struct.unpack(">HH", query[end - 4 : end])
    return 0, query[12:end], qclass == 1 and qtype in (1, 255)


def _question_end(query):
    at = 12
    while at < len(query) and query[at]:
        if query[at] > 63:
            return None
        at += 1 + query[at]
    if at >= len(query) or at + 1 - 12 > 255 or at + 5 > len(query):
        return None
    return at + 5


def check(query, reply):
    """Holds a reply (None for none) against what is expected, byte for byte."""
    wanted = expected(query)
    if wanted is None or reply is None:
        assert wanted is None and reply is None, (query, reply)
        return
    code, question, address = wanted
    flags = (0x8480 | (query[2] & 0x79) << 8 | code).to_bytes(2, "big")
    counts = struct.pack(">HHHH", bool(question), address, 0, 0)
    record = b"\xc0\x0c\0\1\0\1\0\0\0\x0a\0\4" + ADDRESS if address else b""
    assert reply == query[:2] + flags + counts + question + record, (query, reply)


class Queries:
    """Queries from a seed: right ones, damaged ones and rubbish."""

    def __init__(self, seed):
        self._random = random.Random(seed)

    def __iter__(self):
        while True:
            query = self._right()
            for _ in range(self._random.choice((0, 0, 1, 1, 2, 5))):
                query = self._damaged(query)
            yield query

    def _right(self):
        pick = self._random
        labels = [self._label() for _ in range(pick.choice((0, 1, 2, 3, 3, 4, 30, 127)))]
        name = b"".join(bytes((len(label),)) + label for label in labels) + b"\0"
        edns = pick.random() < 0.4
        opcode = pick.choice((0,) * 20 + tuple(range(16)))
        flags = opcode << 11 | pick.choice((0x0100, 0x0120, 0x0010, 0, 0x0300))
        count = pick.choice((1,) * 30 + (0, 2, 256, 65535))
        head = struct.pack(">HHHHHH", pick.randrange(65536), flags, count, 0, 0, edns)
        kind = struct.pack(">HH", pick.choice(_TYPES), pick.choice(_CLASSES))
        option = b"\0\0\x29\x04\xd0\0\0\x80\0\0\x0c\0\x0a\0\x08" + pick.randbytes(8)
        return head + name + kind + (option if edns else b"")

    def _label(self):
        pick = self._random
        size = pick.choice((1, 2, 3, 7, 17, 63))
        if pick.random() < 0.1:
            return pick.randbytes(size)
        return bytes(pick.choice(b"abcxyzABCXYZ0123456789-_") for _ in range(size))

    def _damaged(self, query):
        pick = self._random
        at = pick.randrange(len(query) + 1)
        return pick.choice(
            (
                query[:at],
                query[:at] + pick.randbytes(pick.randrange(1, 20)) + query[at:],
                query[:at] + bytes((pick.choice((0, 1, 63, 64, 192, 255)),)) + query[at + 1 :],
                query[:at] + query[at + pick.randrange(1, 9) :],
                query + pick.randbytes(pick.randrange(600)),
                pick.randbytes(pick.randrange(40)),
            )
        )
