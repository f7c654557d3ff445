"""The DNS responder's packets, and its one socket."""

import gc
import select
import socket

import slim
from micro_dns_srv import MicroDNSSrv
from raising import raises
from slim import dns

ADDRESS = b"\xc0\xa8\x04\x01"
A, ANY, IN = 1, 255, 1
FORMERR, NOTIMP = 1, 4


def packet(labels, qtype=A, qclass=IN, flags=0x0100, counts=(1, 0, 0, 0), tail=b""):
    """A query as a resolver sends it."""
    name = b"".join([bytes((len(label),)) + label for label in labels]) + b"\0"
    numbers = (0x1234, flags) + counts
    head = b"".join([bytes((number >> 8, number & 255)) for number in numbers])
    return head + name + bytes((qtype >> 8, qtype & 255, qclass >> 8, qclass & 255)) + tail


WWW = (b"www", b"example", b"com")
OPT = b"\0\0\x29\x04\xd0\0\0\0\0\0\x0c\0\x0a\0\x08cookie!!"


def ask(query, resolve=ADDRESS):
    """(code, question bytes, address or None) of the reply, its header checked on the way."""
    data = bytes(dns.reply(query, resolve))
    assert len(data) <= 512
    assert data[:2] == query[:2]
    assert data[2] & 0xF9 == 0x80 | query[2] & 0x79, "QR set, opcode and RD as asked"
    assert data[2] & 2 == 0, "TC"
    assert data[3] & 0xF0 == 0x80, "RA set, Z clear"
    questions, answers = data[5], data[7]
    assert (data[4], data[6], data[8:12]) == (0, 0, b"\0\0\0\0")
    rest = data[12:]
    address = None
    if answers:
        assert rest[-16:-6] == b"\xc0\x0c\0\1\0\1\0\0\0\x0a" and rest[-6:-4] == b"\0\4"
        rest, address = rest[:-16], rest[-4:]
    assert bool(rest) == bool(questions)
    return data[3] & 15, rest, address


def test_a_name_has_the_address():
    query = packet(WWW)
    assert ask(query) == (0, query[12:], ADDRESS)


def test_the_root_has_it_too():
    query = packet(())
    assert ask(query) == (0, query[12:], ADDRESS)


def test_letter_case_comes_back_as_it_was():
    query = packet((b"wWw", b"eXAMple", b"COM"))
    assert ask(query)[1] == query[12:]


def test_any_asks_for_an_address_as_well():
    assert ask(packet(WWW, ANY))[2] == ADDRESS


def test_other_types_have_no_data():
    for qtype in (
        2,
        5,
        6,
        12,
        15,
        16,
        28,
        33,
        35,
        43,
        48,
        64,
        65,
        99,
        252,
        256,
        257,
        0x0101,
        65535,
    ):
        query = packet(WWW, qtype)
        assert ask(query) == (0, query[12:], None), qtype


def test_other_classes_have_no_address():
    for qclass in (0, 2, 3, 4, 254, 255, 257, 65535):
        for qtype in (A, ANY):
            assert ask(packet(WWW, qtype, qclass))[2] is None, (qtype, qclass)


def test_not_one_question_is_a_format_error():
    for count in (0, 2, 3, 256, 257, 65535):
        assert ask(packet(WWW, counts=(count, 0, 0, 0))) == (FORMERR, b"", None), count


def test_other_opcodes_are_not_implemented():
    for opcode in range(1, 16):
        flags = 0x0100 | opcode << 11
        assert ask(packet(WWW, flags=flags)) == (NOTIMP, b"", None), opcode


def test_a_reply_is_never_answered():
    assert dns.reply(packet(WWW, flags=0x8180), ADDRESS) is None
    assert dns.reply(dns.reply(packet(WWW), ADDRESS), ADDRESS) is None
    assert dns.reply(packet(WWW, flags=0xA900), ADDRESS) is None


def test_a_reply_is_not_answered_before_any_question_either():
    import sys

    known = sys.modules.pop("slim.dns")
    try:
        from slim.dns import reply

        assert reply(packet(WWW, flags=0xFF00), ADDRESS) is None
    finally:
        sys.modules["slim.dns"] = known


def test_recursion_desired_comes_back():
    assert dns.reply(packet(WWW, flags=0), ADDRESS)[2] & 1 == 0
    assert dns.reply(packet(WWW, flags=0x0100), ADDRESS)[2] & 1 == 1
    assert dns.reply(packet(WWW, 28, flags=0), ADDRESS)[2] & 1 == 0


def test_edns_is_ignored():
    query = packet(WWW, counts=(1, 0, 0, 1), tail=OPT)
    assert ask(query) == (0, packet(WWW)[12:], ADDRESS)
    query = packet(WWW, 28, counts=(1, 0, 0, 1), tail=OPT)
    assert ask(query) == (0, packet(WWW, 28)[12:], None)


def test_what_is_cut_short_is_a_format_error_or_nothing():
    query = packet(WWW)
    for size in range(len(query)):
        if size < 12:
            assert dns.reply(query[:size], ADDRESS) is None, size
        else:
            assert ask(query[:size]) == (FORMERR, b"", None), size


def test_a_pointer_or_a_long_label_is_a_format_error():
    head = packet(())[:12]
    for first in (0x40, 0x7F, 0x80, 0xC0, 0xFF):
        query = head + bytes((first, 12)) + bytes(255) + b"\0\0\1\0\1"
        assert ask(query) == (FORMERR, b"", None), first
    assert ask(head + b"\3www\xc0\x0c\0\1\0\1") == (FORMERR, b"", None)


def test_the_longest_name_is_answered_and_a_longer_one_is_not():
    longest = [b"a" * 63] * 3 + [b"b" * 61]
    query = packet(longest)
    assert len(query) == 12 + 255 + 4
    assert ask(query) == (0, query[12:], ADDRESS)
    assert ask(packet([b"a" * 63] * 3 + [b"b" * 62])) == (FORMERR, b"", None)
    assert ask(packet([b"a"] * 127))[2] == ADDRESS
    assert ask(packet([b"a"] * 128)) == (FORMERR, b"", None)


def test_a_function_is_asked_with_the_name_in_lower_case():
    asked = []

    def resolve(name):
        asked.append(name)
        return ADDRESS

    ask(packet((b"WWW", b"Ex-ample_1", b"COM")), resolve)
    ask(packet(()), resolve)
    ask(packet((b"localhost",)), resolve)
    ask(packet((b"a" * 63, b"b")), resolve)
    ask(packet((b"b\xc3\xbccher", b"example")), resolve)
    assert asked == [
        "www.ex-ample_1.com",
        "",
        "localhost",
        "a" * 63 + ".b",
        "b\u00fccher.example",
    ], asked


def test_a_name_that_is_no_text_is_answered_too():
    asked = []
    query = packet((b"\xff\xfe\0x", b"com"))
    assert ask(query, lambda name: asked.append(name) or ADDRESS) == (0, query[12:], ADDRESS)
    assert asked == ["\xff\xfe\0x.com"], asked


def test_no_character_of_such_a_name_stays_in_the_heap():
    """The interpreter's `chr` keeps each for ever."""

    def ask_for(first):
        query = packet((bytes(range(first, first + 60)), b"Com"))
        name = dns.name(query, dns.question(query))
        pairs = [bytes((192 + code // 64, 128 + code % 64)) for code in query[13:73]]
        assert name.encode() == b"".join(pairs) + b".com"
        del name, query, pairs
        gc.collect()
        return gc.mem_alloc()

    ask_for(130)
    before = ask_for(130)
    assert ask_for(190) - before < 200


def test_a_function_is_asked_only_for_addresses():
    def resolve(name):
        raise AssertionError(name)

    for query in (packet(WWW, 28), packet(WWW, 12), packet(WWW, A, 3), packet(WWW, flags=0x0900)):
        assert ask(query, resolve)[2] is None


def test_a_name_without_address_has_no_data():
    for nothing in (None, b"", False):
        query = packet(WWW)
        assert ask(query, {"www.example.com": nothing}.get) == (0, query[12:], None)


def test_addresses_are_read_from_text():
    assert MicroDNSSrv.ip_bytes("192.168.4.1") == ADDRESS
    assert MicroDNSSrv.ipV4StrToBytes("4.3.2.1") == b"\4\3\2\1"
    for text in ("", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.-1", "1.2.3.x"):
        assert raises(ValueError, MicroDNSSrv.ip_bytes, text), text


class Socket:
    """A socket with datagrams in it that notes what is sent; it may fail to send."""

    def __init__(self, datagrams, error=None):
        self.datagrams = datagrams
        self.sent = []
        self.error = error

    def recvfrom(self, size):
        if not self.datagrams:
            raise OSError(11)
        return self.datagrams.pop(0)[:size], len(self.datagrams)

    def sendto(self, data, address):
        if self.error:
            raise self.error
        self.sent.append((bytes(data), address))

    def ipoll(self, timeout):
        return [1] if self.datagrams else []


def served(datagrams, resolve=ADDRESS, error=None):
    """(responder, its socket) with these datagrams waiting."""
    poller = select.poll()
    server = MicroDNSSrv(resolve, poller, "127.0.0.1", 0)
    server.shutdown(poller)
    server.socket = server._own = Socket(datagrams, error)
    return server, server.socket


def test_a_turn_answers_all_that_waits_up_to_a_bound():
    server, sock = served([packet(WWW)] * 20)
    assert server.pump(sock, select.POLLIN)
    assert len(sock.sent) == server.batch == 8
    server.pump(sock, select.POLLIN)
    server.pump(sock, select.POLLIN)
    assert len(sock.sent) == 20 and not sock.datagrams


def test_it_looks_for_no_more_when_nothing_waits():
    poller = select.poll()
    server = MicroDNSSrv(ADDRESS, poller, "127.0.0.1", 0)
    try:
        assert not list(server._own.ipoll(0))
    finally:
        server.shutdown(poller)


def test_each_answer_goes_to_who_asked():
    server, sock = served([packet(WWW), packet(WWW, 28)])
    server.pump(sock, select.POLLIN)
    assert [(data[7], address) for data, address in sock.sent] == [(1, 1), (0, 0)]


def test_another_services_socket_is_left_alone():
    server, sock = served([packet(WWW)])
    assert not server.pump(object(), select.POLLIN)
    assert len(sock.datagrams) == 1


def test_failures_of_the_socket_end_nothing():
    server, sock = served([])
    assert server.pump(sock, select.POLLIN)
    server, sock = served([packet(WWW), packet(WWW)], error=OSError(12))
    assert server.pump(sock, select.POLLIN)
    assert not sock.datagrams


def test_a_function_that_raises_is_logged_and_ends_nothing():
    logged = []

    def write(text, error):
        logged.append((text, error.args))

    def resolve(name):
        if name == "www.example.com":
            raise ValueError("broken")
        return ADDRESS

    real, slim.log = slim.log, write
    try:
        server, sock = served([packet(WWW), packet((b"other",))], resolve)
        assert server.pump(sock, select.POLLIN)
    finally:
        slim.log = real
    assert len(sock.sent) == 1 and sock.sent[0][0][-4:] == ADDRESS
    assert logged == [("no answer", ("broken",))], logged


def test_an_address_of_the_wrong_length_is_logged_and_not_sent():
    logged = []

    def write(text, error):
        logged.append(error)

    real, slim.log = slim.log, write
    try:
        for wrong in (b"\1\2\3", b"\1\2\3\4\5", "192.168.4.1", 5):
            server, sock = served([packet(WWW)], {"www.example.com": wrong}.get)
            assert server.pump(sock, select.POLLIN)
            assert not sock.sent, wrong
    finally:
        slim.log = real
    assert len(logged) == 4, logged


def test_a_taken_port_is_an_error_that_leaves_nothing_behind():
    poller = select.poll()
    socks = []
    taken = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for port in range(20000, 20100):
        address = socket.getaddrinfo("127.0.0.1", port)[0][-1]
        try:
            taken.bind(address)
            break
        except OSError:
            socks.append(port)
    assert raises(OSError, MicroDNSSrv, ADDRESS, poller, "127.0.0.1", port)
    assert not poller.poll(0)
    taken.close()
    server = MicroDNSSrv(ADDRESS, poller, "127.0.0.1", port)
    server.shutdown(poller)
    server.shutdown(poller)
    again = MicroDNSSrv(ADDRESS, poller, "127.0.0.1", port)
    again.shutdown(poller)
