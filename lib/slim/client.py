"""A place for one connection, on which it reads requests and sees that they are answered.

The server makes a fixed number of them once. Everything in here returns at once, and whatever goes
wrong ends this connection only.
"""

from micropython import const

from slim.connection import Connection
from slim.request import Request
from slim.response import Response
from slim.status import HttpError

_HEAD = const(0)  # these as in connection.py
_BODY = const(1)
_WAIT = const(2)
_SEND = const(3)
_LINGER = const(4)
_IN = const(1)
_GONE = const(24)

_NO_MEMORY = b"HTTP/1.1 503 \r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Client(Connection):
    """`pump` it with the events of its socket; `expire` it now and then."""

    def pump(self, event):
        """Get on as far as the socket lets us."""
        self._event = event
        try:
            if self.state == _SEND:
                self._try_send()
            elif not self._rest:
                self._receive()
            elif self.state == _WAIT:
                self.close()  # no event but POLLHUP and POLLERR comes here
            else:
                self._rest = None
                self._enter(_HEAD, _IN)
                self._read_head()
        except Exception as error:  # noqa: BLE001 - nothing may end the loop
            self._fail(error)

    def expire(self):
        """Hang up, or say so first: its time is over."""
        state = self.state
        if state in (_BODY, _WAIT) or (state == _HEAD and self.filled):
            self.response = None  # an answer that comes yet is for nobody
            self._fail(HttpError(503 if state == _WAIT else 408))
        else:
            self.close()

    def _receive(self):
        try:
            count = self.sock.readinto(self.view[self.filled :] if self.filled else self.buffer)
        except OSError:
            count = 0
        if not count:
            if count is not None or self._event & _GONE:
                self.close()
        elif self.state == _WAIT:  # the next request already: it has to wait, unread
            self._rest = bytes(self.view[:count])
            self._enter(_WAIT, 0)
        elif self.state != _LINGER:
            self.filled += count
            if self.state == _HEAD:
                self._read_head()
            else:
                self._read_body(0)

    def _read_head(self):
        request = self._parse()
        if not request:
            return
        response = self.response = request.response = Response(self, request)
        length = request.length
        end = request.end
        if length:
            if not 0 < length <= min(self.filled - end, self.server.max_body):
                return self._start_body(response, end)
            request.body = request.head[end : end + length]
            end += length
        self._handle(response, end)

    def _parse(self):
        try:
            return Request(bytes(self.view[: self.filled]), self._address)
        except IndexError:
            if self.filled == len(self.buffer):
                from slim.long_head import shorten

                if not shorten(self):
                    raise HttpError(431)

    def _start_body(self, response, end):
        from slim.body import begin

        self._enter(_BODY, _IN)
        self._body = begin(self, response, end == self.filled)
        if self._body:
            self._read_body(end)

    def _read_body(self, start):
        body = self._body
        start += body.feed(self.view[start : self.filled])
        if body.whole:
            self.response.request.body = body.value
            return self._handle(self.response, start)
        if self.filled == len(self.buffer):
            self._enter(_BODY, _IN)
        self.filled = 0

    def _handle(self, response, used):
        request = response.request
        response.keep = request.keep
        if used < self.filled:
            self._rest = bytes(self.view[used : self.filled])
        self.filled = 0
        self.state = _WAIT
        self._answered = response
        self.server.handle(request)
        self._answered = None
        if not response.status and self.response is response:
            self._enter(_WAIT, 0 if self._rest else _IN)

    def _fail(self, error):
        response = self._answered or self.response
        self._answered = None
        try:
            from slim.failure import answer

            answer(self, response, error, Response)
        except Exception:  # noqa: BLE001 - no room for an answer, or for what makes it
            self._fail_shortly(response)

    def _fail_shortly(self, response):
        try:
            if response and not response.status:
                response.status = 503
                response.keep = False
                return self.transmit(response, _NO_MEMORY)
        except Exception:  # noqa: BLE001 - not even for that
            pass
        self.close()
