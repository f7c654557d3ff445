"""Programs that people use, talking to the server: curl, wget, ab, Chromium and Firefox."""

import contextlib
import gzip
import re
import subprocess

import pytest

from tests.browser import phone_page
from tests.needs import need
from tests.slim.web import BIG, Web, make_www, post, read_answer

PAGE = """<!doctype html><title>waiting</title><link rel=stylesheet href=look.css>
<link rel=icon href=icon.svg><img src=picture.svg><p id=said></p>
<script src=script.js></script>"""
SCRIPT = """fetch("/hello").then(answer => answer.json()).then(hello => {
  document.getElementById("said").textContent = hello.message;
  return fetch("/form", {method: "POST", body: new URLSearchParams({ssid: "Café & Co"})});
}).then(answer => answer.json()).then(form => { document.title = form.ssid; });"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">%s</svg>'


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A server with a page of four resources."""
    folder = tmp_path_factory.mktemp("site")
    www = make_www(folder / "www")
    (www / "page.html").write_text(PAGE)
    (www / "look.css.gz").write_bytes(gzip.compress(b"p { color: rgb(1, 2, 3) }"))
    (www / "script.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (www / "picture.svg").write_text(SVG % ("<!-- -->" * 5000))
    (www / "icon.svg").write_text(SVG % "")
    with Web(folder, board="site.py") as web:
        yield web


def run(*command, **kwargs):
    """What a program prints; it must end well."""
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
        **kwargs,
    )
    assert done.returncode == 0, done.stdout.decode(errors="replace")
    return done.stdout


@pytest.mark.parametrize("version", ("--http1.0", "--http1.1"))
def test_curl(web, version, tmp_path):
    url = f"http://127.0.0.1:{web.port}"
    curl = (need("curl"), "--silent", "--show-error", "--fail", "--max-time", "20", version)
    assert run(*curl, url + "/hello", url + "/hello") == b'{"message": "hello"}' * 2
    assert run(*curl, "--data", "ssid=a b", url + "/form") == b'{"ssid": "a b"}'
    assert run(*curl, "--compressed", url + "/") == b"<h1>index</h1>" * 300
    assert run(*curl, url + "/pieces") == b"piece 0, \xffpiece 1, piece 2, \xff"
    assert run(*curl, url + "/big.bin") == (web.www / "big.bin").read_bytes()
    assert b"Content-Length: 20" in run(*curl, "--head", url + "/hello")
    upload = tmp_path / "upload"
    upload.write_bytes(b"x" * 1_500_000)  # curl asks whether to continue before it sends this
    sent = run(*curl, "--data-binary", f"@{upload}", url + "/upload")
    assert sent == b'{"body": 0, "bytes": 1500000}' or sent == b'{"bytes": 1500000, "body": 0}'
    chunked = ("--header", "Transfer-Encoding: chunked", "--data-binary", "hello")
    if version == "--http1.1":
        assert run(*curl, *chunked, url + "/body") == b"hello"


def test_wget(web, tmp_path):
    wget = (need("wget"), "--quiet", "--tries=1", "--timeout=20")
    url = f"http://127.0.0.1:{web.port}"
    run(*wget, url + "/big.bin", url + "/hello", "--directory-prefix", tmp_path)
    assert (tmp_path / "big.bin").stat().st_size == BIG
    assert (tmp_path / "hello").read_bytes() == b'{"message": "hello"}'


@pytest.mark.parametrize("keep", ((), ("-k",)), ids=("new connections", "keep-alive"))
@pytest.mark.parametrize("path", ("/hello", "/plain.txt"))
def test_ab(web, keep, path):
    ab = need("ab", "apache2-utils")
    output = run(
        *(ab, "-q", "-n", "2000", "-c", "4", *keep, f"http://127.0.0.1:{web.port}{path}")
    ).decode()
    assert re.search(r"Complete requests: +2000\n", output), output
    assert re.search(r"Failed requests: +0\n", output), output
    assert "Non-2xx" not in output
    kept = re.search(r"Keep-Alive requests: +(\d+)\n", output)
    assert not keep or int(kept.group(1)) > 1900, output


def test_chromium_loads_a_page(site):
    with phone_page() as page:
        failed = []
        page.on("requestfailed", lambda request: failed.append(request.url))
        for _ in range(3):
            page.goto(f"http://127.0.0.1:{site.port}/page.html", wait_until="networkidle")
            page.wait_for_function("document.title === 'Café & Co'")
            assert page.locator("#said").text_content() == "hello"
            color = "getComputedStyle(document.querySelector('p')).color"
            assert page.evaluate(color) == "rgb(1, 2, 3)"
            assert page.evaluate("document.querySelector('img').naturalWidth") == 9
        assert not failed
    assert "Traceback" not in site.output


@pytest.mark.long
def test_firefox_loads_a_page(site, tmp_path):
    picture = tmp_path / "page.png"
    firefox = need("firefox-esr")
    url = f"http://127.0.0.1:{site.port}/page.html"
    profile = tmp_path / "profile"
    profile.mkdir()
    with contextlib.suppress(AssertionError):  # its exit status says nothing
        run(
            firefox, "--headless", "--profile", profile, "--screenshot", picture, url, cwd=tmp_path
        )
    assert picture.stat().st_size
    asked = re.findall(r"^asked (\S+)$", site.output, re.MULTILINE)
    assert {"/page.html", "/look.css", "/script.js", "/picture.svg"} <= set(asked), asked
    assert "Traceback" not in site.output


@pytest.mark.long
@pytest.mark.parametrize("data", (b"a=1", b"a=" + b"%41" * 60), ids=("short", "long"))
def test_a_hundred_thousand_requests_in_48_kb(tmp_path, data):
    """Forms and JSON, on kept and on new connections, in a heap of 48 KB with 32 bits."""
    with Web(tmp_path, bits=32, heapsize="48K", board="small.py") as web:
        request = post("/form", data)
        assert web.ask(request).status == 200
        before = web.heap()
        for _ in range(1000):
            with web.connect() as sock:
                for _ in range(100):
                    sock.sendall(request)
                    assert read_answer(sock).status == 200
        assert web.growth(before) <= 64
