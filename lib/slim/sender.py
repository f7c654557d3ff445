"""The sending half of a client: what goes out, piece by piece, as fast as the other side takes it.

It knows nothing of HTTP but that an answer has an end.
"""

from errno import EIO
from select import POLLERR, POLLHUP, POLLIN, POLLOUT
from time import ticks_add, ticks_ms

from micropython import const

from slim.status import HttpError

_HEAD = const(0)  # these five as in client.py
_BODY = const(1)
_WAIT = const(2)
_SEND = const(3)
_LINGER = const(4)

_UNWATCHED = const(-1)  # not registered with the poller
_BURST = const(8)  # buffers sent before the other clients get their turn


class Sender:
    """Needs of its subclass: `sock`, `state`, the buffer, `close()` and `_clear()`."""

    def transmit(self, response, out, source=None, left=-1):
        """Send these bytes, then what the source has; nothing when the client has gone."""
        if response is not self._response:
            if source:
                source.close()
            return
        self._linger = self.state <= _BODY  # the request has not all been read
        self._out = out
        self._at = 0
        self._end = len(out)
        self._source = source
        self._left = left
        self._enter(_SEND, self._server.send_time)
        try:
            self._send(0)
        except (OSError, HttpError, MemoryError):
            self.close()

    def _send(self, event):
        for _ in range(_BURST):
            if self._at == self._end and not self._fill():
                return self._finish()
            count = self.sock.write(self._out, self._at, self._end - self._at)
            if not count:
                if event & (POLLERR | POLLHUP):
                    return self.close()
                break
            self._at += count
            self._enter(_SEND, self._server.send_time)
        self._watch(POLLOUT)

    def _fill(self):
        source = self._source
        if source is None or not self._left:
            return False
        if self._left > 0:
            self._out = self._buffer
            count = min(source.readinto(self._buffer), self._left)
            if not count:
                raise OSError(EIO)  # shorter than promised
            self._left -= count
        else:
            self._out = self._server.guard(next, source, None)
            if self._out is None:
                return False
            count = len(self._out)
        self._at = 0
        self._end = count
        return True

    def _finish(self):
        response = self._response
        self._drop_source()
        response.sent = True
        if response.take:
            self._give_away(response.take)
        elif response.keep:
            self._next()
        elif self._linger:
            self._rest = None
            self._filled = 0
            self._enter(_LINGER, self._server.linger_time)
            self._watch(POLLIN)
        else:
            self.close()

    def _next(self):
        rest = self._rest
        self._clear()
        self._enter(_HEAD, self._server.idle_time)
        if rest:  # the next request came with this one; its turn is the next
            self._filled = len(rest)
            self._buffer[: self._filled] = rest
            self._rest = rest
        self._watch(POLLIN | POLLOUT if rest else POLLIN)

    def _give_away(self, take):
        sock, rest = self.sock, self._rest
        if self._mask != _UNWATCHED:
            self._server.poller.unregister(sock)
        self.sock = None
        self._clear()
        self._pool.resume()
        take(sock, rest or b"")

    def _drop_source(self):
        source, self._source = self._source, None
        if source:
            source.close()

    def _enter(self, state, limit):
        self.state = state
        self.since = ticks_ms()
        self._deadline = ticks_add(self.since, limit)

    def _watch(self, mask):
        if mask != self._mask:
            self._server.poller.register(self.sock, mask)
            self._mask = mask
