"""WebSockets (RFC 6455), as an optional module of the server.

    def on_message(socket, message):        # str or bytes
        socket.send("you said " + message)

    sockets = WebSocketModule(server, "/ws", on_message)
    server.add_module(sockets)
    loop.add(sockets)                       # or feed it: sockets.pump(sock, event)

Pings are answered, fragments put together, closing is a handshake.
"""

from binascii import b2a_base64
from hashlib import sha1

from micropython import const

from slim import log

_GONE = const(24)  # POLLERR | POLLHUP
_CLOSE = const(8)
_PING = const(9)
_PONG = const(10)
_KEY = const(b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11")  # RFC 6455, section 1.3
_UPGRADE = const(b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n")


class WebSocketModule:
    """Takes over connections that ask for an upgrade on its path."""

    max_message = 1024
    """Longest message in bytes; more closes the connection with 1009."""
    most = 2
    """Connections at a time."""

    def __init__(self, server, path, on_message, on_close=None):
        self.poller = server.poller
        self.on_message, self.on_close = on_message, on_close
        self.path, self.sockets = path, []

    def on_request(self, request):
        """Upgrade the connection, if this is what is asked for."""
        key = request.path == self.path and request.header("Sec-WebSocket-Key")
        if not key:
            return
        response = request.response
        if len(self.sockets) == self.most:
            return response.error(503)
        response.keep = True
        digest = b2a_base64(sha1(key.encode() + _KEY).digest())
        response.start(101, _UPGRADE % digest.strip())
        if response.sent:
            client = response.client
            socket = WebSocket(self, client.sock, bytes(client.view[: client.count]))
            client.sock = None  # it is ours now
            client.clear()
            self.poller.register(socket.sock, 1)  # POLLIN
            self.sockets.append(socket)
            socket.pump(0)

    def pump(self, sock, event):
        """Take one event of the poller; True when the socket was one of ours."""
        for socket in self.sockets:
            if socket.sock is sock:
                socket.pump(event)
                return True

    def shutdown(self, poller=None):
        """Hang up on everybody."""
        while self.sockets:
            self.sockets[0].drop()


class WebSocket:
    """One connection; `send` text or bytes, `close` it."""

    message, kind = b"", 0

    def __init__(self, module, sock, data):
        self.sock, self.module, self.data = sock, module, data

    def send(self, message):
        """Send a message; one that the TCP stack has no room for ends the connection."""
        text = isinstance(message, str)
        self._write(1 if text else 2, message.encode() if text else message)

    def close(self, code=1000):
        """Say goodbye; the other side's answer ends the connection."""
        self._write(_CLOSE, code.to_bytes(2, "big"))

    def drop(self):
        """Hang up."""
        sock, module = self.sock, self.module
        if sock:
            self.sock = None
            module.poller.unregister(sock)
            module.sockets.remove(self)
            try:
                sock.close()
            except OSError:
                pass  # it has gone all the same
            if module.on_close:
                module.on_close(self)

    def pump(self, event):
        """Take what has come."""
        try:
            data = self.sock.read(512)
            if data == b"" or (data is None and event & _GONE):
                return self.drop()
            self.data += data or b""
            while self.sock and self._take_frame(self.data):
                pass
        except OSError:
            self.drop()
        except Exception as error:  # noqa: BLE001 - a handler's may not end the loop
            log("message failed", error)
            self._refuse(1011)

    def _take_frame(self, data):
        """Take a frame (section 5.2) off the front; whether there was one."""
        if len(data) < 2:
            return False
        at, kind, size = 2, data[0] & 15, data[1] & 127
        if data[1] < 128 or data[0] & 0x70 or (kind > 7 and size > 125):
            return self._refuse(1002)  # not masked, or not a frame of this protocol
        if size > 125:
            at = 4
            if len(data) < at:
                return False
            size = data[2] << 8 | data[3] if size == 126 else 1 << 20
        if size + len(self.message) > self.module.max_message:
            return self._refuse(1009)
        end = at + 4 + size
        if len(data) < end:
            return False
        self.data = data[end:]
        body = bytearray(data[at + 4 : end])
        for i in range(size):
            body[i] ^= data[at + (i & 3)]
        self._take(data[0] & 128, kind, body)
        return True

    def _take(self, last, kind, body):
        """Take a frame's payload: of a control frame, or of a part of a message (section 5.4)."""
        if kind == _PING:
            self._write(_PONG, body)
        elif kind == _CLOSE:
            self._write(_CLOSE, body[:2])
            self.drop()
        elif kind < 3 and (kind == 0) == (self.kind != 0):
            self.kind = self.kind or kind
            self.message += body
            if last:
                self._deliver(self.message, self.kind)
        elif kind != _PONG:
            self._refuse(1002)

    def _deliver(self, message, kind):
        self.message, self.kind = b"", 0
        if kind == 1:
            try:
                message = message.decode()
            except ValueError:
                return self._refuse(1007)
        self.module.on_message(self, message)

    def _refuse(self, code):
        self.close(code)
        self.drop()

    def _write(self, kind, body):
        size = len(body)
        head = (128 | kind, size) if size < 126 else (128 | kind, 126, size >> 8, size & 255)
        frame = bytes(head) + body
        try:
            if self.sock and self.sock.write(frame) != len(frame):
                self.drop()
        except OSError:
            self.drop()
