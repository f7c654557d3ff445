"""A board that is only its HTTP API, for playing every state of the page.

    python3 tests/page/mock.py            serves the page at http://127.0.0.1:8080/

    with MockBoard() as board:
        board.say(state="busy", net="Maple Street 12", id="4d", step="join")
        board.deaf = True                 # the radio is on another channel

It says what it is told to say and remembers what it was asked. With `play` set it also answers
an attempt the way a board does. It must not know how the page works.
"""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

PAGE = Path(__file__).resolve().parents[2] / "lib" / "wifi_setup" / "www" / "index.html.gz"

NETWORKS = [
    ("FRITZ!Box 7590 KL", 80, "wpa", True),
    ("Maple Street 12", 92, "wpa", False),
    ("Café Zürich — Guests", 70, "none", False),
    ("TP-LINK_8F2A", 55, "wpa", False),
    ("Vodafone-5G-Long-Network-Name-32", 45, "wpa", False),
    ("Office-Enterprise", 30, "company", False),
    ("old-printer", 22, "old", False),
    ("<b>Bobby</b> & 'Tables\"", 12, "wpa", False),
]


def network(name, strength=60, lock="wpa", saved=False, ssid=None):
    """One row of the list; `ssid` are the name's real bytes when they are not the text's."""
    ssid = name.encode() if ssid is None else ssid
    return {
        "id": ssid.hex(),
        "name": name,
        "strength": strength,
        "lock": lock,
        "saved": saved,
    }


class MockBoard:
    """A server on a free port of 127.0.0.1, as a context manager."""

    def __init__(self, port=0, play=False, page=PAGE):
        self.base = {
            "boot": "a1b2c3d4",
            "device": "Desk lamp",
            "ap": "Desk lamp setup",
            "local": "http://lamp-5cd80b1.local/",
            "mine": True,
            "scan": 1,
            "scanning": False,
        }
        self.full = {
            "networks": [network(*each) for each in NETWORKS],
            "offline": False,
            "look": {"accent": None, "logo": None, "sentence": None},
        }
        self.now = {"state": "idle"}
        self.play = play
        self.page = page
        self.deaf = False
        self.latency = 0.0
        self.answers = {}
        self.then = {}
        self.requests = []
        self.server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # a phone that hung up is no error
        self.url = "http://127.0.0.1:%d/" % self.server.server_port

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.deaf = False
        self.server.shutdown()
        self.server.server_close()

    def say(self, **state):
        """From now on the state is this (what belongs to every state stays)."""
        self.now = state

    def change(self, **base):
        """Changes what is part of every answer: device, boot, mine, scanning, scan..."""
        self.base = dict(self.base, **base)

    def asked(self, method, path):
        """The bodies of the requests to `path` so far."""
        return [body for what, where, body in self.requests if (what, where) == (method, path)]

    def state(self, full):
        """The answer of GET /v1/state."""
        answer = dict(self.base, **self.now)
        return dict(answer, **self.full) if full else answer

    def post(self, path, body):
        """(status, answer) of a POST; `answers` has the exceptions, `then` what it leads to."""
        self.now = self.then.get(path, self.now)
        if path in self.answers:
            return self.answers[path]
        if self.play:
            threading.Thread(target=self._play, args=(path, body), daemon=True).start()
        return 202, {"message": "accepted"}

    def _play(self, path, body):
        if path == "/v1/connect":
            ssid = body.get("id") or body.get("ssid", "").encode().hex()
            name = bytes.fromhex(ssid).decode("utf-8", "replace")
            steps = ["find", "join", "address"]
            if body.get("password") == "wrongwrong":
                steps.pop()
            for step in steps:
                self.say(state="busy", net=name, id=ssid, step=step)
                time.sleep(2)
            if len(steps) < 3:
                typed = "ssid" in body
                self.say(state="failed", net=name, id=ssid, reason="password", typed=typed)
                return
            addresses = [self.base["local"], "http://192.168.0.224/"]
            self.say(state="up", net=name, id=ssid, fresh=True, addresses=addresses)
        elif path == "/v1/scan":
            self.change(scanning=True)
            time.sleep(2.5)
            self.change(scanning=False, scan=self.base["scan"] + 1)
        elif path == "/v1/cancel":
            self.say(state="idle")
        elif path == "/v1/finish":
            self.now["finishing"] = True

    def _handler(board):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                self.reply(None)

            def do_POST(self):
                length = int(self.headers.get("Content-Length", 0))
                raw = self.rfile.read(length)
                if (self.headers.get("Content-Type") or "").startswith("application/json"):
                    self.reply(json.loads(raw))
                else:
                    form = parse_qs(raw.decode(), keep_blank_values=True)
                    self.reply({name: values[0] for name, values in form.items()})

            def reply(self, body):
                url = urlsplit(self.path)
                board.requests.append((self.command, url.path, body))
                time.sleep(board.latency)
                while board.deaf and url.path != "/":
                    time.sleep(0.02)
                if url.path == "/v1/state":
                    return self.json(200, board.state("full=1" in url.query))
                if self.command == "POST":
                    status, answer = board.post(url.path, body)
                    if "json" in (self.headers.get("Content-Type") or ""):
                        return self.json(status, answer)
                    if url.path == "/v1/connect":
                        name = body["ssid"].replace("&", "&amp;").replace("<", "&lt;")
                        page = "<p>Trying %s. Wait half a minute, then open this page again.</p>"
                        return self.send(200, (page % name).encode(), "text/html; charset=utf-8")
                if url.path in ("/", "/v1/finish"):
                    return self.send(200, board.page.read_bytes(), "text/html", gzip=True)
                return self.send(404, b"", "text/plain")

            def json(self, status, answer):
                self.send(status, json.dumps(answer).encode(), "application/json")

            def send(self, status, body, kind, gzip=False):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "no-store")
                self.send_header("Connection", "close")
                if gzip:
                    self.send_header("Content-Encoding", "gzip")
                self.end_headers()
                self.wfile.write(body)

        return Handler


if __name__ == "__main__":
    with MockBoard(port=int((sys.argv[1:] or ["8080"])[0]), play=True) as mock:
        print("The page is at %s (the password 'wrongwrong' is wrong). Ctrl-C ends." % mock.url)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            pass
