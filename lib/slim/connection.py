"""One connection: its socket, what is being sent on it, and what it waits for.

It knows nothing of requests; its subclass reads them. Its states:

    HEAD -> BODY -> (handler) -> SEND -> HEAD        kept for the next request
                        |          '---> LINGER      closing while input is still on its way
                        '-> WAIT -> SEND             the handler answers later
"""

from select import POLLERR, POLLHUP, POLLIN, POLLOUT
from time import ticks_diff, ticks_ms

from micropython import const

_HEAD = const(0)
_BODY = const(1)
_WAIT = const(2)
_SEND = const(3)
_LINGER = const(4)

# Milliseconds after which a connection in this state may be given up for a new one.
_PATIENCE = (5, 250, 30000, 400, 5)

_UNWATCHED = const(-1)  # not registered with the poller
_LINGER_BYTES = const(1 << 20)  # read on after an early answer, lest a reset destroys it
_BURST = const(8)  # pieces sent before the other clients get their turn


class Connection:
    """Opened by the server with a socket; closed by itself or by the server."""

    sock = None
    _source = None  # what follows the bytes that are being sent: _left bytes of a file, or pieces

    def __init__(self, server):
        self.server = server
        self._buffer = bytearray(server.buffer_size)
        self._view = memoryview(self._buffer)
        self._stop()

    def open(self, sock, address):
        """Take a new connection, whose request may have come already."""
        sock.setblocking(False)
        self.sock = sock
        self._address = address
        self._mask = _UNWATCHED
        self._enter(_HEAD, POLLIN)
        self.pump(0)

    def release(self):
        """Let go of the socket and return it, still open."""
        sock, self.sock = self.sock, None
        if self._mask != _UNWATCHED:
            self.server.poller.unregister(sock)
        self._stop()
        return sock

    def close(self):
        """Hang up."""
        if self.sock:
            self.release().close()

    def overdue(self, now):
        """How many times over it has used up the patience with its state; 0: it may stay."""
        return ticks_diff(now, self.since) // _PATIENCE[self.state]

    def transmit(self, response, out, source=None, left=None):
        """Send bytes, then `left` bytes of a file, or all pieces of a generator if that is None.

        Nothing is sent when the client has gone.
        """
        if source and (response.bare or response is not self._response):
            source.close()
            source = None
        if response is not self._response:
            return
        self._linger = self.state <= _BODY
        self.state = _SEND
        try:
            self._at = self.sock.write(out) or 0
        except OSError:
            return self.close()
        if self._at == len(out) and not source:
            return self._finish()
        self._out = out
        self._end = len(out)
        self._source = source
        self._left = left
        self._send(0)

    def _send(self, event):
        moved = not event
        try:
            for _ in range(_BURST):
                if self._at == self._end and not (self._source and self._fill()):
                    return self._finish()
                count = self.sock.write(self._out, self._at, self._end - self._at)
                if not count:
                    break
                self._at += count
                moved = True
        except OSError:
            return self.close()
        if moved:
            self._enter(_SEND, POLLOUT)
        elif event & (POLLERR | POLLHUP):
            self.close()

    def _fill(self):
        left = self._left
        if left is None:
            self._out = next(self._source, b"")
            self._end = len(self._out)
        else:
            self._out = self._buffer
            self._end = left and min(self._source.readinto(self._buffer), left)
            self._left = left - self._end
            if left and not self._end:
                raise OSError  # the file is shorter than promised
        self._at = 0
        return self._end

    def _finish(self):
        response = self._response
        response.sent = True
        if response.keep:
            self._next()
        elif self._linger:
            self._stop()
            self._left = _LINGER_BYTES
            self._enter(_LINGER, POLLIN)
        else:
            self.close()

    def _next(self):
        rest = self._rest
        self._stop()
        if rest:  # the next request, or part of it: it is read in the next turn
            self._rest = rest
            self._filled = len(rest)
            self._buffer[: self._filled] = rest
        self._enter(_HEAD, POLLIN | POLLOUT if rest else POLLIN)

    def _stop(self):
        """Forget the request and the answer."""
        source = self._source
        if source:
            self._source = None
            source.close()
        self._response = self._request = self._body = self._rest = None
        self._filled = 0

    def _enter(self, state, mask):
        self.state = state
        self.since = ticks_ms()
        if mask != self._mask:
            self._mask = mask
            self.server.poller.register(self.sock, mask)
