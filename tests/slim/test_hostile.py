"""Hostile clients: each gets a proper status or is hung up on, nobody else notices, and nothing
stays behind in the heap. 2,000 connections of each kind in the long tests, fewer otherwise."""

import contextlib
import random
import time

import pytest

from tests.slim.web import Reader, Web, get, post, read_answer, reset

_FEW, _MANY = 120, 2000
_DICE = random.Random(5)
_HEAD = get("/hello")[:-2]


def chunked(body):
    return get("/body", "Transfer-Encoding: chunked").replace(b"GET", b"POST", 1) + body


def with_lines(*lines):
    """A POST with these lines; what they promise follows."""
    return get("/body", *lines).replace(b"GET", b"POST", 1) + b"x" * 10


# What is sent, and how the connection is left: "reset", "close", or the statuses that may come.
KINDS = {
    "connects and resets": (b"", "reset"),
    "resets between header lines": (_HEAD[:200], "reset"),
    "resets in a body": (post("/body", b"x", length=2000), "reset"),
    "resets instead of reading": (get("/big.bin"), "reset"),
    "hangs up in the head": (_HEAD[:100], "close"),
    "hangs up in a body": (post("/body", b"x", length=10), "close"),
    "hangs up in a chunk": (chunked(b"5\r\nab"), "close"),
    "hangs up on who answers later": (get("/never"), "close"),
    "binary rubbish": (bytes(_DICE.randrange(256) for _ in range(700)) + b"\n\r\n", (400,)),
    "a NUL in the path": (get("/a%00b"), (400,)),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\r\n" * 3, (400,)),
    "no version": (b"GET /\r\n\r\n", (400,)),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (505,)),
    "64 KB of head": (_HEAD + b"X-Long: " + b"y" * 65536, (431,)),
    "64 KB of path": (b"GET /" + b"y" * 65536, (431,)),
    "1,000 headers": (_HEAD + b"A: b\r\n" * 1000 + b"\r\n", (431,)),
    "100 short headers": (b"GET / HTTP/1.1\r\n" + b"A:b\r\n" * 100 + b"\r\n", (431,)),
    "a folded header": (b"GET /hello HTTP/1.1\r\nA: b\r\n c: d\r\n\r\n", (400,)),
    "a negative length": (with_lines("Content-Length: -1"), (400,)),
    "a huge length": (with_lines("Content-Length: 99999999999999999999999"), (413,)),
    "a length too long": (with_lines("Content-Length: 5000"), (413,)),
    "a length in words": (with_lines("Content-Length: ten"), (400,)),
    "an empty length": (with_lines("Content-Length:"), (400,)),
    "a space behind a name": (with_lines("Content-Length : 5"), (400,)),
    "a tab behind a name": (with_lines("Transfer-Encoding\t: chunked"), (400,)),
    "two lengths": (with_lines("Content-Length: 10", "Content-Length: 5"), (400,)),
    "a list of lengths": (with_lines("Content-Length: 10, 10"), (400,)),
    "a length that is less": (post("/body", b"x" * 30, length=3), (200,)),
    "a length and chunks": (
        with_lines("Content-Length: 10", "Transfer-Encoding: chunked"),
        (400,),
    ),
    "chunks and a length": (
        with_lines("Transfer-Encoding: chunked", "Content-Length: 10"),
        (400,),
    ),
    "two codings": (
        with_lines("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"),
        (400,),
    ),
    "a coding not known": (with_lines("Transfer-Encoding: gzip, chunked"), (400,)),
    "a chunk longer than it says": (chunked(b"3\r\nabcdef\r\n0\r\n\r\n"), (400,)),
    "a chunk of negative size": (chunked(b"-3\r\nabc\r\n0\r\n\r\n"), (400,)),
    "a chunk without size": (chunked(b"\r\nabc\r\n0\r\n\r\n"), (400,)),
    "a chunk of 4 GB": (chunked(b"ffffffff\r\nabc"), (413,)),
    "a chunk of endless size": (chunked(b"f" * 5000), (400,)),
    "endless trailers": (chunked(b"0\r\n" + b"A: b\r\n" * 1000), (431,)),
    "a broken path": (get("/%zz"), (400,)),
    "not UTF-8": (get("/%ff"), (400,)),
}


def attack(web, data, ending):
    """One such connection."""
    with contextlib.ExitStack() as stack:
        sock = stack.enter_context(contextlib.closing(web.connect()))
        with contextlib.suppress(ConnectionError):  # it may have heard enough
            sock.sendall(data)
        if ending == "reset":
            reset(sock)
        elif ending != "close":
            assert read_answer(sock).status in ending
    if isinstance(ending, str):
        time.sleep(0.0002)  # not faster than they are accepted: the backlog is not what is tested


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", (_FEW, pytest.param(_MANY, marks=pytest.mark.long)))
def test_hostile(web, kind, count):
    data, ending = KINDS[kind]
    for _ in range(20):
        attack(web, data, ending)
    time.sleep(0.05)
    before = web.heap()
    for _ in range(count):
        attack(web, data, ending)
    time.sleep(0.05)
    assert web.growth(before) <= 64
    assert web.get("/hello").json() == {"message": "hello"}
    assert "Traceback" not in web.output


def test_an_early_answer_is_not_lost(web):
    """The client sends megabytes that nobody wants, and reads only then."""
    for path, status in (("/body", 413), ("/nowhere", 413)):
        with web.connect() as sock:
            sock.sendall(post(path, b"", length=3_000_000))
            sock.sendall(b"x" * 3_000_000)
            assert read_answer(sock).status == status


def test_the_rest_of_a_refused_request_is_not_taken_for_one(web):
    with web.connect() as sock:
        sock.sendall(post("/body", get("/hello") * 3, length=99999))
        reader = Reader(sock)
        assert reader.answer().status == 413
        assert reader.nothing_left()


def test_a_sender_without_end_is_hung_up_on(tmp_path):
    with Web(tmp_path, "times=(1000, 1000, 1000, 1000, 500)") as web, web.connect() as sock:
        sock.settimeout(0.2)
        end = time.monotonic() + 5
        with pytest.raises(ConnectionError):
            while time.monotonic() < end:
                with contextlib.suppress(TimeoutError):
                    sock.sendall(b"x" * 65536)


def test_all_kinds_at_once(web):
    """In an order that nobody planned, some of them at the same time."""
    dice = random.Random(11)
    kinds = list(KINDS.values())
    socks = []
    for _ in range(300):
        data, ending = dice.choice(kinds)
        sock = web.connect()
        with contextlib.suppress(ConnectionError):
            sock.sendall(data[: dice.randint(0, len(data))])
        socks.append(sock)
        if len(socks) > dice.randint(0, 8):
            leaving = socks.pop(dice.randrange(len(socks)))
            if dice.random() < 0.5:
                reset(leaving)
            leaving.close()
            time.sleep(0.0005)
    for sock in socks:
        sock.close()
    assert web.get("/hello").json() == {"message": "hello"}
    assert "Traceback" not in web.output
