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

_BURST = const(8)  # pieces sent before the other clients get their turn


class Connection:
    """Opened by the server with a socket; closed by itself or by the server."""

    def __init__(self, server):
        self.server = server
        self._buffer = bytearray(server.buffer_size)
        self._view = memoryview(self._buffer)
        # All attributes are made now, so that none takes memory later.
        self.sock = self.state = self.since = self._address = self._mask = self._event = 0
        self._linger = self._left = self._at = self._end = self._answered = None
        self._source = None  # what follows the bytes being sent: _left bytes of a file, or pieces
        self._clear()

    def open(self, sock, address):
        """Take a new connection, whose request may have come already."""
        sock.setblocking(False)
        self.sock = sock
        self._address = address
        self._mask = 0
        self._enter(_HEAD, _IN)
        self.pump(0)

    def release(self):
        """Let go of the socket and return it, still open."""
        sock = self.sock
        self.sock = self._address = None
        self.server.poller.unregister(sock)
        self._clear()
        return sock

    def close(self):
        """Hang up."""
        if self.sock:
            self.release().close()

    def transmit(self, response, out, source=None, left=None):
        """Send bytes, then `left` bytes of a file, or all pieces of a generator if that is None.

        Nothing is sent when the client has gone.
        """
        if response is not self.response:
            if source:
                source.close()
            return
        self._linger = self.state <= _BODY
        self.state = _SEND
        self._source = source
        self._left = left
        self._out = out
        self._at = 0
        self._end = len(out)
        self._event = 0
        self._send()

    def _send(self):
        for _ in range(_BURST):
            count = self._write()
            if not count:
                if count is None and not self._event & _GONE:
                    break
                return self.close()
            self._at += count
            if self._at == self._end:
                if self._source:
                    self._fill()
                if not self._source or not self._end:
                    return self.close() if self._end is None else self._finish()
        self._enter(_SEND, _OUT)

    def _write(self):
        try:
            return self.sock.write(self._out, self._at, self._end - self._at)
        except OSError:
            return 0

    def _fill(self):
        """Take what is to be sent next: `_end` bytes of it, 0 at the end, None if it is broken."""
        left = self._left
        try:
            if left is None:
                self._out = next(self._source, b"")
                self._end = len(self._out)
            elif left:
                self._out = self._buffer
                self._end = min(self._source.readinto(self._buffer), left) or None
                self._left = left - (self._end or 0)
            else:
                self._end = 0
        except OSError:
            self._end = None
        self._at = 0

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
            self._filled = len(rest)
            self._buffer[: self._filled] = rest
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
        self._filled = 0

    def _enter(self, state, mask):
        self.state = state
        self.since = ticks_ms()
        if mask != self._mask:
            self._mask = mask
            self.server.poller.register(self.sock, mask)
