"""WebSockets: messages, fragments, pings, closing, and what is refused (RFC 6455)."""

import base64
import hashlib
import struct
import time

import pytest

from tests.browser import phone_page
from tests.slim.web import Reader, Web, get, read_answer, reset

KEY = base64.b64encode(b"0123456789abcdef").decode()
UPGRADE = get(
    "/ws", "Upgrade: websocket", f"Sec-WebSocket-Key: {KEY}", "Sec-WebSocket-Version: 13"
)


def frame(kind, body=b"", last=True, mask=b"mask", extra=0):
    """A frame as a client sends it."""
    size = len(body)
    head = bytes((128 * last | kind | extra,))
    if size < 126:
        head += bytes((bool(mask) * 128 | size,))
    elif size < 65536:
        head += bytes((bool(mask) * 128 | 126,)) + struct.pack(">H", size)
    else:
        head += bytes((bool(mask) * 128 | 127,)) + struct.pack(">Q", size)
    if not mask:
        return head + body
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(body))


class Socket:
    """A client's end of one, upgraded."""

    def __init__(self, web, early=b""):
        self.sock = web.connect()
        self.sock.sendall(UPGRADE + early)
        self._reader = Reader(self.sock)
        answer = self._reader.answer()
        assert answer.status == 101, answer
        expected = hashlib.sha1(KEY.encode() + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()
        assert answer.headers["sec-websocket-accept"] == base64.b64encode(expected).decode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.sock.close()
        time.sleep(0.02)

    def send(self, *args, **kwargs):
        self.sock.sendall(frame(*args, **kwargs))

    def read(self):
        """(kind, body) of the next frame; None when the other side has hung up."""
        try:
            head = self._reader._take(2)
        except ConnectionError:
            return None
        assert head[0] & 0x70 == 0 and head[1] < 127, head
        size = head[1]
        if size == 126:
            size = int.from_bytes(self._reader._take(2), "big")
        return head[0] & 15, self._reader._take(size)


@pytest.mark.parametrize("size", (0, 1, 125, 126, 500, 1024))
def test_messages_are_echoed(web, size):
    with Socket(web) as socket:
        for _ in range(3):
            socket.send(1, b"x" * size)
            assert socket.read() == (1, b"x" * size)
            socket.send(2, b"\xff" * size)
            assert socket.read() == (2, b"\xff" * size)


def test_a_message_may_come_with_the_request(web):
    with Socket(web, frame(1, b"early") + frame(1, b"bird")) as socket:
        assert socket.read() == (1, b"early")
        assert socket.read() == (1, b"bird")


def test_a_size_may_take_eight_bytes_that_come_one_by_one(web):
    with Socket(web) as socket:
        for byte in b"\x81\xff" + struct.pack(">Q", 3) + b"\0\0\0\0" + b"yes":
            socket.sock.sendall(bytes((byte,)))
            time.sleep(0.001)
        assert socket.read() == (1, b"yes")


def test_fragments_with_a_ping_between(web):
    with Socket(web) as socket:
        socket.send(1, b"one ", last=False)
        socket.send(9, b"still there?")
        socket.send(0, "tw\u00f6 ".encode()[:3], last=False)
        socket.send(0, "tw\u00f6 ".encode()[3:])
        assert socket.read() == (10, b"still there?")
        assert socket.read() == (1, "one tw\u00f6 ".encode())
        socket.send(10, b"nobody asked")
        socket.send(2, b"ok")
        assert socket.read() == (2, b"ok")


def test_byte_by_byte(web):
    with Socket(web) as socket:
        for byte in frame(1, b"slowly") + frame(9, b"p"):
            socket.sock.sendall(bytes((byte,)))
            time.sleep(0.001)
        assert socket.read() == (1, b"slowly")
        assert socket.read() == (10, b"p")


def test_closing_is_a_handshake(web):
    with Socket(web) as socket:
        socket.send(8, b"\x03\xe8bye")
        assert socket.read() == (8, b"\x03\xe8")
        assert socket.read() is None
    with Socket(web) as socket:
        socket.send(1, b"close")
        assert socket.read() == (8, b"\x03\xe9")
        socket.send(8, b"\x03\xe9")
        assert socket.read() == (8, b"\x03\xe9")
        assert socket.read() is None


REFUSED = {
    "not masked": (frame(1, b"x", mask=b""), 1002),
    "an extension": (frame(1, b"x", extra=0x40), 1002),
    "an unknown kind": (frame(3, b"x"), 1002),
    "a fragment of nothing": (frame(0, b"x"), 1002),
    "a message in a message": (frame(1, b"x", last=False) + frame(1, b"x"), 1002),
    "a long ping": (frame(9, b"x" * 126), 1002),
    "a ping in parts": (frame(9, b"x", last=False), 1002),
    "a part of a ping, empty": (frame(9, last=False), 1002),
    "not UTF-8": (frame(1, b"\xff"), 1007),
    "too long": (frame(1, b"x" * 1025), 1009),
    "far too long": (frame(1, b"x" * 70000), 1009),
    "endless": (b"\x81\xff" + b"\xff" * 12, 1009),
    "too long in parts": (frame(1, b"x" * 600, last=False) + frame(0, b"x" * 600), 1009),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(web, name):
    data, code = REFUSED[name]
    with Socket(web) as socket:
        socket.sock.sendall(data)
        assert socket.read() == (8, code.to_bytes(2, "big"))
        assert web.get("/hello").status == 200


def test_a_handler_that_fails_ends_its_connection_only(web):
    with Socket(web) as socket:
        socket.send(1, b"fail")
        assert socket.read() == (8, b"\x03\xf3")
    assert web.get("/hello").status == 200


def test_only_so_many_at_a_time(web):
    with Socket(web), Socket(web):
        with web.connect() as third:
            third.sendall(UPGRADE)
            assert read_answer(third).status == 503
        assert web.get("/hello").status == 200
    with Socket(web) as socket:
        socket.send(1, b"again")
        assert socket.read() == (1, b"again")


def test_who_has_gone_without_a_word_is_hung_up_on(tmp_path):
    with Web(tmp_path, "idle=300") as web, Socket(web) as gone, Socket(web) as here:
        for _ in range(4):
            assert here.read() == (9, b"")
            here.send(10)
        assert gone.read() == (9, b"")
        assert gone.read() is None
        with Socket(web):
            here.send(1, b"still here")
            assert here.read()[0] in (1, 9)


def test_the_same_path_without_upgrade_is_left_to_others(web):
    assert web.get("/ws").status == 404


def test_who_does_not_read_is_hung_up_on_and_nothing_stays_behind(web):
    with Socket(web) as socket:
        socket.send(1, b"x")
        socket.read()
    time.sleep(0.05)
    before = web.heap()
    for _ in range(30):
        with Socket(web) as socket:
            for _ in range(20):
                socket.send(1, b"much")
            reset(socket.sock)
    time.sleep(0.05)
    assert web.growth(before) <= 64
    assert web.output.count("Traceback") == web.output.count("KeyError: on purpose")


def test_a_browser(web):
    script = """url => new Promise((done, failed) => {
      const socket = new WebSocket(url), heard = [];
      socket.onopen = () => socket.send("Gr\\u00fc\\u00dfe");
      socket.onmessage = event => { heard.push(event.data); socket.close(1000); };
      socket.onclose = event => done([heard, event.code, event.wasClean]);
      socket.onerror = failed;
    })"""
    with phone_page() as page:
        page.goto(f"http://127.0.0.1:{web.port}/sub/")
        heard = page.evaluate(script, f"ws://127.0.0.1:{web.port}/ws")
    assert heard == [["Gr\u00fc\u00dfe"], 1000, True]
