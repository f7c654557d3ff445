"""What the founding library's README shows of its web server, run as it stands."""

import json
import os
import socket
import subprocess
import time

import pytest

from tests.slim.web import ROOT, read_answer
from tools.interpreter import command
from tools.ports import free_port

SERVER = """
import select
from slim.slim_server import SlimServer
from slim.fileserver_module import FileserverModule

poller = select.poll()

slim_server = SlimServer(poller)
"""

REST = """
from slim.web_route_module import WebRouteModule, RegisteredRoute, HttpMethod

def _hello(request):
    request.Response.ReturnOkJSON({"message": "hello"})

def _log(request):
    data = request.GetPostedURLEncodedForm()
    message = password = data.get("message", None)
    print(message)
    request.Response.ReturnOk()

slim_server.add_module(WebRouteModule([
    RegisteredRoute(HttpMethod.GET, "/api/hello", _hello),
    RegisteredRoute(HttpMethod.POST, "/api/log", _log)
]))
"""

FILES = """
slim_server.add_module(FileserverModule({"html": "text/html"}))
"""

LOOP = """
while True:
    for (s, event) in poller.ipoll(0):
        slim_server.pump(s, event)
    slim_server.pump_expire()
"""

# The names that its programs may use besides.
NAMES = """
class Names:
    def OnRequest(self, request):
        response = request.Response
        name = request.Path[1:]
        if name == "request":
            response.SetHeader("X-Names", "kept")
            response.ReturnJSON(201, [
                request.Method, request.QueryString, request.QueryParams, request.Host,
                request.Accept, request.UserAgent, request.UserAddress[0], request.ContentType,
                request.ContentLength, request.Content.decode(), request.IsUpgrade,
                request.GetHeader("x-one"), request.XOne, response.HeadersSent,
                request.GetPostedJSONObject() if request.Content else None,
                request.AcceptEncodings, request.AcceptLanguages, request.Cookies,
                response.Request is request, request.HttpVer, response.ContentLength,
            ])
        elif name == "missing":
            response.ReturnOkJSON([
                request.Accept, request.AcceptEncodings, request.AcceptLanguages, request.Cookies,
                request.Referer, request.Origin, request.Upgrade, request.CacheControl,
                request.UserAgent, request.ContentType, request.ContentLength, request.Host,
                request.GetHeader("X-One"), request.GetPostedURLEncodedForm(),
                response.AllowCaching, response.AccessControlAllowOrigin,
                response.ContentCharset, response.ContentType, request.HttpVer,
            ])
        elif name == "set":
            response.AllowCaching = True
            response.AccessControlAllowOrigin = "http://ding"
            response.ContentType = "text/css"
            response.ContentCharset = "UTF-8"
            response.ReturnOk("x{}")
        elif name == "redirect":
            response.ReturnRedirect("/elsewhere")
        elif name == "file":
            response.ReturnFile("www/index.html", "page.html")
        elif name == "typed":
            response.ContentType = "text/plain"
            if request.QueryString:
                response.ReturnFile("www/index.html")
            else:
                response.ReturnOk("x")
        elif name == "nofile":
            response.AllowCaching = True
            response.ReturnFile("www/none.html")
        elif name == "same":
            response.AllowCaching = True
            response.ReturnNotModified()
        elif name == "form":
            response.ReturnOkJSON([
                request.GetPostedURLEncodedForm(), request.GetPostedJSONObject()
            ])
        elif name == "stream":
            response.ReturnStream(200, open("www/index.html", "rb"))
        elif name == "return":
            response.Return(int(request.QueryString))
        elif name.startswith("Return"):
            getattr(response, name)()
        elif name == "unknown":
            response.Unknown
        if name in ("later",):
            return SlimServer.RESPONSE_PENDING

slim_server.add_module(Names())
"""


@pytest.fixture(params=(64, 32), ids=("64-bit", "32-bit"))
def board(request, tmp_path):
    """Runs a program as a board does, with a folder www; gives `ask(data)` and its output."""
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "index.html").write_text("<h1>a ghost</h1>")
    port = free_port()
    log = (tmp_path / "output").open("w+b")
    process = None

    def ask(data):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as sock:
            sock.sendall(data)
            return read_answer(sock)

    def start(source):
        nonlocal process
        (tmp_path / "main.py").write_text(source)
        path = f".frozen:{ROOT / 'lib'}:{ROOT / 'tools' / 'board' / 'modules'}"
        process = subprocess.Popen(
            [*command(request.param), "main.py"],
            cwd=tmp_path,
            env={**os.environ, "MICROPYPATH": path, "BOARD_PORTS": f"80:{port}"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        end = time.monotonic() + 10
        while True:
            try:
                ask(b"GET /none HTTP/1.1\r\n\r\n")
                return ask
            except ConnectionError:
                assert process.poll() is None, (tmp_path / "output").read_text()
                assert time.monotonic() < end
                time.sleep(0.02)

    start.port = port
    start.output = (tmp_path / "output").read_text
    yield start
    process.kill()
    process.wait()
    log.close()


def get(path, *lines):
    return "\r\n".join((f"GET {path} HTTP/1.1", "Host: ding", *lines, "", "")).encode()


def test_the_readme(board):
    ask = board(SERVER + REST + FILES + LOOP)
    assert ask(get("/")).body == b"<h1>a ghost</h1>"
    assert ask(get("/api/hello")).json() == {"message": "hello"}
    post = b"POST /api/log HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    assert ask(post + b"Content-Length: 14\r\n\r\nmessage=foobar").status == 200
    assert board.output().startswith("foobar\n")
    assert ask(get("/none.html", "Accept: application/json")).json()["code"] == 404


def test_files_first_no_longer_hide_what_comes_later(board):
    ask = board(SERVER + FILES + REST + LOOP)
    assert ask(get("/api/hello")).json() == {"message": "hello"}


def test_the_other_names(board):
    ask = board(SERVER + NAMES + LOOP)
    body = json.dumps({"a": 1}).encode()
    head = get(
        "/request?a=b&c",
        "Accept: text/html",
        "User-Agent: mine",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "X-One: two",
        "Accept-Encoding: gzip, br;q=0.5",
        "Accept-Language: de",
        "Cookie: a=b; c=d",
        "Connection: close, Upgrade",
    )
    answer = ask(head.replace(b"GET", b"PUT", 1) + body)
    assert (answer.status, answer.headers["x-names"]) == (201, "kept")
    assert answer.json() == [
        *("PUT", "a=b&c", {"a": "b", "c": ""}, "ding", ["text/html"], "mine", "127.0.0.1"),
        *("application/json", len(body), body.decode(), True, "two"),
        *("two", False, {"a": 1}),
        *(["gzip", "br;q=0.5"], ["de"], ["a=b", "c=d"]),
        *(True, "HTTP/1.1", 0),
    ]
    answer = ask(b"GET /missing HTTP/1.0\r\n\r\n")
    assert answer.json() == [[], [], [], [], *[""] * 6, 0, *[""] * 2, {}, *[None] * 4, "HTTP/1.0"]
    answer = ask(get("/set"))
    assert answer.headers["cache-control"] == "public, max-age=31536000"
    assert answer.headers["access-control-allow-origin"] == "http://ding"
    assert answer.headers["content-type"] == "text/css; charset=UTF-8"
    answer = ask(get("/redirect"))
    assert (answer.status, answer.headers["location"]) == (307, "/elsewhere")
    answer = ask(get("/file"))
    assert answer.headers["content-disposition"] == 'attachment; filename="page.html"'
    assert answer.body == b"<h1>a ghost</h1>" == ask(get("/stream")).body
    answer = ask(get("/ReturnOk", "Accept: application/json"))
    assert answer.json() == {"code": 200, "name": "OK", "message": "200 OK"}
    for path in ("/typed", "/typed?file"):
        assert ask(get(path)).headers["content-type"] == "text/plain"
    answer = ask(get("/nofile"))
    assert (answer.status, answer.headers["cache-control"]) == (404, "no-store")
    assert ask(get("/same")).headers["cache-control"] == "public, max-age=31536000"
    for kind, body, form, value in (
        ("APPLICATION/X-WWW-FORM-URLENCODED", b"a=b", {"a": "b"}, None),
        ("Application/JSON; charset=utf-8", b"[1]", {}, [1]),
        ("text/plain", b"a=b", {}, None),
    ):
        head = get("/form", "Content-Type: " + kind, "Content-Length: 3")
        assert ask(head.replace(b"GET", b"POST", 1) + body).json() == [form, value]
    assert ask(get("/unknown")).status == 500
    for code in (200, 204, 304, 400, 418):
        assert ask(get(f"/return?{code}")).status == code
    for name, code in (
        ("ReturnOk", 200),
        ("ReturnNotModified", 304),
        ("ReturnBadRequest", 400),
        ("ReturnForbidden", 403),
        ("ReturnNotFound", 404),
        ("ReturnMethodNotAllowed", 405),
        ("ReturnEntityTooLarge", 413),
        ("ReturnInternalServerError", 500),
        ("ReturnNotImplemented", 501),
        ("ReturnServiceUnavailable", 503),
    ):
        assert ask(get("/" + name)).status == code, name


def test_what_is_not_found_may_be_elsewhere(board):
    ask = board(SERVER + 'slim_server.not_found_url = "http://ding/"' + NAMES + LOOP)
    for path in ("/ReturnNotFound", "/nofile"):
        answer = ask(get(path))
        assert (answer.status, answer.headers["location"]) == (307, "http://ding/")
    assert ask(get("/return?404")).status == 404
