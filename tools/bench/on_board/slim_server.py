"""slim: port argv[1], folder of files argv[2]."""

import gc
import select
import sys

from slim.fileserver_module import FileserverModule
from slim.slim_server import SlimServer
from slim.web_route_module import HttpMethod, RegisteredRoute, WebRouteModule


def hello(request):
    request.response.json({"message": "hello"})


def network(request):
    form = request.form()
    request.response.json({"ssid": form["ssid"], "length": len(form["password"])})


def serve():
    while True:
        for sock, event in poller.ipoll(100):
            server.pump(sock, event)
        server.pump_expire()


routes = WebRouteModule(
    [
        RegisteredRoute(HttpMethod.GET, "/api/hello", hello),
        RegisteredRoute(HttpMethod.POST, "/api/network", network),
    ]
)
poller = select.poll()
server = SlimServer(poller, "127.0.0.1", int(sys.argv[1]))
server.add_module(routes)
server.add_module(FileserverModule({"html": "text/html", "bin": "a/b"}, root=sys.argv[2]))
if len(sys.argv) > 3:
    gc.collect()
    gc.disable()
print("ready")
try:
    serve()
except KeyboardInterrupt:
    print("allocated", gc.mem_alloc())
