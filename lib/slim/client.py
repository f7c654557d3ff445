"""A place for one connection: its socket, its buffer, and how far its request has come.

The server makes a fixed number of them once. Everything in here returns at once; whatever goes
wrong ends this connection only. What the states may go over into:

    HEAD -> BODY -> (handler) -> SEND -> HEAD      the connection is kept
                        |          |---> LINGER    closing, while input is still on its way
                        '-> WAIT -> SEND           the handler answers later
"""

from select import POLLERR, POLLHUP, POLLIN, POLLOUT
from time import ticks_add, ticks_diff, ticks_ms

from micropython import const

from slim.request import CHUNKED, Request
from slim.response import Response
from slim.sender import Sender
from slim.status import HttpError

_HEAD = const(0)  # these five as in sender.py
_BODY = const(1)
_WAIT = const(2)
_SEND = const(3)
_LINGER = const(4)

# Milliseconds after which a connection in this state may be given up for a new one.
_PATIENCE = (5, 250, 30000, 400, 5)

_UNWATCHED = const(-1)
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_NO_MEMORY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Client(Sender):
    """Opened by the server with a socket, closed by itself or by the server."""

    def __init__(self, server, pool, size):
        self.sock = None
        self.state = _HEAD
        self.since = 0  # ticks at which this state began, or last got on
        self._server = server
        self._pool = pool
        self.headers = server.headers
        self._buffer = bytearray(size)
        self._view = memoryview(self._buffer)
        self._clear()

    def _clear(self):
        self._filled = 0  # bytes in the buffer
        self._rest = None  # what came after the request, while it is answered
        self._body = None
        self._request = None
        self._response = None
        self._out = None  # bytes being sent, from _at to _end
        self._source = None  # what comes after them: a file, of which _left bytes, or a generator

    def open(self, sock, address):
        """Take a new connection, whose request may have come already."""
        sock.setblocking(False)
        self.sock = sock
        self._address = address
        self._mask = _UNWATCHED
        self._enter(_HEAD, self._server.head_time)
        self.pump(0)

    def close(self):
        """Hang up."""
        sock, self.sock = self.sock, None
        if sock:
            if self._mask != _UNWATCHED:
                self._server.poller.unregister(sock)
            sock.close()
            self._drop_source()
            self._clear()
            self._pool.resume()

    def pump(self, event):
        """Get on as far as the socket lets us."""
        try:
            if self.state == _SEND:
                self._send(event)
            elif self.state == _WAIT:
                self.close()  # only HUP and ERR come here
            elif self._rest:
                self._take_rest()
            else:
                self._receive(event)
        except OSError:
            self.close()
        except HttpError as error:
            self._fail(error.status, error.sentence)
        except MemoryError:
            self._fail(503)

    def overdue(self, now):
        """How many times over it has used up the patience for its state; 0: it may stay."""
        return ticks_diff(now, self.since) // _PATIENCE[self.state]

    def is_new(self):
        """Whether it waits for a request."""
        return self.state == _HEAD

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
        if ticks_diff(now, self._deadline) < 0:
            return
        if self.state == _BODY or (self.state == _HEAD and self._filled):
            self._fail(408)
        elif self.state == _WAIT:
            self._response = None  # an answer that comes yet is for nobody
            self._fail(503)
        else:
            self.close()

    def _receive(self, event):
        filled = self._filled
        count = self.sock.readinto(self._view[filled:] if filled else self._buffer)
        if not count:
            if count is not None or event & (POLLERR | POLLHUP):
                return self.close()  # the client hung up
        elif self.state == _LINGER:
            self._deadline = ticks_add(ticks_ms(), self._server.linger_time)
        else:
            self._filled += count
            if self.state == _HEAD:
                self._read_head(filled)
            else:
                self._read_body(0)
        if self.sock and self.state <= _BODY:
            self._watch(POLLIN)

    def _read_head(self, seen):
        seen = seen - 2 if seen > 2 else 0
        end = self._buffer.find(b"\n\r\n", seen, self._filled) + 3
        if end < 3:
            end = self._buffer.find(b"\n\n", seen, self._filled) + 2
            if end < 2:
                if self._filled == len(self._buffer):
                    raise HttpError(431, "The head of the request is too long.")
                return
        head = bytes(self._view[:end])
        if head[0] <= 32:  # an empty line left over by an old browser
            head = head.lstrip()
        request = self._request = Request(head, self._address)
        self._response = request.response = Response(self, request)
        if request.length:
            self._start_body(request, end)
        else:
            self._handle(request, end)

    def _start_body(self, request, end):
        response, server, length = self._response, self._server, request.length
        response.keep = False  # until the body has come
        server.on_head(request)
        if response.status:
            return
        limit = request.max_body or server.max_body
        receive = request.receive and (lambda data: server.guard(request.receive, request, data))
        if not receive and length > limit:
            raise HttpError(413, "The body is too large.")
        if 0 < length <= self._filled - end and not receive:
            request.body = bytes(self._view[end : end + length])
            return self._handle(request, end + length)
        if length == CHUNKED:
            from slim.chunked_body import ChunkedBody

            self._body = ChunkedBody(limit, receive)
        else:
            from slim.body import Body

            self._body = Body(length, receive)
        if request.expects and end == self._filled:
            self.sock.write(_CONTINUE)
        self._enter(_BODY, server.body_time)
        self._read_body(end)

    def _read_body(self, start):
        body = self._body
        used = start + body.feed(self._view[start : self._filled])
        if body.whole:
            value = body.value
            self._request.body = bytes(value) if len(value) <= len(self._buffer) else value
            self._handle(self._request, used)
        elif self._filled == len(self._buffer):
            self._enter(_BODY, self._server.body_time)
        self._filled = 0

    def _handle(self, request, used):
        response = self._response
        response.keep = request.keep
        if used < self._filled:
            self._rest = bytes(self._view[used : self._filled])
        self._filled = 0
        self.state = _WAIT
        try:
            self._server.handle(request)
        except HttpError as error:
            if not response.status:
                self._fail(error.status, error.sentence)
        except MemoryError:
            if not response.status:
                self._fail(503)
        if self._response is response and not response.status:
            self._enter(_WAIT, self._server.pending_time)
            self._watch(0)

    def _fail(self, status, sentence=""):
        response = self._response
        if response is None:
            response = self._response = Response(self, self._request)
        if response.status:
            return self.close()
        if self.state <= _BODY:
            response.keep = False
        try:
            response.error(status, sentence)
        except MemoryError:
            self.transmit(response, _NO_MEMORY)
