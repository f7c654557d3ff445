"""WebSockets (RFC 6455), as an optional module of the server.

    def on_message(socket, message):        # str or bytes
        socket.send("you said " + message)

    sockets = WebSocketModule(server, "/ws", on_message)
    server.add_module(sockets)
    loop.add(sockets)                       # or feed it: sockets.pump(sock, event)
Pings are sent and answered, fragments put together, closing is a handshake.
"""

import binascii
import hashlib
from time import ticks_diff, ticks_ms

import slim

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
    idle = 30000
    """Milliseconds between pings; who is silent from one to the next is hung up on."""

    def __init__(self, server, path, on_message, on_close=None):
        self.since = ticks_ms()
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
        digest = hashlib.sha1(key.encode() + _KEY).digest()
        response.start(101, _UPGRADE % binascii.b2a_base64(digest).strip())
        if response.sent:
            WebSocket(self, response.client)

    def pump(self, sock, event):
        """Take one event of the poller; True when the socket was one of ours."""
        for socket in self.sockets:
            if socket.sock is sock:
                return socket.pump(event) or True

    def pump_expire(self):
        """Hang up on those who have gone without a word; to be called in every turn."""
        now = ticks_ms()
        if ticks_diff(now, self.since) > self.idle:
            self.since = now
            for socket in self.sockets[:]:
                if not socket.heard:
                    socket.drop()
                socket.heard = False
                socket._write(_PING, b"")

    def shutdown(self, poller=None):
        """Hang up on everybody."""
        while self.sockets:
            self.sockets[0].drop()


class WebSocket:
    """One connection; `send` text or bytes, `close` it."""

    message, kind, heard = b"", 0, True

    def __init__(self, module, client):
        self.module, self.sock = module, client.sock
        self.data = bytes(client.view[: client.count])
        client.sock = None  # it is ours now
        client.clear()
        module.poller.register(self.sock, 1)  # POLLIN
        module.sockets.append(self)
        self.pump(0)

    def send(self, message):
        """Send a message; one that the TCP stack has no room for ends the connection."""
        kind = 1 if isinstance(message, str) else 2
        self._write(kind, message.encode() if kind == 1 else message)

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
            slim.guard("close failed", sock.close)
            if module.on_close:
                slim.guard("close failed", module.on_close, self)

    def pump(self, event):
        """Take what has come."""
        try:
            data = self.sock.read(512)
            if data:
                self.data, self.heard = self.data + data, True
            elif data is not None or event & _GONE:
                return self.drop()
            while len(self.data) > 1 and self._take_frame(self.data):
                pass
        except Exception as error:  # noqa: BLE001 - a handler's may not end the loop
            if not isinstance(error, OSError):  # which is the other side's doing
                slim.log("message failed", error)
            self._refuse(1011)

    def _take_frame(self, data):
        """Take a frame (section 5.2) off the front; whether there may be another."""
        kind, size, at = data[0], data[1] - 128, 6
        if size < 0 or kind & 0x70 or (kind & 8 and size > (kind & 128) - 3):
            return self._refuse(1002)  # not masked, not of this protocol, a control frame in parts
        if size > 125:  # more bytes tell the size; those that are not here yet make it smaller
            at = 8 if size == 126 else 14
            size = int.from_bytes(data[2 : at - 4], "big")
        if size + len(self.message) > self.module.max_message:
            return self._refuse(1009)
        end = at + size
        if len(data) >= end:
            self.data = data[end:]
            body = bytearray(data[at:end])
            for i in range(size):
                body[i] ^= data[at - 4 + i % 4]
            self._take(kind & 15, body, kind & 128)
            return self.sock

    def _take(self, kind, data, end):
        """Take a frame's payload: of a control frame, or of a part of a message (section 5.4)."""
        if kind == _PING:
            self._write(_PONG, data)
        elif kind == _CLOSE:
            self._write(_CLOSE, data[:2])
            self.drop()
        elif kind < 3 and (not kind) != (not self.kind):
            kind |= self.kind
            data = self.message + data
            self.message, self.kind = (b"", 0) if end else (data, kind)
            try:
                data = data.decode() if kind == 1 and end else data
            except ValueError:
                return self._refuse(1007)
            if end:
                self.module.on_message(self, data)
        elif kind != _PONG:
            self._refuse(1002)

    def _refuse(self, code):
        self.close(code)
        self.drop()

    def _write(self, kind, data):
        size = len(data)
        head = (128 | kind, size) if size < 126 else (128 | kind, 126, size >> 8, size & 255)
        data = bytes(head) + data
        try:
            if self.sock and self.sock.write(data) != len(data):
                self.drop()
        except OSError:
            self.drop()
