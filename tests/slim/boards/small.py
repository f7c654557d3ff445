"""A server with little around it, on port argv[1], for a small heap."""

import gc
import select
import sys

from slim.slim_server import SlimServer
from slim.web_route_module import HttpMethod, RegisteredRoute, WebRouteModule


def form(request):
    request.response.json({"fields": len(request.form())})


def heap(request):
    gc.collect()
    request.response.json(gc.mem_alloc())


poller = select.poll()
server = SlimServer(poller, "127.0.0.1", int(sys.argv[1]))
server.add_module(
    WebRouteModule(
        [
            RegisteredRoute(HttpMethod.POST, "/form", form),
            RegisteredRoute(HttpMethod.GET, "/heap", heap),
        ]
    )
)
print("ready")
while True:
    for sock, event in poller.ipoll(1000):
        server.pump(sock, event)
    server.pump_expire()
