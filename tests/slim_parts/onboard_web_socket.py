"""A WebSocket's end, where the caller's own function fails."""

from slim.web_socket import WebSocket, WebSocketModule


class Poller:
    def register(self, sock, mask):
        pass

    def unregister(self, sock):
        pass


class Sock:
    """Has nothing to read yet; once `gone`, it fails."""

    gone = closed = False

    def read(self, size):
        if self.gone:
            raise OSError(104)

    def write(self, data):
        raise OSError(104)

    def close(self):
        self.closed = True


class Client:
    view, count = memoryview(b""), 0

    def __init__(self):
        self.sock = Sock()

    def clear(self):
        pass


class Server:
    poller = Poller()


def test_an_on_close_that_fails_ends_the_connection_only():
    ended = []

    def on_close(socket):
        ended.append(socket)
        raise ValueError("the caller's fault")

    module = WebSocketModule(Server, "/ws", None, on_close)
    socket = WebSocket(module, Client())
    sock = socket.sock
    sock.gone = True
    assert module.pump(sock, 1)
    assert ended == [socket] and sock.closed and not module.sockets
