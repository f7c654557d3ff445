"""What the server answers to a client that is as it should be."""

import gzip
import json
import re
import socket
import time

import pytest

from tests.slim.web import BIG, Reader, Web, get, post, read_answer


def test_json(web):
    answer = web.get("/hello")
    assert answer.status == 200
    assert answer.json() == {"message": "hello"}
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"


def test_what_a_request_knows(web):
    answer = web.get("/echo?a=1&b=c+d%C3%A9&a=2&flag&=x").json()
    assert answer == {
        "method": "GET",
        "path": "/echo",
        "query": {"a": "2", "b": "c dé", "flag": "", "": "x"},
        "host": "192.168.4.1",
        "agent": re.search("User-Agent: (.*)\r\n", get("/").decode()).group(1),
        "address": "127.0.0.1",
        "body": 0,
        "args": {},
    }


@pytest.mark.parametrize("path", ("/echo", "/echo/", "/ECHO", "/%65cho"))
def test_paths_match_whatever_their_case(web, path):
    assert web.get(path).status == 200


def test_arguments_of_a_route(web):
    answer = web.get("/Net/5cD80b1%20%C3%A9/x").json()
    assert answer["args"] == {"id": "5cD80b1 é"}
    assert web.get("/net//x").status == 404
    assert web.get("/net/5/y").status == 404


def test_absolute_form_names_the_host(web):
    answer = web.get("http://example.com:80/echo?x=1").json()
    assert (answer["host"], answer["path"], answer["query"]) == (
        "example.com:80",
        "/echo",
        {"x": "1"},
    )
    assert web.ask(b"GET http://example.com HTTP/1.1\r\n\r\n").headers["content-encoding"]


@pytest.mark.parametrize("slash", ("", "/"))
def test_absolute_form_with_nothing_but_a_query(web, slash):
    target = f"http://example.com{slash}?x=http://y/"
    answer = web.ask(get(target).replace(b"GET", b"PATCH", 1)).json()
    assert (answer["host"], answer["path"]) == ("example.com", "/")
    assert answer["query"] == {"x": "http://y/"}


@pytest.mark.parametrize("length", (500, 800, 1024, 5000, 100_000))
@pytest.mark.parametrize("name", ("Cookie", "cOOKIE"))
def test_cookies_may_be_long(web, length, name):
    """Phones send those of the host they look for."""
    cookies = f"{name}: a=" + "b" * (length // 2)
    answer = web.get("/echo?x=1", cookies, "X-Other: y", cookies).json()
    assert (answer["host"], answer["query"]) == ("192.168.4.1", {"x": "1"})
    answer = web.ask(post("/body", b"x" * 2000, cookies, cookies))
    assert answer.body == b"x" * 2000


def test_no_host_and_bare_line_feeds(web):
    assert web.ask(b"GET /echo HTTP/1.0\n\n").json()["host"] is None


def test_head_has_the_head_only(web):
    for path in ("/hello", "/plain.txt", "/pieces", "/nowhere", "/close"):
        with web.connect() as sock:
            sock.sendall(get(path).replace(b"GET", b"HEAD", 1))
            reader = Reader(sock)
            answer = reader.answer(bare=True)
            sock.sendall(get(path, "Connection: close"))
            if path != "/close":
                whole = reader.answer()
                length = len(whole.body)
                assert whole.status == answer.status
                assert int(answer.headers.get("content-length", length)) == length
            assert reader.nothing_left()


def test_options_and_wrong_methods_name_the_right_ones(web):
    def ask(method, path):
        return web.ask(f"{method} {path} HTTP/1.1\r\n\r\n".encode())

    assert ask("OPTIONS", "/hello").status == 204
    assert set(ask("OPTIONS", "/hello").headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert ask("OPTIONS", "*").status == 204
    answer = ask("DELETE", "/net/1/x")
    assert answer.status == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "PUT", "OPTIONS"}
    assert ask("POST", "/plain.txt").headers["allow"] == "GET, HEAD, OPTIONS"
    assert ask("POST", "/nowhere").status == 404
    assert ask("BREW", "/nowhere").status == 404


def test_forms(web):
    def fields(data, query=""):
        return web.ask(post("/form" + query, data)).json()

    assert fields(b"ssid=Maple+Street&password=correct%20horse%2B") == {
        "ssid": "Maple Street",
        "password": "correct horse+",
    }
    assert fields("ssid=Gr%C3%BCn \u2603".encode()) == {"ssid": "Grün \u2603"}
    assert fields(b"a=1&a=2&&b&c=&=d&e=f=g") == {"a": "2", "b": "", "c": "", "": "d", "e": "f=g"}
    assert fields(b"a=1&a=2&b=3", "?many") == {"a": ["1", "2"], "b": ["3"]}
    assert fields(b"") == {}


@pytest.mark.parametrize("data", (b"a=%", b"a=%4", b"a=%zz", b"a=%ff%fe", b"\xff=1", b"a=%+1"))
def test_a_broken_form_is_refused_with_a_sentence(web, data):
    answer = web.ask(post("/form", data))
    assert (answer.status, b"form is invalid" in answer.body) == (400, True)


def test_json_bodies(web):
    value = {"ssid": "Gr\u00fcn \u2603", "list": [1, 2.5, None, True]}
    assert web.ask(post("/json", json.dumps(value).encode())).json() == value
    for value in (5, "a]", "}", [], {}, [[1]], {"a": {"b": "}"}}, None):
        assert web.ask(post("/json", f" {json.dumps(value)} ".encode())).json() == value
    for data in (b"", b" ", b"{", b'{"a": "\xff"}', b"nul", b"[" * 300, b"[1", b"[1}", b"5 6"):
        answer = web.ask(post("/json", data))
        assert (answer.status, b"invalid JSON" in answer.body) == (400, True), data
    for data in (b"[[1]", b'{"a": {"b": 1}', b'{"a": {"b"}', b"[1, [2, [3]]", b'[{"a": 1}'):
        answer = web.ask(post("/json", data))
        assert (answer.status, b"invalid JSON" in answer.body) == (400, True), data


@pytest.mark.parametrize("size", (1, 100, 1000, 1024, 1025, 4000, 4096))
def test_bodies_come_whole(web, size):
    data = bytes(range(251)) * 17
    assert web.ask(post("/body", data[:size])).body == data[:size]


@pytest.mark.parametrize("pause", (0, 0.02))
@pytest.mark.parametrize("size", (10, 11, 2000))
def test_a_module_may_allow_less(web, size, pause):
    data = post("/little", b"x" * size)
    with web.connect() as sock:
        head = len(data) - size if pause else len(data)
        sock.sendall(data[:head])
        time.sleep(pause)
        sock.sendall(data[head:])
        assert read_answer(sock).status == (200 if size == 10 else 413)


def test_a_body_may_come_in_chunks(web):
    head = get("/body", "Transfer-Encoding: chunked").replace(b"GET", b"POST", 1)
    chunks = b"5;x=y\r\nhello\r\n0A\r\n, chunks..\r\n0\r\nTrailer: yes\r\n\r\n"
    with web.connect() as sock:
        reader = Reader(sock)
        for _ in range(2):
            sock.sendall(head + chunks)
            assert reader.answer().body == b"hello, chunks.."


def test_a_client_that_waits_is_told_to_continue(web):
    with web.connect() as sock:
        sock.sendall(post("/body", b"", "Expect: 100-continue", length=3))
        reader = Reader(sock)
        assert reader.answer().status == 100
        sock.sendall(b"abc")
        assert reader.answer().body == b"abc"


@pytest.mark.parametrize("size", (3, 5000, 300_000))
def test_a_body_of_any_length_can_be_received_in_pieces(web, size):
    assert web.ask(post("/upload", b"x" * size)).json() == {"bytes": size, "body": 0}
    head = get("/upload", "Transfer-Encoding: chunked").replace(b"GET", b"POST", 1)
    chunks = b"".join(b"3e8\r\n" + b"y" * 1000 + b"\r\n" for _ in range(size // 1000))
    answer = web.ask(head + chunks + b"0\r\n\r\n").json()
    assert answer["bytes"] == size // 1000 * 1000


@pytest.mark.parametrize("body", (b"abc.", b"x" * 1999 + b".", b"x" * 300_000))
def test_who_receives_a_body_may_answer_before_its_end(web, body):
    head = get("/picky", "Transfer-Encoding: chunked").replace(b"GET", b"POST", 1)
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts(body, 50))
    for request in (post("/picky", body), head + chunked + b"0\r\n\r\n"):
        answer = web.ask(request)
        assert answer.status == 413
        assert answer.json()["enough"] <= min(len(body), 4000)
    assert b"failed" not in web.output.encode()


def parts(data, size):
    return [data[at : at + size] for at in range(0, len(data), size)]


def test_files(web):
    answer = web.get("/plain.txt")
    assert answer.body == (web.www / "plain.txt").read_bytes()
    assert answer.headers["content-type"] == "text/plain"
    assert answer.headers["cache-control"] == "no-cache"
    assert web.get("/empty.txt").headers["content-length"] == "0"
    assert web.get("/a%20b.txt").body == b"with a space"
    assert web.get("/big.bin").body == (web.www / "big.bin").read_bytes()
    assert web.get("/unknown.xyz").status == 404
    assert web.get("/late.html").body == b"after the files"


def test_a_compressed_sibling(web):
    answer = web.get("/")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"] == "text/html"
    assert gzip.decompress(answer.body) == b"<h1>index</h1>" * 300
    assert web.get("/index.html").body == answer.body


def test_folders(web):
    assert web.get("/sub/").body == b"<h1>sub</h1>"
    for path in ("/sub", "//sub"):  # "//sub/" would be another host
        answer = web.get(path)
        assert (answer.status, answer.headers["location"]) == (302, "./sub/")


def test_a_file_that_the_browser_has_is_not_sent_again(web):
    tag = web.get("/plain.txt").headers["etag"]
    for line in (f"If-None-Match: {tag}", f'if-none-match: "other", {tag}'):
        answer = web.get("/plain.txt", line)
        assert (answer.status, answer.headers["etag"]) == (304, tag)
    assert web.get("/plain.txt", 'If-None-Match: "other"').status == 200
    for line in (f"If-Match: {tag}", f"If-Range: {tag}"):
        assert web.get("/plain.txt", line).status == 200


@pytest.mark.parametrize(
    "path",
    (
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/sub/../../secret.txt",
        "/..\\secret.txt",
        "/%5c..%5csecret.txt",
        "//../secret.txt",
        "/plain.txt%00.html",
        "/sub%00/../secret.txt",
        "../secret.txt",
        "/./../secret.txt",
    ),
)
def test_no_path_leaves_the_root(web, path):
    answer = web.get(path)
    assert answer.status in (400, 404)
    assert b"secret" not in answer.body


def test_a_file_that_grows_while_it_is_sent(web):
    path = web.www / "grows.bin"
    path.write_bytes(b"x" * 2_000_001)
    with web.connect(room=4096) as sock:
        sock.sendall(get("/grows.bin") + get("/hello"))
        time.sleep(0.2)
        with path.open("ab") as file:
            file.write(b"y" * 2000)
        reader = Reader(sock)
        assert reader.answer().body == b"x" * 2_000_001
        assert reader.answer().status == 200


def test_a_raw_nul_does_not_end_the_name_of_a_file(web):
    answer = web.get("/unknown.xyz\0.html")
    assert (answer.status, b"media" in answer.body) == (400, False)


def test_pieces_go_out_in_chunks(web):
    answer = web.get("/pieces?n=4")
    assert answer.headers["transfer-encoding"] == "chunked"
    assert answer.body == b"piece 0, \xffpiece 1, piece 2, \xffpiece 3, "
    assert web.get("/stream").body == (web.www / "plain.txt").read_bytes()


def test_pieces_for_an_old_client_end_with_the_connection(web):
    answer = web.ask(get("/pieces", version="1.0"))
    assert "transfer-encoding" not in answer.headers
    assert answer.body == b"piece 0, \xffpiece 1, piece 2, \xff"


@pytest.mark.parametrize("version", ("1.0", "1.1"))
def test_pieces_may_be_empty_as_long_as_there_is_nothing_to_say(web, version):
    with web.connect() as sock:
        sock.sendall(get("/waits", version=version))
        time.sleep(0.1)
        assert web.waits() < 0.1
        assert read_answer(sock).body == b"one, two"
    with web.connect() as sock:
        sock.sendall(get("/waits", version=version))
        time.sleep(0.1)
    assert web.waits() < 0.1


def test_who_has_nothing_to_say_for_long_is_broken_off(tmp_path):
    with Web(tmp_path, "times=(5000, 10000, 60000, 300, 3000)") as web, web.connect() as sock:
        sock.sendall(get("/waits"))
        start = time.monotonic()
        assert Reader(sock).rest().endswith(b"one, \r\n")
        assert 0.2 < time.monotonic() - start < 3
        assert web.get("/hello").status == 200


def test_an_answer_that_breaks_off_is_not_taken_for_whole(web):
    with web.connect() as sock:
        sock.sendall(get("/breaks"))
        with pytest.raises(ConnectionError):
            read_answer(sock)
    assert "ValueError: on purpose" in web.output


def test_an_answer_may_come_later(web):
    start = time.monotonic()
    with web.connect() as slow:
        slow.sendall(get("/later?ms=300"))
        assert web.waits() < 0.25
        assert read_answer(slow).json() == {"late": 300}
    assert time.monotonic() - start >= 0.3


def test_nobody_is_answered_later_who_has_gone(web):
    with web.connect() as sock:
        sock.sendall(get("/later?ms=200"))
        time.sleep(0.05)
    with web.connect() as other:
        other.sendall(get("/later?ms=300"))
        assert read_answer(other).json() == {"late": 300}


def test_head_closes_what_would_be_streamed(tmp_path):
    with Web(tmp_path, files=20) as web:
        for _ in range(40):
            assert web.ask(get("/stream").replace(b"GET", b"HEAD", 1)).status == 200


@pytest.mark.parametrize("code", (204, 304))
def test_some_answers_never_have_a_body(web, code):
    with web.connect() as sock:
        sock.sendall(get(f"/status?code={code}&body=x") + get("/hello"))
        reader = Reader(sock)
        assert reader.answer().status == code
        assert reader.answer().json() == {"message": "hello"}


def test_headers_of_ones_own(web):
    assert web.get("/status?code=299&body=x").headers["x-made"] == "yes"
    assert web.get("/status?code=299&retry").headers["retry-after"] == "5"
    for text in ("", "&text"):
        answer = web.get("/status?code=299&body=x&type=a/b" + text)
        assert answer.headers["content-type"] == "a/b"
    assert web.get("/status?code=500&type=a/b").headers["content-type"].startswith("text/html")
    answer = web.get("/inject")
    assert (answer.status, answer.headers["cache-control"]) == (500, "no-store")
    assert "x-other" not in answer.headers


def test_errors_are_pages_or_json(web):
    page = web.get("/refuses")
    assert (page.status, page.headers["content-type"]) == (409, "text/html; charset=utf-8")
    assert b"Another &lt;one> is at it." in page.body
    data = web.ask(b"GET /refuses HTTP/1.1\r\nAccept: application/json, */*\r\n\r\n")
    assert data.json() == {"code": 409, "name": "Conflict", "message": "Another <one> is at it."}
    bare = web.ask(b"GET /refuses HTTP/1.1\r\nAccept: image/png\r\n\r\n")
    assert (bare.status, bare.body) == (409, b"")


def test_a_handler_that_fails_ends_its_request_only(web):
    answer = web.get("/fails")
    assert answer.status == 500
    assert b"on purpose" not in answer.body
    assert "KeyError: on purpose" in web.output
    assert web.get("/hungry").status == 503
    assert web.get("/twice").json() == 1


def test_who_fails_after_the_answer_is_logged_only(web):
    web.get("/hello")  # by now all is written that an earlier request had logged
    before = web.output.count("Traceback")
    with web.connect() as sock:
        reader = Reader(sock)
        for _ in range(3):
            sock.sendall(get("/fails_late"))
            assert reader.answer().json() == "done"
        sock.sendall(get("/fails_late?close"))
        assert reader.answer().json() == "done"
        assert reader.nothing_left()
    assert web.get("/hello").json() == {"message": "hello"}
    assert web.output.count("Traceback") - before == web.output.count("KeyError: too late") == 4


@pytest.mark.parametrize("path", ["/fails_late", "/fails_late?wrong"])
def test_who_fails_after_the_answer_ends_no_request_that_was_sent_ahead(web, path):
    before = web.output.count("too late")
    with web.connect() as sock:
        reader = Reader(sock)
        sock.sendall(get(path) + get("/hello") + get("/close"))
        assert [reader.answer().json() for _ in range(3)] == ["done", {"message": "hello"}, "bye"]
        assert reader.nothing_left()
    assert web.output.count("too late") == before + 1


def test_who_fails_after_an_early_answer_gives_no_second_one(web):
    with web.connect() as sock:
        reader = Reader(sock)
        sock.sendall(post("/early", b"x" * 1500))
        assert reader.answer().json() == "early"
        sock.shutdown(socket.SHUT_WR)
        assert reader.nothing_left()


def test_pieces_may_be_anything_of_bytes(web):
    for version in ("1.0", "1.1"):
        answer = web.ask(get("/kinds", version=version))
        assert answer.body == b"bytes text array view"


def test_a_module_of_the_founding_kind(web):
    assert web.get("/founding").json()["m"] == "GET"


def test_connections_are_kept_and_closed_as_asked(web):
    with web.connect() as sock:
        reader = Reader(sock)
        for path in ("/hello", "/fails", "/nowhere", "/plain.txt", "/pieces", "/sub"):
            sock.sendall(get(path))
            assert "connection" not in reader.answer().headers
        sock.sendall(get("/hello", "connection: Close"))
        assert reader.answer().headers["connection"] == "close"
        assert reader.nothing_left()
    for request in (get("/close"), b"GET /hello HTTP/1.0\r\n\r\n"):
        with web.connect() as sock:
            sock.sendall(request)
            reader = Reader(sock)
            assert reader.answer().headers["connection"] == "close"
            assert reader.nothing_left()


def test_an_old_client_may_ask_to_be_kept(web):
    old = b"GET %s HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"
    with web.connect() as sock:
        reader = Reader(sock)
        for path in (b"/hello", b"/plain.txt", b"/nowhere", b"/status?code=204"):
            sock.sendall(old % path)
            assert reader.answer().headers["connection"] == "keep-alive"
        sock.sendall(old % b"/pieces")  # whose end is that of the connection
        assert reader.answer().headers["connection"] == "close"
        assert reader.nothing_left()


def test_requests_may_be_sent_ahead(web):
    requests = [get("/hello"), post("/body", b"x" * 700), get("/plain.txt"), get("/pieces")] * 5
    with web.connect() as sock:
        sock.sendall(b"".join(requests) + get("/hello", "Connection: close"))
        reader = Reader(sock)
        answers = [reader.answer() for _ in range(21)]
        assert [answer.status for answer in answers] == [200] * 21
        assert answers[5].body == b"x" * 700
        assert reader.nothing_left()


def test_sent_is_said_when_it_is_true(web):
    with web.connect(room=4096) as sock:
        sock.sendall(get("/watch"))
        time.sleep(0.1)
        assert web.get("/sent").json() == [False]
        assert len(read_answer(sock).body) == BIG
        time.sleep(0.1)
        assert web.get("/sent").json() == [True]
    with web.connect(room=4096) as sock:
        sock.sendall(get("/watch"))
        time.sleep(0.1)
    assert web.get("/sent?clear").json() == [True, False]
