"""A server of these tests in the interpreter, and clients that are not always nice to it."""

import contextlib
import gzip
import json
import os
import re
import socket
import struct
import subprocess
import time
from pathlib import Path

from tools.interpreter import command
from tools.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
BOARDS = Path(__file__).resolve().parent / "boards"

BIG = 3_000_000  # bytes of big.bin

CHROME = (
    "Host: 192.168.4.1\r\nConnection: keep-alive\r\nUpgrade-Insecure-Requests: 1\r\n"
    "User-Agent: Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Mobile Safari/537.36\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
    "Accept-Encoding: gzip, deflate\r\nAccept-Language: en-US,en;q=0.9\r\n"
)


def get(path, *lines, version="1.1"):
    """The bytes of a GET as Chrome sends it, with more header lines."""
    more = "".join(line + "\r\n" for line in lines)
    return f"GET {path} HTTP/{version}\r\n{CHROME}{more}\r\n".encode()


def post(path, body, *lines, length=None):
    """The bytes of a POST, whose Content-Length may be a lie."""
    more = "".join(line + "\r\n" for line in lines)
    length = len(body) if length is None else length
    return (
        f"POST {path} HTTP/1.1\r\n{CHROME}{more}Content-Length: {length}\r\n\r\n".encode() + body
    )


def make_www(folder):
    """Files for the server: each of their kinds is met in a test."""
    (folder / "sub").mkdir(parents=True)
    (folder / "plain.txt").write_text("plain\n" * 1000)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "unknown.xyz").write_bytes(b"no media type")
    (folder / "index.html.gz").write_bytes(gzip.compress(b"<h1>index</h1>" * 300, mtime=0))
    (folder / "sub" / "index.html").write_text("<h1>sub</h1>")
    (folder / "a b.txt").write_text("with a space")
    (folder / "big.bin").write_bytes(bytes(range(250)) * (BIG // 250))
    (folder.parent / "secret.txt").write_text("secret")
    return folder


class Web:
    """A running server; a context manager that sees to it that it has not died meanwhile."""

    def __init__(self, folder, *limits, bits=64, heapsize="1M", board="plain.py", files=None):
        self.port = free_port()
        self.www = folder / "www"
        if not self.www.exists():
            make_www(self.www)
        self._log = (folder / f"output-{self.port}").open("w+b")
        line = [*command(bits), "-X", f"heapsize={heapsize}", str(BOARDS / board)]
        if files:
            line = ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh", *line]
        self._process = subprocess.Popen(
            [*line, str(self.port), str(self.www), *limits],
            env={**os.environ, "MICROPYPATH": f".frozen:{ROOT / 'lib'}"},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

    def __enter__(self):
        end = time.monotonic() + 20
        while b"ready" not in self.output.encode():
            assert self._process.poll() is None and time.monotonic() < end, self.output
            time.sleep(0.01)
        return self

    def __exit__(self, kind, *_):
        alive = self._process.poll() is None
        self._process.kill()
        self._process.wait()
        output = self.output
        self._log.close()
        if kind is None:
            assert alive, output

    @property
    def output(self):
        """What it has printed on both its outputs."""
        return Path(self._log.name).read_text(errors="replace")

    def connect(self, timeout=10, room=None):
        """A new connection; `room` is how many bytes may wait in it to be read."""
        sock = socket.socket()
        if room:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        sock.settimeout(timeout)
        sock.connect(("127.0.0.1", self.port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock

    def ask(self, data, timeout=10):
        """The answer to one request on a connection of its own."""
        with self.connect(timeout) as sock:
            sock.sendall(data)
            return read_answer(sock, data.startswith(b"HEAD "))

    def get(self, path, *lines):
        return self.ask(get(path, *lines))

    def heap(self):
        """Bytes of the heap that are in use after a collection.

        The least of some: the collector takes whatever looks like an address for one. What errors
        and long bodies need has been loaded: done between two looks, it would be taken for growth.
        """
        self.ask(post("/body", b"x" * 1500))
        self.get("/nowhere")
        return min(self.get("/heap", "Connection: close").json() for _ in range(5))

    def fill(self):
        """More connections at once than it ever has: what they make it keep is no growth later."""
        crowd = [self.connect() for _ in range(40)]
        for sock in crowd:
            sock.sendall(b"GET /")
        self.waits()
        for sock in crowd:
            sock.close()

    def growth(self, before, most=64):
        """Bytes of the heap that are in use more than before, once it has noticed who has gone.

        Looked at again after other requests, as long as it is too much: what former calls left on
        the stack looks like an address, and lies elsewhere then; what has leaked stays.
        """
        end = time.monotonic() + 3
        while True:
            more = self.heap() - before
            if more <= most or time.monotonic() > end:
                return more
            time.sleep(0.05)
            self.fill()

    def waits(self):
        """Seconds until an ordinary request is answered."""
        start = time.monotonic()
        assert self.get("/hello").status == 200
        return time.monotonic() - start


class Answer:
    """A parsed answer: status, headers (lower case), body."""

    def __init__(self, status, head, headers, body):
        self.status, self.head, self.headers, self.body = status, head, headers, body

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.head!r} {self.body[:200]!r}>"


def read_answer(sock, bare=False):
    """One answer, read strictly: what its head promises, and not a byte more."""
    reader = Reader(sock)
    answer = reader.answer(bare)
    return answer


class Reader:
    """Reads answers off a connection, one after the other."""

    def __init__(self, sock):
        self._sock, self._data = sock, b""

    def _more(self):
        data = self._sock.recv(65536)
        if not data:
            raise ConnectionError(f"hung up after {self._data!r}")
        self._data += data

    def _take(self, count):
        while len(self._data) < count:
            self._more()
        taken, self._data = self._data[:count], self._data[count:]
        return taken

    def _line(self):
        while b"\r\n" not in self._data:
            self._more()
        line, self._data = self._data.split(b"\r\n", 1)
        return line.decode()

    def answer(self, bare=False):
        status, headers = self._line(), {}
        match = re.fullmatch(r"HTTP/1\.1 (\d{3}) [A-Za-z -]*", status)
        assert match, status
        while line := self._line():
            name, value = line.split(": ", 1)
            assert name.lower() not in headers, line
            headers[name.lower()] = value
        code = int(match.group(1))
        return Answer(code, status, headers, self._body(code, headers, bare))

    def _body(self, code, headers, bare):
        if bare or code in (100, 101, 204, 304):
            assert code != 204 or "content-length" not in headers
            return b""
        if headers.get("transfer-encoding") == "chunked":
            assert "content-length" not in headers
            return b"".join(self._chunks())
        if "content-length" in headers:
            return self._take(int(headers["content-length"]))
        assert headers["connection"] == "close"
        return self.rest()

    def _chunks(self):
        while size := int(self._line(), 16):
            yield self._take(size)
            assert self._line() == ""
        assert self._line() == ""

    def rest(self):
        """All until the other side hangs up."""
        with contextlib.suppress(ConnectionError):
            while True:
                self._more()
        rest, self._data = self._data, b""
        return rest

    def nothing_left(self):
        """Whether the other side hangs up without another byte."""
        return self.rest() == b""


def reset(sock):
    """Close it with a reset."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()
