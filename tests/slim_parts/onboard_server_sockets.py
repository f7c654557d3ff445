"""What sockets and the poller of an ESP32 may fail with ends neither the server nor its loop."""

import select
import socket

from slim.loop import Loop
from slim.slim_server import SlimServer
from slim.web_socket import WebSocket, WebSocketModule


class Poller:
    """Notes who is watched for what; `errors` are what `register` fails with."""

    def __init__(self):
        self.watched = {}
        self.errors = []

    def register(self, sock, mask):
        if self.errors:
            raise self.errors.pop(0)
        self.watched[id(sock)] = mask

    def unregister(self, sock):
        self.watched.pop(id(sock), None)


class Connection:
    """A connection on which nothing comes; it may fail to close."""

    def __init__(self, error=None):
        self.error = error
        self.closed = False

    def setblocking(self, flag):
        pass

    def readinto(self, buffer):
        return None

    def read(self, size):
        return None

    def write(self, data):
        return len(data)

    def close(self):
        self.closed = True
        if self.error:
            raise self.error


class Talker(Connection):
    """One on which this has come; `out` is what went out."""

    def __init__(self, data):
        super().__init__()
        self.data, self.out = data, b""

    def readinto(self, buffer):
        size = len(self.data)
        buffer[:size], self.data = self.data, b""
        return size or None

    def write(self, data, at, size):
        piece = bytes(data[at : at + size])
        self.out += piece
        return len(piece)


class Greeter:
    """A module that answers everything."""

    def on_request(self, request):
        request.response.json("hello")


class Listener:
    """A listening socket, and what its `accept` gives or raises."""

    def __init__(self, *found):
        self.found = list(found)

    def accept(self):
        found = self.found.pop(0)
        if isinstance(found, Exception):
            raise found
        return found, ("192.168.4.2", 1234)

    def close(self):
        pass


def served(*found, **limits):
    """(server, its poller), with these connections to accept."""
    poller = select.poll()
    server = SlimServer(poller, "127.0.0.1", 0, limits)
    server.shutdown()
    server.poller, server.sock = Poller(), Listener(*found)
    server.poller.register(server.sock, select.POLLIN)
    return server, server.poller


def turn(server):
    """A turn that does not come too early."""
    server.since -= 100
    server.pump_expire()


def pass_by(server, ms):
    """Let so much time go by for its clients."""
    for client in server._clients:
        if client.sock:
            client.since -= ms


def accept(server, count=1):
    for _ in range(count):
        assert server.pump(server.sock, select.POLLIN)


def open_count(server):
    return len([client for client in server._clients if client.sock])


def pause(server):
    """Take the last place by one that waits for its handler."""
    accept(server)
    server._clients[0].step = 2
    accept(server)
    assert server._paused


def is_listening(server):
    return server.poller.watched.get(id(server.sock)) == select.POLLIN


def test_connections_wait_while_no_place_can_be_had():
    server, poller = served(Connection(), clients=1)
    pause(server)
    assert not is_listening(server)
    turn(server)
    assert is_listening(server) and not server._paused


def test_a_pause_needs_no_memory_to_end():
    server, poller = served(Connection(), clients=1)
    pause(server)
    assert id(server.sock) in poller.watched, "to watch it again would take memory"


def test_a_pause_ends_later_if_it_cannot_end_now():
    server, poller = served(Connection(), clients=1)
    pause(server)
    poller.errors.append(MemoryError())
    try:
        turn(server)
    except MemoryError:
        pass
    turn(server)
    assert is_listening(server) and not server._paused


def test_a_pause_does_not_outlast_the_server():
    server, poller = served(Connection(), clients=1)
    pause(server)
    server.shutdown()
    turn(server)
    assert not poller.watched


def test_who_has_gone_before_he_was_accepted_costs_nobody_his_place():
    server, _ = served(*[Connection(), OSError(11)] * 2)
    for _ in range(2):
        accept(server)
        pass_by(server, 1000)
        accept(server)
    assert open_count(server) == 2


def test_without_descriptors_somebody_is_hung_up_on():
    for error in (OSError(23), OSError(24), MemoryError()):
        server, _ = served(Connection(), Connection(), error, error)
        accept(server, 2)
        pass_by(server, 1000)
        accept(server)
        assert open_count(server) == 2, "it may be that the caller has gone again"
        accept(server)
        assert open_count(server) == 1, error


def test_a_failure_to_close_a_connection_ends_nothing():
    socks = [Connection(OSError(9)) for _ in range(4)]
    server, poller = served(*socks, clients=2)
    accept(server, 2)
    pass_by(server, 1000)
    accept(server)  # makes room
    pass_by(server, 100000)
    turn(server)  # expires
    assert not open_count(server)
    accept(server)
    server.shutdown()
    assert [sock.closed for sock in socks] == [True] * 4
    assert not poller.watched


def test_an_answer_that_fails_when_it_is_broken_off_ends_nothing():
    def answer():
        try:
            yield b"a piece"
        finally:
            raise ValueError("on purpose")

    socks = [Connection() for _ in range(3)]
    server, poller = served(*socks, clients=2)
    accept(server, 2)
    for client in server._clients:
        client.iter = answer()
        next(client.iter)
        client.since -= 1000
    accept(server)  # makes room
    pass_by(server, 100000)
    turn(server)  # expires
    assert not open_count(server)
    assert [sock.closed for sock in socks] == [True] * 3


def test_who_has_sent_a_request_ahead_is_answered_before_his_place_is_given_away():
    talker = Talker(2 * b"GET / HTTP/1.1\r\n\r\n")
    server, _ = served(talker, Connection(), clients=1)
    server.add_module(Greeter())
    accept(server)
    assert talker.out.count(b"200 OK") == 1, "others have their turn"
    server._clients[0].since -= 1000
    accept(server)
    assert talker.out.count(b"200 OK") == 2 and not talker.closed
    server._clients[0].since -= 1000
    accept(server)
    assert talker.closed and open_count(server) == 1


def test_a_failure_to_close_a_websocket_ends_nothing():
    server, poller = served()
    gone = []
    module = WebSocketModule(server, "/ws", None, gone.append)
    client = server._clients[0]
    client.sock = Connection(OSError(9))
    connection = WebSocket(module, client)
    assert module.sockets == [connection] and client.sock is None
    module.shutdown()
    assert connection.sock is None and gone == [connection]


def test_a_real_poller_keeps_the_listener_that_is_not_watched():
    loop = Loop()
    for port in range(22000, 22100):
        try:
            server = loop.add(SlimServer(loop.poller, "127.0.0.1", port, {"clients": 1}))
            break
        except OSError:
            pass
    target = socket.getaddrinfo("127.0.0.1", port)[0][-1]
    phones = [socket.socket() for _ in range(3)]
    try:
        phones[0].connect(target)
        loop.run_once(100)
        server._clients[0].step = 2
        phones[1].connect(target)
        server.pump_expire = lambda: None
        loop.run_once(100)
        assert server._paused and not loop.poller.poll(0)
        server.since -= 100
        SlimServer.pump_expire(server)
        assert loop.poller.poll(0)
    finally:
        for phone in phones:
            phone.close()
        loop.shutdown()
