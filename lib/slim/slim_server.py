"""An HTTP/1.1 server that no slow or hostile client can stop.

    poller = select.poll()
    server = SlimServer(poller)
    server.add_module(FileserverModule({"html": "text/html"}))
    while True:
        for sock, event in poller.ipoll(100):
            server.pump(sock, event)
        server.pump_expire()

A module is any object with `on_request(request)` (or `OnRequest`). Modules are asked in their
order; the first that answers, or returns `RESPONSE_PENDING` to answer later, ends the search. It
may have `on_head(request)` too, which sees a request that has a body before the body comes.
"""

import gc
import socket
from time import ticks_diff, ticks_ms

from slim import listen
from slim.client import Client


class SlimServer:
    """Limits are attributes: set those of the class before, or give some as `config`, a dict.

    All places for connections are made at once. When they are taken, whoever is silent, idle, slow
    or stalled for longest loses his to the next one who comes; while nobody can be spared,
    connections wait in the TCP stack.
    """

    RESPONSE_PENDING = object()
    """What a handler returns that will answer later, by `request.response`."""

    clients = 4
    """Connections at a time."""
    buffer_size = 1024
    """Bytes of each connection's buffer: the longest head that a request may have."""
    max_body = 4096
    """Longest body in bytes, unless a module's `on_head` says otherwise."""
    backlog = 64
    """Connections that may wait in the TCP stack."""
    times = (5000, 10000, 60000, 10000, 3000)
    """Milliseconds that a client has: for a head, and idle between two requests; for a body, or
    each further `buffer_size` bytes of it; for a handler that answers later; for taking nothing of
    an answer; for going on to send after it was answered early."""
    not_found_url = None
    """Where to send who asks for what is not there, instead of a 404."""

    def __init__(self, poller, address="", port=80, config=None):
        for name in config or ():
            setattr(self, name, config[name])
        self.poller = poller
        self.modules = []
        gc.collect()  # lest the buffers lie between what importing left behind
        self._clients = []
        for _ in range(self.clients):
            self._clients.append(Client(self))
        self._paused = False
        self.since = ticks_ms()
        self.sock = sock = socket.socket()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listen(sock, address, port, poller, self.backlog)

    def add_module(self, module) -> None:
        """Ask this module too, after those that were added before."""
        if not hasattr(module, "on_request"):
            module.on_request = module.OnRequest
        self.modules.append(module)

    def pump(self, sock, event):
        """Take one event of the poller; True when the socket was one of ours."""
        if sock is self.sock:
            self._open()
            return True
        for client in self._clients:
            if client.sock is sock:
                client.pump(event)
                return True

    def pump_expire(self) -> None:
        """End what has used up its time; to be called in every turn of the loop."""
        now = ticks_ms()
        if ticks_diff(now, self.since) < 20:  # often enough
            return
        self.since = now
        if self._paused and self.sock:
            self.poller.register(self.sock, 1)
            self._paused = False
        for client in self._clients:
            if client.sock and ticks_diff(now, client.since) >= self.times[client.step]:
                client.expire()

    def shutdown(self, poller=None) -> None:
        """Hang up on everybody and free the port."""
        for client in self._clients:
            client.close()
        if self.sock:
            self.poller.unregister(self.sock)
            self.sock.close()
            self.sock = None

    def handle(self, request):
        """Have a request answered; called by the client, which takes care of exceptions."""
        for module in self.modules:
            if module.on_request(request) is self.RESPONSE_PENDING or request.response.status:
                return
        from slim.failure import refuse

        refuse(request, self.not_found_url)

    def _open(self):
        for client in self._clients:
            if not client.sock:
                break
        else:
            client = self._room()
        if client:
            try:
                client.sock, client.address = self.sock.accept()
                client.open()
                self._paused = False
            except Exception:  # noqa: BLE001 - no descriptors left, if it happens again
                client.close()
                if self._paused is None:  # once may be EAGAIN: who came has gone again
                    self._room()
                else:
                    self._paused = None

    def _room(self):
        """Hang up on whom one can spare most; the place, if there was anybody."""
        while True:
            now = ticks_ms()
            found = most = 0
            waiting = True
            for client in self._clients:
                if client.sock:
                    # Milliseconds until it may be given up: it waits for a head (after an answer
                    # browsers ask again), for a body, for its handler; takes nothing; reads on.
                    late = 5 if client.event else 2, 250, 30000, 250, 5
                    late = ticks_diff(now, client.since) // late[client.step]
                    if late > most:
                        found, most = client, late
                    waiting &= client.step == 2
            if not found:
                break
            now = found.since
            if not found.step:
                found.pump(2)  # a last chance: its request may just have come
            if found.since == now:
                found.close()
            if not found.sock:
                return found
        if waiting:  # for handlers, all of them: new ones stay with the TCP stack for a moment
            self._paused = True
            self.poller.register(self.sock, 0)  # to add it again would take memory
