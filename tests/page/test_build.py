"""The built page: its weight, its policy, what it asks of a browser, that it is built alike."""

import base64
import gzip
import hashlib
import re
import subprocess

import pytest

from tests.needs import need
from tests.page import pictures
from tests.page.conftest import SOURCES, build
from tests.page.mock import PAGE

BUDGET = 10240
LANGUAGES = ("en", "de", "fr", "es")

# Newer than Chrome 64 and iOS 12, or absent on plain http, or in the portals' small browsers.
TOO_NEW = r"""
    \bfetch\( AbortController globalThis queueMicrotask structuredClone replaceAll replaceChildren
    ResizeObserver BigInt localStorage sessionStorage indexedDB \bcookie crypto\.subtle randomUUID
    clipboard navigator\.share serviceWorker wakeLock WebSocket EventSource \balert\( \bconfirm\(
    \bprompt\( window\.open allSettled matchAll \.flat\( \.flatMap\( \.at\( fromEntries trimStart
    trimEnd Promise\.any WeakRef \.finally\( \?\.\D \?\? \|\|= &&= catch\{ static\{ outerHTML
    insertAdjacent document\.write \beval\( Function\( onvisibilitychange \(\?<
"""
TOO_NEW_STYLE = r"""
    gap: \bmin\( \bmax\( clamp\( inset: :is\( :where\( :has\( dvh svh accent-color aspect-ratio
    -inline -block overflow-wrap:anywhere backdrop-filter @layer @container :lang\( @supports
    color-mix\( light-dark\( & dialog
"""


@pytest.fixture(scope="module")
def html():
    return gzip.decompress(PAGE.read_bytes()).decode()


@pytest.fixture(scope="module")
def script(html):
    """The code without its sentences."""
    code = re.search(r"<script>(.*)</script>", html, re.S)[1]
    return re.sub(r'\{en:"\|.*?"\}', "", code)


@pytest.fixture(scope="module")
def style(html):
    return re.search(r"<style>(.*)</style>", html, re.S)[1]


def test_it_keeps_its_budget(html):
    assert PAGE.stat().st_size <= BUDGET
    assert len(gzip.compress(html.encode(), 9, mtime=0)) <= BUDGET * 1.02  # whatever compresses it


def test_its_gzip_has_no_name_no_time_and_no_system():
    assert PAGE.read_bytes()[:10] == bytes.fromhex("1f8b0800 00000000 02ff")


def test_it_asks_for_nothing_from_outside(html):
    links = re.findall(r"(?:src|href|action)=[\"']?([^\"' >]+)", html)
    assert set(links) == {"data:,", "/v1/connect"}
    outside = set(re.findall(r"https?://[^\s\"'`<]+", html))
    assert outside == set()


def test_its_policy_allows_its_own_script_and_style_alone(html, style):
    policy = re.search(r'http-equiv="?Content-Security-Policy"? content="([^"]+)"', html)[1]
    rules = dict(rule.split(" ", 1) for rule in policy.split(";"))

    def hashed(text):
        return "'sha256-%s'" % base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    code = re.search(r"<script>(.*)</script>", html, re.S)[1]
    assert rules == {
        "default-src": "'none'",
        "script-src": hashed(code),
        "style-src": hashed(style),
        "img-src": "data:",
        "connect-src": "'self'",
        "form-action": "'self'",
    }
    assert not re.search(r"<[^>]+ (style|on\w+)=", html.replace(code, ""))


def test_it_has_all_languages_and_no_others(html):
    assert re.findall(r'[{,](\w\w):"(?:rtl)?\|', html) == list(LANGUAGES)


@pytest.mark.parametrize("part, too_new", [("script", TOO_NEW), ("style", TOO_NEW_STYLE)])
def test_it_uses_nothing_newer_than_its_browsers(request, part, too_new):
    code = request.getfixturevalue(part)
    assert [found for name in too_new.split() for found in re.findall(name, code)] == []


def test_it_is_built_alike_everywhere(modules, tmp_path):
    process, built = build(tmp_path)
    assert process.returncode == 0, process.stdout + process.stderr
    assert built.read_bytes() == PAGE.read_bytes(), "run `npm run build` in www-src and commit it"


def test_a_page_that_is_too_heavy_is_not_built(modules, tmp_path):
    process, built = build(tmp_path, BUDGET="10000")
    assert process.returncode != 0 and "more than 10000" in process.stdout + process.stderr
    assert not built.exists()


def test_the_machine_and_the_languages_by_vitest(modules):
    result = subprocess.run(
        [need("npm"), "test", "--silent"],
        cwd=SOURCES,
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]


def test_the_lock_file_names_no_registry():
    lock = (SOURCES / "package-lock.json").read_text()
    assert '"resolved"' not in lock and "registry" not in lock


def test_pictures_are_not_made_with_other_fonts(monkeypatch, tmp_path):
    installed = []
    monkeypatch.setattr(pictures, "FONT_FOLDERS", [str(tmp_path)])
    monkeypatch.setattr(pictures.packages, "install", installed.append)
    for user, wanted in ((1000, []), (0, [list(pictures.FONT_PACKAGES)])):
        monkeypatch.setattr("os.geteuid", lambda user=user: user)
        with pytest.raises(SystemExit, match="apt-get install fonts-roboto fonts-noto-color"):
            pictures.need_fonts()
        assert installed == wanted
    for file in pictures.FONT_PACKAGES.values():
        (tmp_path / file).touch()
    pictures.need_fonts()
