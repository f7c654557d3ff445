"""The server of these tests: routes of all kinds and files, on port argv[1], from folder argv[2].

argv[3:] are limits, such as `clients=2`. GET /heap says how much of the heap is taken.
"""

import gc
import sys

from slim import HttpError
from slim.fileserver_module import FileserverModule
from slim.loop import Loop
from slim.slim_server import SlimServer
from slim.web_route_module import HttpMethod, RegisteredRoute, WebRouteModule
from slim.web_socket import WebSocketModule

GET, POST = HttpMethod.GET, HttpMethod.POST

loop = Loop()
uploads = {}
watched = []
greeted = []


def hello(request):
    greeted[:] = [True]
    request.response.json({"message": "hello"})


def echo(request):
    request.response.json(
        {
            "method": request.method,
            "path": request.path,
            "query": request.query,
            "host": request.host,
            "agent": request.header("USER-agent"),
            "address": request.address,
            "body": len(request.body),
            "args": request.route_args,
        }
    )


def form(request):
    request.response.json(request.form(many="many" in request.query))


def as_json(request):
    request.response.json(request.json())


def body(request):
    request.response.send(200, bytes(request.body), "application/octet-stream")


def pieces(request):
    def generate():
        for i in range(int(request.query.get("n", 3))):
            yield "piece %d, " % i
            yield b"" if i % 2 else b"\xff"

    request.response.stream(generate(), content_type="text/plain")


def kinds(request):
    request.response.stream([b"bytes ", "", "text ", bytearray(b"array "), memoryview(b"view")])


def waits(request):
    """Has nothing to say until somebody asks for /hello."""
    greeted.clear()

    def generate():
        yield b"one, "
        while not greeted:
            yield b""
            yield None
        yield b"two"

    request.response.stream(generate())


def breaks(request):
    def generate():
        yield "one"
        raise ValueError("on purpose")

    request.response.stream(generate())


def stream_file(request):
    file = open(sys.argv[2] + "/plain.txt", "rb")  # noqa: SIM115 - it closes it
    request.response.stream(file)


def later(request):
    delay = int(request.query.get("ms", 100))

    def answer():
        request.response.json({"late": delay})
        loop.scheduler.cancel_job(job)

    job = loop.scheduler.every(delay).milliseconds.do(answer)
    return SlimServer.RESPONSE_PENDING


def never(request):
    return SlimServer.RESPONSE_PENDING


def fails(request):
    raise KeyError("on purpose")


def fails_late(request):
    if "close" in request.query:
        request.response.close()
    request.response.json("done")
    raise (ValueError if "wrong" in request.query else KeyError)("too late")


def refuses(request):
    raise HttpError(409, "Another <one> is at it.")


def hungry(request):
    bytearray(1 << 30)


def twice(request):
    request.response.json(1)
    request.response.json(2)


def status(request):
    code = int(request.query["code"])
    request.response.set_header("X-Made", "yes")
    if "type" in request.query:
        request.response.set_header("Content-Type", request.query["type"])
    if "retry" in request.query:
        request.response.set_header("Retry-After", 5)
    if code == 500:
        raise KeyError("on purpose")
    body = request.query.get("body", "")
    request.response.send(code, body if "text" in request.query else body.encode())


def inject(request):
    request.response.set_header("Cache-Control", "max-age=9")
    request.response.set_header("X-Bad", "a\r\nX-Other: b")


def close(request):
    request.response.close()
    request.response.json("bye")


def watch(request):
    """Whether answers that were begun by /watch are reported as sent."""
    watched.append(request.response)
    request.response.file(sys.argv[2] + "/big.bin")


def sent(request):
    request.response.json([response.sent for response in watched])
    if "clear" in request.query:
        watched.clear()


def receive(request, data):
    uploads[request.path] = uploads.get(request.path, 0) + len(data)


def received(request):
    request.response.json({"bytes": uploads.pop(request.path, 0), "body": len(request.body)})


def picky(request, data):
    """Has had enough at 3,000 bytes, or when it sees a full stop."""
    receive(request, data)
    if uploads[request.path] >= 3000 or b"." in bytes(data):
        request.response.json({"enough": uploads.pop(request.path)}, 413)


def heap(request):
    gc.collect()
    gc.collect()
    request.response.json(gc.mem_alloc())


def on_message(socket, message):
    if message == "close":
        socket.close(1001)
    elif message == "fail":
        raise KeyError("on purpose")
    elif message == "much":
        socket.send("x" * 1000)
    else:
        socket.send(message)


class Founding:
    """A module as the founding library's."""

    def OnRequest(self, request):
        if request.Path == "/founding":
            request.Response.ReturnOkJSON({"agent": request.UserAgent, "m": request.Method})


class Early:
    """Answers before the body has come, and fails then."""

    def on_head(self, request):
        if request.path == "/early":
            request.response.json("early")
            raise KeyError("on purpose")

    def on_request(self, request):
        """Leave it to the others."""


class Late:
    """A module after the files."""

    def on_request(self, request):
        if request.path == "/late.html":
            request.response.send(200, "after the files")


for word in sys.argv[3:]:
    name, value = word.split("=")
    setattr(WebSocketModule if hasattr(WebSocketModule, name) else SlimServer, name, eval(value))
server = loop.add(SlimServer(loop.poller, "127.0.0.1", int(sys.argv[1])))
server.add_module(
    WebRouteModule(
        [
            RegisteredRoute(GET, "/hello", hello),
            RegisteredRoute(GET, "/echo", echo),
            RegisteredRoute(POST, "/echo", echo),
            RegisteredRoute(GET, "/net/<id>/x", echo),
            RegisteredRoute("PUT", "/net/<id>/x", echo),
            RegisteredRoute(POST, "/form", form),
            RegisteredRoute(POST, "/json", as_json),
            RegisteredRoute(POST, "/body", body),
            RegisteredRoute(GET, "/pieces", pieces),
            RegisteredRoute(GET, "/kinds", kinds),
            RegisteredRoute(GET, "/waits", waits),
            RegisteredRoute(GET, "/breaks", breaks),
            RegisteredRoute(GET, "/stream", stream_file),
            RegisteredRoute(GET, "/later", later),
            RegisteredRoute(GET, "/never", never),
            RegisteredRoute(GET, "/fails", fails),
            RegisteredRoute(GET, "/fails_late", fails_late),
            RegisteredRoute(GET, "/refuses", refuses),
            RegisteredRoute(GET, "/hungry", hungry),
            RegisteredRoute(GET, "/twice", twice),
            RegisteredRoute(GET, "/status", status),
            RegisteredRoute(GET, "/inject", inject),
            RegisteredRoute(GET, "/close", close),
            RegisteredRoute(GET, "/watch", watch),
            RegisteredRoute(GET, "/sent", sent),
            RegisteredRoute(POST, "/upload", received, receive),
            RegisteredRoute(POST, "/picky", received, picky),
            RegisteredRoute(HttpMethod.PATCH, "/", echo),
            RegisteredRoute(GET, "/heap", heap),
        ]
    )
)
server.add_module(WebRouteModule([RegisteredRoute(POST, "/little", body)], max_content_len=10))
sockets = loop.add(
    WebSocketModule(server, "/ws", on_message, lambda socket: print("closed by", socket))
)
server.add_module(sockets)
server.add_module(Founding())
server.add_module(Early())
server.add_module(
    FileserverModule({"html": "text/html", "txt": "text/plain", "bin": "x/y"}, sys.argv[2])
)
server.add_module(Late())
gc.collect()
print("ready")
loop.run_until(lambda: False)
