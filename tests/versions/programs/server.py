"""slim: routes, forms, JSON, files, streams, refusals and DNS, a byte at a time."""

import json
import os

from micro_dns_srv import MicroDNSSrv
from phone import ask, resolve
from slim.fileserver_module import FileserverModule
from slim.loop import Loop
from slim.slim_server import SlimServer
from slim.web_route_module import HttpMethod, RegisteredRoute, WebRouteModule


def hello(request):
    name = request.route_args["name"]
    request.response.json({"hello": name, "from": request.query.get("from")})


def switch(request):
    request.response.json(request.form())


def add(request):
    request.response.send(200, str(sum(request.json())), "text/plain")


def count(request):
    request.response.stream("%d " % i for i in range(300))


os.mkdir("www")
with open("www/index.html", "w") as file:
    file.write("<h1>A ghost</h1>" * 300)

loop = Loop()
server = loop.add(SlimServer(loop.poller))
server.add_module(
    WebRouteModule(
        [
            RegisteredRoute(HttpMethod.GET, "/hello/<name>", hello),
            RegisteredRoute(HttpMethod.POST, "/switch", switch),
            RegisteredRoute(HttpMethod.POST, "/add", add),
            RegisteredRoute(HttpMethod.GET, "/count", count),
        ]
    )
)
server.add_module(FileserverModule({"html": "text/html"}, root="www"))
loop.add(MicroDNSSrv(lambda name: b"\1\2\3\4" if name == "ding.example" else None, loop.poller))
ran = []
loop.scheduler.every(1).milliseconds.do(lambda: ran.append(1))


def turn():
    loop.run_once(0)


def get(path, **headers):
    return ask(turn, "GET", path, **headers)


assert json.loads(get("/hello/Ada%20L.?from=caf%C3%A9")[2]) == {"hello": "Ada L.", "from": "café"}
form = "application/x-www-form-urlencoded"
status, _, said = ask(turn, "POST", "/switch", "on=a+b%26", "Content-Type: %s\r\n" % form)
assert (status, json.loads(said)) == (200, {"on": "a b&"})
assert ask(turn, "POST", "/add", "[1,2,39]", "Content-Type: application/json\r\n")[2] == b"42"
assert ask(turn, "POST", "/add", "[1,", "Content-Type: application/json\r\n")[0] == 400
status, head, said = get("/")
assert status == 200 and said == b"<h1>A ghost</h1>" * 300 and "ETag" in head, (status, head)
assert b"299 " in get("/count")[2]
assert get("/../start.py")[0] == 404 and get("/nowhere")[0] == 404
status, head, _ = ask(turn, "DELETE", "/switch")
assert status == 405 and "Allow: POST" in head, head
assert ask(turn, "POST", "/switch", headers="Content-Length: -1\r\n")[0] == 400
assert resolve(turn, "Ding.Example") == b"\1\2\3\4"
assert ran
loop.shutdown()
print("SERVED")
