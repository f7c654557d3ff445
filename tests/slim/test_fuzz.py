"""Requests made by chance: the server answers by the rules or hangs up, and goes on.

An ordinary run takes the same short walk each time; the long one goes on for $FUZZ_SECONDS, from
the seed $FUZZ_SEED.
"""

import contextlib
import os
import random
import re
import time

import pytest

from tests.slim.test_hostile import KINDS
from tests.slim.web import Reader, Web, get, post, reset

SHORT = 250  # visits
SECONDS = float(os.environ.get("FUZZ_SECONDS", "30")) / 2  # of the long walk, for each word size
SEED = int(os.environ.get("FUZZ_SEED", "2"))

_CHUNKED = get("/body", "Transfer-Encoding: chunked").replace(b"GET", b"POST", 1)
GOOD = [
    get("/hello"),
    get("/echo?a=1&b=%20c"),
    get("/net/7/x"),
    get("/plain.txt"),
    get("/pieces"),
    get("/later?ms=1"),
    get("/fails"),
    get("/"),
    get("/nowhere").replace(b"GET", b"BREW", 1),
    get("/hello").replace(b"GET", b"OPTIONS", 1),
    post("/form", b"ssid=a+b&c=%41"),
    post("/json", b'{"a": [1, 2, {"b": null}]}'),
    post("/body", b"x" * 3000),
    post("/upload", b"y" * 5000),
    _CHUNKED + b"5\r\nhello\r\nA;q=1\r\n0123456789\r\n0\r\nT: u\r\n\r\n",
]
POSSIBLE = {100, 200, 204, 302, 304, 400, 404, 405, 408, 409, 413, 431, 500, 501, 503, 505}
BAD = [data for data, _ in KINDS.values()]
WORDS = [
    b"\r\n",
    b"\n",
    b"\r",
    b"\0",
    b" ",
    b":",
    b"%",
    b"%2e%2e/",
    b"..",
    b"//",
    b"?",
    b"&",
    b"=",
    b"\xff\xfe",
    b"0\r\n\r\n",
    b"HTTP/1.0",
    b"Content-Length: 7\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Connection: close\r\n",
    b"Expect: 100-continue\r\n",
    b"If-None-Match: *\r\n",
    b"Cookie: " + b"c" * 500,
    b"Host:\r\n",
    b"a" * 600,
]


def mutate(dice, data):
    """Change a few places: bytes, cuts, insertions, doublings."""
    data = bytearray(data)
    for _ in range(dice.choice((0, 0, 1, 1, 2, 5))):
        at = dice.randrange(len(data) + 1)
        to = at + dice.randint(0, 20)
        kind = dice.randrange(5)
        if kind == 0 and at < len(data):
            data[at] = dice.randrange(256)
        elif kind == 1:
            del data[at:to]
        elif kind == 2:
            data[at:at] = dice.choice(WORDS)
        elif kind == 3:
            data[at:at] = data[at:to]
        else:
            data[at:] = dice.choice(GOOD)[at:]
    return bytes(data)


def visit(dice, web):
    """One connection: some requests, in some segments, and some end; the statuses that came."""
    data = b"".join(mutate(dice, dice.choice(dice.choice((GOOD, BAD)))) for _ in range(2))
    statuses = []
    with contextlib.closing(web.connect(timeout=0.2)) as sock:
        with contextlib.suppress(ConnectionError):
            while data:
                cut = dice.choice((1, 10, 100, 1000, 100000))
                sock.sendall(data[:cut])
                data = data[cut:]
                if dice.random() < 0.01:
                    return statuses
        if dice.random() < 0.2:
            reset(sock)
            return statuses
        if dice.random() < 0.9:
            with contextlib.suppress(OSError):
                sock.shutdown(1)
        reader = Reader(sock)
        with contextlib.suppress(ConnectionError, TimeoutError):
            while True:
                statuses.append(reader.answer().status)
    return statuses


def faults(output):
    """Where exceptions were raised that were logged, but for the handlers of these tests."""
    places = re.findall(r'  File "([^\n]*)\n(?!  File )', output)
    return [place for place in places if "boards/plain.py" not in place]


def walk(web, dice, goes_on):
    """Visits while `goes_on(how many there were)`; how often each status came."""
    seen, visits = {}, 0
    while goes_on(visits):
        state = dice.getstate()
        try:
            for status in visit(dice, web):
                seen[status] = seen.get(status, 0) + 1
        except (AssertionError, ValueError) as error:
            dice.setstate(state)
            raise AssertionError(f"after {seen}: {error}, visit {visit(dice, web)}")
        visits += 1
    print(f"{visits} visits: {seen}")
    return seen


def endure(folder, bits, seed, goes_on):
    """A server of its own that is visited, and is as before afterwards; the statuses."""
    # Short limits, so that what waits for more does not hold up the walk.
    with Web(folder, "times=(40, 40, 60, 500, 20)", bits=bits) as web:
        for data in GOOD + BAD:
            with contextlib.closing(web.connect()) as sock, contextlib.suppress(ConnectionError):
                sock.sendall(data)
        time.sleep(0.5)
        before = web.heap()
        seen = walk(web, random.Random(seed), goes_on)
        time.sleep(0.5)
        assert web.get("/hello").json() == {"message": "hello"}
        assert web.growth(before, 256) <= 256, seen
        assert not faults(web.output), faults(web.output)
    assert seen.keys() >= {200, 204, 400, 404, 405, 413, 431, 500}, seen
    assert seen.keys() <= POSSIBLE, seen


def test_requests_by_chance(tmp_path, bits):
    endure(tmp_path, bits, 1, lambda visits: visits < SHORT)


@pytest.mark.long
def test_requests_by_chance_for_long(tmp_path, bits):
    end = time.monotonic() + SECONDS
    endure(tmp_path, bits, SEED, lambda visits: time.monotonic() < end)
