"""An empty datagram, after which an ESP32's socket gives nothing but empty ones.

There, `_socket_read_data` takes it for the end of a connection, whatever kind of socket it is, and
never looks at the queue again; so the socket stays readable.
"""

import io
import select
import socket

from slim import dns
from slim.loop import Loop

ADDRESS = b"\xc0\xa8\x04\x01"
QUERY = b"\x12\x34\1\0\0\1\0\0\0\0\0\0\3www\7example\3com\0\0\1\0\1"
_GET_FILENO = 10  # MP_STREAM_GET_FILENO


class Trapped(io.IOBase):
    """The interpreter's socket with this fault."""

    def __init__(self, real):
        self._real = real
        self._ended = None
        self.reads = 0

    def ioctl(self, request, argument):
        return self._real.fileno() if request == _GET_FILENO else -1

    def recvfrom(self, size):
        self.reads += 1
        assert self.reads < 100, "it spins"
        if self._ended:
            return self._ended
        received = self._real.recvfrom(size)
        if not received[0]:
            self._ended = received
        return received

    def setblocking(self, flag):
        self._real.setblocking(flag)

    def bind(self, address):
        self._real.bind(address)

    def sendto(self, data, address):
        return self._real.sendto(data, address)

    def close(self):
        self._real.close()
        if Board.close_error:
            raise OSError(Board.close_error)


class Board:
    """Stands in for the socket module; `errors` are what the next sockets fail with."""

    AF_INET = socket.AF_INET
    SOCK_DGRAM = socket.SOCK_DGRAM
    errors = []
    made = []
    close_error = None

    @classmethod
    def socket(cls, *args):
        if cls.errors:
            raise cls.errors.pop(0)
        cls.made.append(Trapped(socket.socket(*args)))
        return cls.made[-1]


class Phone:
    """Asks a responder on this port."""

    def __init__(self):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.setblocking(False)

    def send(self, data):
        self.sock.sendto(data, self.target)

    def hears(self):
        try:
            return self.sock.recv(512)[-4:]
        except OSError:
            return None


def with_responder(test):
    """Run a test(loop, responder, phone) on a board that has this fault."""
    loop, phone = Loop(), Phone()
    Board.errors, Board.made, Board.close_error = [], [], None
    real, dns.socket = dns.socket, Board
    try:
        for port in range(21000, 21100):
            try:
                server = loop.add(dns.MicroDNSSrv(ADDRESS, loop.poller, "127.0.0.1", port))
                break
            except OSError:
                pass
        phone.target = socket.getaddrinfo("127.0.0.1", port)[0][-1]
        Board.made = Board.made[-1:]
        test(loop, server, phone)
    finally:
        dns.socket = real
        Board.close_error = None
        loop.shutdown()
        phone.sock.close()


def assert_answers(loop, phone):
    phone.send(QUERY)
    loop.run_once(0)
    assert phone.hears() == ADDRESS
    assert not loop.poller.poll(0), "nothing is left to read"


def test_a_query_after_an_empty_datagram_is_answered():
    def test(loop, server, phone):
        for count in range(1, 4):
            phone.send(b"")
            loop.run_once(0)
            assert_answers(loop, phone)
            assert len(Board.made) == count + 1, "a new socket each time"

    with_responder(test)


def test_it_does_not_spin():
    def test(loop, server, phone):
        phone.send(b"")
        for _ in range(20):
            phone.send(QUERY)
        for _ in range(20):
            loop.run_once(0)
        assert not loop.poller.poll(0)
        assert sum([sock.reads for sock in Board.made]) < 25
        assert_answers(loop, phone)

    with_responder(test)


def test_a_socket_that_cannot_be_had_is_tried_again():
    def test(loop, server, phone):
        Board.errors = [OSError(23), OSError(112), MemoryError()]
        phone.send(b"")
        for _ in range(4):
            loop.run_once(0)
        assert not Board.errors
        assert_answers(loop, phone)

    with_responder(test)


def test_a_port_that_is_taken_meanwhile_is_tried_again():
    def test(loop, server, phone):
        thief = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        Board.errors = [OSError(23)]
        phone.send(b"")
        server.pump(server.socket, select.POLLIN)
        thief.bind(phone.target)
        for _ in range(3):
            loop.run_once(0)
        assert not server.socket
        thief.close()
        loop.run_once(0)
        assert_answers(loop, phone)

    with_responder(test)


def test_who_feeds_it_by_hand_need_not_tick_it():
    def test(loop, server, phone):
        Board.errors = [OSError(23), OSError(23)]
        phone.send(b"")
        assert server.pump(server.socket, select.POLLIN)
        assert not server.pump(phone.sock, select.POLLIN)
        assert not server.socket
        assert not server.pump(phone.sock, select.POLLIN)
        assert_answers(loop, phone)

    with_responder(test)


def test_a_failure_to_close_ends_nothing():
    def test(loop, server, phone):
        Board.close_error = 9
        phone.send(b"")
        loop.run_once(0)
        assert_answers(loop, phone)

    with_responder(test)


def test_what_is_shut_down_stays_so():
    def test(loop, server, phone):
        Board.errors = [OSError(23)]
        phone.send(b"")
        server.pump(server.socket, select.POLLIN)
        server.shutdown(loop.poller)
        loop.run_once(0)
        assert not server.pump(phone.sock, select.POLLIN)
        assert not server.socket and len(Board.made) == 1

    with_responder(test)
