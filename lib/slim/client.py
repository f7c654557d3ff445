"""A place for one connection, on which it reads requests and sees that they are answered.

The server makes a fixed number of them once. Nothing in here waits; what fails ends only this one.

    HEAD -> BODY -> (handler) -> SEND -> HEAD        kept for the next request
                        |          '---> LINGER      reads on, lest a reset destroys the answer
                        '-> WAIT -> SEND             the handler answers later
"""

from time import ticks_ms

from slim.request import Request
from slim.response import Response

_HEAD = const(0)
_BODY = const(1)  # as in body.py
_WAIT = const(2)
_SEND = const(3)
_LINGER = const(4)
_IN = const(1)  # select.POLLIN and its like, which are the same on every port (py/stream.h)
_OUT = const(4)
_GONE = const(24)  # POLLERR | POLLHUP
_bytes, _len = bytes, len  # built-in names are looked for last, and one by one


class Client:
    """`pump` it with the events of its socket; `expire` it now and then."""

    def __init__(self, server):
        self.server = server
        self.view = memoryview(bytearray(server.buffer_size))
        self.since = self.address = self.sock = self.iter = None  # room made now
        self.clear()

    def open(self):
        """Take to `sock`, a new connection from `address`; its request may have come already."""
        self.sock.setblocking(False)
        self.enter(_HEAD)
        self.pump(_IN)

    def close(self):
        """Hang up."""
        sock, self.sock = self.sock, None
        if sock:
            self.server.poller.unregister(sock)
            try:
                self.clear()
            except Exception:  # noqa: BLE001 - a handler's generator; nobody waits for it any more
                pass
            try:
                sock.close()
            except OSError:
                pass  # it has gone all the same: lwIP had something to complain about

    def pump(self, event):
        """Get on as far as the socket lets us."""
        self.event = event  # 0: an answer begins, or was given; 2: it is the last chance
        try:
            if self.out or self.iter:
                self.write()
            elif event & _OUT:  # the request that was sent ahead
                self.enter(_HEAD)
                self._head()
            else:
                self._read()
        except Exception as error:  # noqa: BLE001 - nothing may end the loop
            self._fail(error)

    def expire(self):
        """Hang up, or say so first: its time is over."""
        if self.step > _WAIT or not (self.step or self.count):
            return self.close()
        self.response = None  # an answer that comes yet is for nobody
        self._fail(None)

    def enter(self, step, event=_IN):
        """Go on to another step, whose time begins, and wait for that event."""
        self.step = step
        self.since = ticks_ms()
        self.server.poller.register(self.sock, event)

    def _read(self):
        try:
            count = self.sock.readinto(self.view[self.count :])
        except OSError:
            count = 0
        if not count or self._rest:  # who has sent ahead and waits is told of POLLHUP only
            if count is not None or self.event & _GONE:
                self.close()
            elif self.count and self.event == 2:  # the last chance of what was sent ahead
                self._head()
        elif self.step == _WAIT:  # the next request already: it has to wait, unread
            self._rest = _bytes(self.view[:count])
            self.enter(_WAIT, 0)
        elif self.step != _LINGER:
            self.count += count
            if self.step:
                next(self.body)
            else:
                self._head()

    def _head(self):
        try:
            request = Request(_bytes(self.view[: self.count]), self.address)
        except IndexError:  # it is not complete
            if self.count == _len(self.view):
                from slim.body import shorten

                shorten(self)
            return
        self.response = request.response = Response(self, request)
        length, end = request.length, request.end
        if length:
            if length < 0 or length > self.count - end or length > self.server.max_body:
                from slim.body import begin

                return begin(self, request)
            request.body = request.head[end : end + length]
            end += length
        self.handle(request, end)

    def handle(self, request, end):
        """Have a request answered, which ends there in the buffer."""
        self.response.keep = request.keep
        if end < self.count:
            self._rest = _bytes(self.view[end : self.count])
        self.count = 0
        self.enter(_WAIT, 0 if self._rest else _IN)
        self.server.handle(request)

    def write(self):
        """Send what the socket takes of `out` and what follows, but let others have their turn."""
        for moved in range(8):  # noqa: B007 - read behind the loop
            try:
                count = self.sock.write(self.out, self.at, 8191)
            except OSError:
                return self.close()
            if not count and (self.out or self.event & _GONE):
                if self.event & _GONE:
                    return self.close()
                break
            self.at = count = self.at + count
            if count == _len(self.out):
                for self.out in self.iter or ():  # noqa: B020 - next() has no default before 1.25
                    break
                else:
                    return self._finish(self.response)
                self.at = 0  # not before: what fails here must not be sent twice
                if not self.out:
                    break
        if moved or not self.event:  # otherwise there was no room yet, or nothing to say
            self.enter(self.step, _OUT)

    def _finish(self, response):
        """Go on to the next request, now that this answer is out."""
        response.sent = True
        rest = self._rest
        if not response.keep and self.step == _SEND:
            return self.close()
        self.clear()
        if rest:  # the next request, or part of it: it is read in the next turn
            self.count = count = _len(rest)
            self.view[:count] = rest
        self.enter(_HEAD if response.keep else _LINGER, _OUT if rest else _IN)

    def clear(self):
        """Forget the request and the answer."""
        iter = self.iter
        self.response = self.body = self.out = self.iter = self._rest = None
        self.count = self.step = self.at = self.event = 0
        if iter:
            iter.close()

    def _fail(self, error):
        try:
            from slim.failure import answer

            answer(self, error, Response)
        except Exception:  # noqa: BLE001 - no room for an answer, or for what makes it
            self.close()
