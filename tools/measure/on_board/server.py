"""Measured: a server with routes and files on port argv[1], its files in the folder argv[2].

Its loop is written out, as anyone may who needs no scheduler. There is nothing else in it: with
how little heap it runs is measured, too.
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
        # Idle turns are measured elsewhere: here they would count how busy this machine is.
        for sock, event in poller.ipoll(5000):
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
print("ready")
try:
    serve()
except KeyboardInterrupt:
    server.shutdown(poller)
