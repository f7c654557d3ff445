"""A place for one connection, on which it reads requests and sees that they are answered.

The server makes a fixed number of them once. Everything in here returns at once, and whatever goes
wrong ends this connection only.
"""

import logging
from select import POLLERR, POLLHUP, POLLIN
from time import ticks_diff, ticks_ms

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

_NO_MEMORY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

_log = logging.getLogger("slim")


class Client(Connection):
    """`pump` it with the events of its socket; `expire` it in every turn."""

    def pump(self, event):
        """Get on as far as the socket lets us."""
        try:
            state = self.state
            if state == _SEND:
                self._send(event)
            elif state == _WAIT:
                self.close()  # only POLLHUP and POLLERR come here
            elif self._rest:
                self._rest = None
                self._enter(_HEAD, POLLIN)
                self._read_head()
            else:
                self._receive(event)
        except Exception as error:  # noqa: BLE001 - nothing may end the loop
            self._fail(error)

    def give_up(self):
        """Hang up, unless a request has just come; whether this place is free now."""
        if self.state == _HEAD and not self._filled:
            self.pump(0)
            if self.sock and (self._filled or not self.overdue(ticks_ms())):
                return False
        self.close()
        return True

    def expire(self, now):
        """Hang up, or say so first, when its time is over."""
        state = self.state
        if ticks_diff(now, self.since) >= self.server.times[state]:
            self._response = None  # an answer that comes yet is for nobody
            if state == _BODY or state == _WAIT or (state == _HEAD and self._filled):
                self._fail(HttpError(503 if state == _WAIT else 408))
            else:
                self.close()

    def _receive(self, event):
        filled = self._filled
        try:
            count = self.sock.readinto(self._view[filled:] if filled else self._buffer)
        except OSError:
            return self.close()
        if not count:
            if count is not None or event & (POLLERR | POLLHUP):
                self.close()
        elif self.state == _LINGER:
            self.since = ticks_ms()
            self._left -= count
            if self._left < 0:
                self.close()
        else:
            self._filled = filled + count
            if self.state == _HEAD:
                self._read_head()
            else:
                self._read_body(0)

    def _read_head(self):
        data = bytes(self._view[: self._filled])
        if not data.endswith(b"\r\n\r\n") and b"\n\r\n" not in data and b"\n\n" not in data:
            if self._filled == len(self._buffer):
                raise HttpError(431)
            return
        request = self._request = Request(data, self._address)
        response = self._response = request.response = Response(self, request)
        if request.length:
            self._start_body(request, response)
        else:
            self._handle(request, response, len(request.head))

    def _start_body(self, request, response):
        server = self.server
        for ask in server.heads:
            ask(request)
            if response.status:
                return
        length = request.length
        limit = request.max_body or server.max_body
        if length > limit and not request.receive:
            raise HttpError(413)
        end = len(request.head)
        whole = end + length
        if end < whole <= self._filled and not request.receive:
            request.body = bytes(self._view[end:whole])
            return self._handle(request, response, whole)
        from slim.body import Body, ChunkedBody

        if end == self._filled and b"100-continue" in request.head.lower():
            self.sock.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self._body = ChunkedBody(request, limit) if length < 0 else Body(request)
        self._enter(_BODY, POLLIN)
        self._read_body(end)

    def _read_body(self, start):
        body = self._body
        used = start + body.feed(self._view[start : self._filled])
        if body.whole:
            request = self._request
            request.body = body.value
            return self._handle(request, self._response, used)
        if self._filled == len(self._buffer):
            self.since = ticks_ms()
        self._filled = 0

    def _handle(self, request, response, used):
        response.keep = request.keep
        if used < self._filled:
            self._rest = bytes(self._view[used : self._filled])
        self._filled = 0
        self.state = _WAIT
        try:
            self.server.handle(request, response)
        except Exception as error:  # noqa: BLE001
            self._blame(response, error)
        if self._response is response and not response.status:
            self._enter(_WAIT, 0)

    def _fail(self, error):
        """Answer for what went wrong before the request was there, or while it was answered."""
        try:
            response = self._response
            if not response:
                response = self._response = Response(self, None)
                if isinstance(error, ValueError) and not isinstance(error, HttpError):
                    error = HttpError(400)
            answered = response.status
            response.keep = False
            self._blame(response, error)
            if answered:
                self.close()
        except MemoryError:
            self.close()

    def _blame(self, response, error):
        """Answer for an exception, if nothing was answered yet."""
        status, sentence = 500, ""
        if isinstance(error, HttpError):
            status, sentence = error.status, error.sentence
        elif isinstance(error, MemoryError):
            status = 503
        else:
            _log.exception("request failed", exc_info=error)
        if not response.status:
            try:
                response.error(status, sentence)
            except MemoryError:
                response.status = 503
                self.transmit(response, _NO_MEMORY)
