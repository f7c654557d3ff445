"""Sockets of one process that talk to each other in memory, never blocking; `select` works."""

import io

AF_INET, SOCK_STREAM, SOCK_DGRAM, SOL_SOCKET, SO_REUSEADDR = 2, 1, 2, 0xFFF, 4
_EAGAIN, _EADDRINUSE, _ECONNREFUSED, _EPIPE = 11, 98, 111, 32
_IN, _OUT, _HUP = 1, 4, 16
_POLL, _CLOSE = 3, 4  # py/stream.h
_WINDOW = 700  # bytes that a connection holds

_bound = {}  # (kind, port): the socket that has it


def getaddrinfo(host, port, *hints):
    """An address is told as it is; there is nobody to ask for a name's."""
    return [(AF_INET, SOCK_STREAM, 0, "", (host, port))]


class socket(io.IOBase):
    """As much of a socket as the library and a client of it use."""

    def __init__(self, family=AF_INET, kind=SOCK_STREAM, protocol=0):
        self.kind, self.port = kind, None
        self.waiting = []  # of a listener: connections; of a datagram socket: (bytes, from)
        self.received, self.peer, self.listens = b"", None, False

    def setsockopt(self, level, option, value):
        pass

    def setblocking(self, flag):
        pass

    def bind(self, address):
        if (self.kind, address[1]) in _bound:
            raise OSError(_EADDRINUSE)
        self.port = address[1]
        _bound[self.kind, self.port] = self

    def listen(self, backlog=1):
        self.listens = True

    def connect(self, address):
        listener = _bound.get((SOCK_STREAM, address[1]))
        if not listener:
            raise OSError(_ECONNREFUSED)
        self.peer = socket()
        self.peer.peer = self
        listener.waiting.append(self.peer)

    def accept(self):
        if not self.waiting:
            raise OSError(_EAGAIN)
        return self.waiting.pop(0), ("127.0.0.1", 40000)

    def recv(self, most):
        if not self.received:
            if self.peer:
                raise OSError(_EAGAIN)
            return b""
        taken, self.received = self.received[:most], self.received[most:]
        return taken

    def readinto(self, buffer):
        if not self.received and self.peer:
            return None
        taken = self.recv(len(buffer))
        buffer[: len(taken)] = taken
        return len(taken)

    def write(self, data, *part):
        """As a stream's: `part` is (most,) or (offset, most). Takes what there is room for."""
        if not self.peer:
            raise OSError(_EPIPE)
        offset, most = part if len(part) == 2 else (0, part[0] if part else len(data))
        room = min(most, _WINDOW - len(self.peer.received))
        if room <= 0:
            return None
        self.peer.received += bytes(data[offset : offset + room])
        return min(room, len(data) - offset)

    send = write

    def sendto(self, data, address):
        receiver = _bound.get((SOCK_DGRAM, address[1]))
        if receiver:
            receiver.waiting.append((bytes(data), ("127.0.0.1", self.port or 0)))
        return len(data)

    def recvfrom(self, most):
        if not self.waiting:
            raise OSError(_EAGAIN)
        return self.waiting.pop(0)

    def ioctl(self, request, argument):
        if request == _CLOSE:
            self.close()
            return 0
        if request != _POLL:
            return -1
        room = self.peer and len(self.peer.received) < _WINDOW
        ready = _OUT if room or self.kind == SOCK_DGRAM else 0
        if self.received or self.waiting:
            ready |= _IN
        if self.kind == SOCK_STREAM and not self.listens and not self.peer:
            ready |= _IN | _HUP
        return ready & (argument | _HUP)

    def close(self):
        if self.port is not None and _bound.get((self.kind, self.port)) is self:
            del _bound[self.kind, self.port]
        if self.peer:
            self.peer.peer = None
            self.peer = None
