"""Measured: a server with routes and files on port argv[1], its files in the folder argv[2].

Its loop is written out, as anyone may who needs no scheduler.

argv[3] `hold` switches garbage collection off and says at the end what is allocated; `files` says
which modules were loaded; without it nothing more is done.
"""

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


poller = select.poll()
server = SlimServer(poller, "127.0.0.1", int(sys.argv[1]))
server.add_module(
    WebRouteModule(
        [
            RegisteredRoute(HttpMethod.GET, "/api/hello", hello),
            RegisteredRoute(HttpMethod.POST, "/api/network", network),
        ]
    )
)
server.add_module(FileserverModule({"html": "text/html"}, root=sys.argv[2]))
mode = sys.argv[3] if len(sys.argv) > 3 else ""
if mode == "hold":
    import gc

    gc.collect()
    gc.disable()
try:
    print("ready")
    serve()
except KeyboardInterrupt:
    pass
if mode == "hold":
    print("allocated", gc.mem_alloc())
elif mode == "files":
    print("modules", *[name for name in sys.modules if name != "__main__"])
server.shutdown(poller)
