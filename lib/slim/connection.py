"""One connection: its socket, what is being sent on it, and what it waits for.

It knows nothing of requests; its subclass reads them. Its states:

    HEAD -> BODY -> (handler) -> SEND -> HEAD        kept for the next request
                        |          '---> LINGER      reads on, lest a reset destroys the answer
                        '-> WAIT -> SEND             the handler answers later
"""

from time import ticks_ms

from micropython import const

_HEAD = const(0)
_BODY = const(1)
_WAIT = const(2)
_SEND = const(3)
_LINGER = const(4)

_IN = const(1)  # select.POLLIN and its like, which are the same on every port (py/stream.h)
_OUT = const(4)
_GONE = const(24)  # POLLERR | POLLHUP

_ALL = const(0x3FFFFFFF)
_BURST = const(8)  # pieces sent before the other clients get their turn


class Connection:
    """Opened by the server with a socket; closed by itself or by the server."""

    def __init__(self, server):
        self.server = server
        self.buffer = bytearray(server.buffer_size)
        self.view = memoryview(self.buffer)
        # All attributes are made now, so that none takes memory later.
        self.sock = self.state = self.since = self._address = self._mask = self._event = 0
        self._linger = self._at = self._answered = self._source = None
        self._clear()

    def open(self, accepted):
        """Take a new connection, (socket, address), whose request may have come already."""
        self.sock, self._address = accepted
        self.server.free.pop()
        self.sock.setblocking(False)
        self._mask = 0
        self._enter(_HEAD, _IN)
        self.pump(0)

    def close(self, hand_over=False):
        """Hang up, unless somebody else has taken the socket over."""
        sock = self.sock
        if sock:
            self.sock = self._address = None
            self.server.poller.unregister(sock)
            self._clear()
            if not hand_over:
                sock.close()
            self.server.free.append(self)

    def transmit(self, response, out, source=None):
        """Send bytes, and then those that a generator yields; nothing when the client has gone."""
        if response is self.response:
            self._linger = self.state <= _BODY
            self.state = _SEND
            self._source = source
            self._out = out
            self._at = 0
            self._event = 0
            self._try_send()

    def _try_send(self):
        try:
            self._send()
        except OSError:
            self.close()

    def _send(self):
        burst = _BURST
        while burst:
            out = self._out
            count = self.sock.write(out, self._at, _ALL)
            if not count:
                if self._event & _GONE:
                    return self.close()
                break
            self._at += count
            if self._at == len(out):
                out = None
                for out in self._source or ():  # next() has no default before 1.25
                    break
                if not out:
                    return self._finish()
                self._out = out
                self._at = 0
            burst -= 1
        if burst < _BURST or self._mask != _OUT:  # otherwise nothing has moved
            self._enter(_SEND, _OUT)

    def _finish(self):
        response = self.response
        response.sent = True
        rest = self._rest
        if not response.keep and not self._linger:
            return self.close()
        self._clear()
        if not response.keep:
            self._enter(_LINGER, _IN)
        elif rest:  # the next request, or part of it: it is read in the next turn
            self._rest = rest
            self.filled = len(rest)
            self.buffer[: self.filled] = rest
            self._enter(_HEAD, _IN | _OUT)
        else:
            self._enter(_HEAD, _IN)

    def _clear(self):
        """Forget the request and the answer."""
        source = self._source
        if source:
            self._source = None
            source.close()
        self.response = self._body = self._rest = self._out = None
        self.filled = 0

    def _enter(self, state, mask):
        self.state = state
        self.since = ticks_ms()
        if mask != self._mask:
            self._mask = mask
            self.server.poller.register(self.sock, mask)
