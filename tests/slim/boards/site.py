"""A page with its resources, on port argv[1] from folder argv[2]; says what was asked for."""

import sys

from slim.fileserver_module import FileserverModule
from slim.loop import Loop
from slim.slim_server import SlimServer
from slim.web_route_module import HttpMethod, RegisteredRoute, WebRouteModule


class Witness:
    """Sees every request, and answers none."""

    def on_request(self, request):
        print("asked", request.path)


TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
}

loop = Loop()
server = loop.add(SlimServer(loop.poller, "127.0.0.1", int(sys.argv[1])))
server.add_module(Witness())
server.add_module(
    WebRouteModule(
        [
            RegisteredRoute(
                HttpMethod.GET,
                "/hello",
                lambda request: request.response.json({"message": "hello"}),
            ),
            RegisteredRoute(
                HttpMethod.POST, "/form", lambda request: request.response.json(request.form())
            ),
        ]
    )
)
server.add_module(FileserverModule(TYPES, sys.argv[2]))
print("ready")
loop.run_until(lambda: False)
