"""The listening socket, and the fixed number of places for the connections that it brings.

When all places are taken, who is silent, idle, slow or stalled for longest loses his to the next
one who comes. While nobody can be spared, connections wait in the TCP stack.
"""

import socket
from select import POLLIN
from time import ticks_add, ticks_diff, ticks_ms

from micropython import const

from slim.client import Client

_RETRY = const(20)  # ms until a failed accept is tried again
_NO_SOCKETS = (12, 23, 24, 105)  # ENOMEM, ENFILE (lwIP), EMFILE, ENOBUFS


class Pool:
    """Made by the server; `close()` undoes it."""

    def __init__(self, server, address, port):
        self.clients = [Client(server, self, server.buffer_size) for _ in range(server.clients)]
        self._poller = server.poller
        self._retry = None  # while the listener is not watched: when to watch it again, in ticks
        self.listener = listener = socket.socket()
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(socket.getaddrinfo(address or "0.0.0.0", port)[0][-1])
            listener.listen(server.backlog)
            listener.setblocking(False)
            self._poller.register(listener, POLLIN)
        except OSError:
            listener.close()
            raise

    def close(self):
        """Hang up on everybody and free the port."""
        listener, self.listener = self.listener, None
        if listener:
            self._poller.unregister(listener)
            listener.close()
        for client in self.clients:
            client.close()

    def accept(self):
        """Give the next connection a place."""
        client = self._find_place(True)
        if not client:
            return self._pause_unless_brief()
        try:
            sock, address = self.listener.accept()
        except OSError as error:
            if error.errno in _NO_SOCKETS and not self._find_place(False):
                self._pause()  # the descriptors are used up, and not by us
            return
        except MemoryError:
            return self._pause()
        client.open(sock, address)

    def expire(self):
        """Once a turn: end what has used up its time."""
        now = ticks_ms()
        if self._retry is not None and ticks_diff(now, self._retry) >= 0:
            self.resume()
        for client in self.clients:
            if client.sock:
                client.expire(now)

    def resume(self):
        """Watch the listener again, because a place is free or may be by now."""
        if self._retry is not None and self.listener:
            self._retry = None
            self._poller.register(self.listener, POLLIN)

    def _find_place(self, or_free):
        """A place whose connection was given up, or that was free; None when there is none."""
        while True:
            now = ticks_ms()
            found, most = None, 0
            for client in self.clients:
                if not client.sock:
                    if or_free:
                        return client
                elif client.overdue(now) > most:
                    found, most = client, client.overdue(now)
            if not found or found.give_up():
                return found

    def _pause_unless_brief(self):
        for client in self.clients:
            if client.is_new():
                return
        self._pause()

    def _pause(self):
        """Leave connections to the TCP stack until one of ours is closed, or for a while."""
        self._retry = ticks_add(ticks_ms(), _RETRY)
        self._poller.unregister(self.listener)
