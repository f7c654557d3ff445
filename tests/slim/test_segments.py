"""A request may arrive in any number of segments, cut anywhere, and so may what follows it."""

import random
import time

import pytest

from tests.slim.web import Reader, get, post, read_answer

CHUNKED = (
    get("/body", "Transfer-Encoding: chunked").replace(b"GET", b"POST", 1)
    + b"5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n"
)
REQUESTS = {
    "GET": (get("/hello"), b'{"message": "hello"}'),
    "form": (post("/form", b"ssid=a+b&x=%41"), None),
    "body": (post("/body", b"0123456789" * 150), b"0123456789" * 150),
    "chunks": (CHUNKED, b"hello, world"),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_cut_once_anywhere(web, name):
    request, body = REQUESTS[name]
    with web.connect() as sock:
        reader = Reader(sock)
        for cut in range(1, len(request), max(1, len(request) // 150)):
            sock.sendall(request[:cut])
            time.sleep(0.0005)
            sock.sendall(request[cut:])
            answer = reader.answer()
            assert answer.status == 200, (cut, answer)
            assert body is None or answer.body == body, cut


@pytest.mark.parametrize("name", REQUESTS)
def test_byte_by_byte(web, name):
    request, body = REQUESTS[name]
    with web.connect() as sock:
        for i in range(len(request)):
            sock.sendall(request[i : i + 1])
            if i % 10 == 0:
                time.sleep(0.0005)
        answer = read_answer(sock)
        assert answer.status == 200
        assert body is None or answer.body == body


@pytest.mark.parametrize("seed", range(8))
def test_cut_at_random_while_sent_ahead(web, seed):
    dice = random.Random(seed)
    names = [dice.choice(list(REQUESTS)) for _ in range(30)]
    stream = b"".join(REQUESTS[name][0] for name in names)
    with web.connect() as sock:
        reader = Reader(sock)
        while stream:
            cut = dice.randint(1, 900)
            sock.sendall(stream[:cut])
            stream = stream[cut:]
            if dice.random() < 0.3:
                time.sleep(0.001)
        for name in names:
            answer = reader.answer()
            assert answer.status == 200
            assert REQUESTS[name][1] in (None, answer.body)


@pytest.mark.parametrize("empty", (b"\r\n", b"\n"))
@pytest.mark.parametrize("cut", (None, 1, 2, 3, 6))
def test_an_empty_line_before_a_request_is_skipped(web, empty, cut):
    for first in (b"", post("/body", b"x")):
        with web.connect() as sock:
            reader = Reader(sock)
            data = first + empty
            at = len(first) + (cut or 0)
            data += get("/hello")
            sock.sendall(data[:at])
            if cut:
                time.sleep(0.02)
            sock.sendall(data[at:])
            if first:
                assert reader.answer().body == b"x"
            assert reader.answer().status == 200
