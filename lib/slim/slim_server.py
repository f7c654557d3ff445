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

import logging

from slim.pool import Pool
from slim.status import HttpError

_log = logging.getLogger("slim")

_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")


class SlimServer:
    """Limits are attributes; set those of the class before, or those of a subclass."""

    RESPONSE_PENDING = object()
    """What a handler returns that will answer later, by `request.response`."""

    clients = 4
    """Connections at a time; one that is idle or slow is given up for a new one."""
    buffer_size = 1024
    """Bytes of each connection's buffer: the longest head that a request may have."""
    max_body = 4096
    """Longest body in bytes, unless a module's `on_head` says otherwise."""
    backlog = 32
    """Connections that may wait in the TCP stack."""

    head_time = 5000
    """Milliseconds for a request's head, from the beginning of the connection."""
    body_time = 10000
    """Milliseconds for a body, or for each further `buffer_size` bytes of it."""
    send_time = 10000
    """Milliseconds for which a client may take nothing of its answer."""
    idle_time = 15000
    """Milliseconds for which a connection is kept after an answer."""
    pending_time = 60000
    """Milliseconds that a handler has which answers later."""
    linger_time = 500
    """Milliseconds to read on after an early answer, lest it be lost to a reset."""

    headers = ""
    """Header lines that every answer has, each with its line break."""
    not_found_url = None
    """Where to send who asks for what is not there, instead of a 404."""

    def __init__(self, poller, address="", port=80, config=None):
        if config:
            config.apply(self)
        self.poller = poller
        self._modules = []
        self._heads = []
        self._pool = Pool(self, address, port)

    def add_module(self, module) -> None:
        """Ask this module too, after those that were added before."""
        self._modules.append(getattr(module, "on_request", None) or module.OnRequest)
        if hasattr(module, "on_head"):
            self._heads.append(module.on_head)

    def pump(self, sock, event):
        """Take one event of the poller; True when the socket was one of ours."""
        pool = self._pool
        if sock is pool.listener:
            pool.accept()
            return True
        for client in pool.clients:
            if client.sock is sock:
                client.pump(event)
                return True
        return False

    def pump_expire(self) -> None:
        """End what has used up its time; to be called in every turn of the loop."""
        self._pool.expire()

    def shutdown(self, poller=None) -> None:
        """Hang up on everybody and free the port."""
        self._pool.close()

    def on_head(self, request):
        """Let the modules say what becomes of a body; called by the client."""
        for ask in self._heads:
            self.guard(ask, request)

    def handle(self, request):
        """Have a request answered; called by the client."""
        response = request.response
        for ask in self._modules:
            if self.guard(ask, request) is self.RESPONSE_PENDING or response.status:
                return
        self._refuse(request, response)

    def guard(self, call, *args):
        """Call what somebody else wrote; whatever it raises comes out as HttpError."""
        try:
            return call(*args)
        except (HttpError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001
            _log.exception("failed", exc_info=error)
            raise HttpError(500)

    def _refuse(self, request, response):
        method = request.method
        if method == "OPTIONS" and (request.allow or request.path == "*"):
            response.set_header("Allow", request.allow + "OPTIONS")
            response.send(204)
        elif request.allow:
            response.set_header("Allow", request.allow + "OPTIONS")
            response.error(405)
        elif self.not_found_url and (method == "GET" or method == "HEAD"):
            response.redirect(self.not_found_url, 307)
        else:
            response.error(404 if method in _METHODS else 501)
