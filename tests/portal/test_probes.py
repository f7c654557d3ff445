"""Each system's own probe, and its own rule for what the answer means (docs/captive-portal.md).

The rules are written down here as each system has them, and applied to the board's real answers:
before anything is chosen, while the board is joining, and after *Finish*.
"""

import time

import pytest

from tests.portal.boards import MAPLE, portal_board, raw

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/60.0.3112.32 Safari/537.36"
HELPER = "CaptiveNetworkSupport-407.40.1 wispr"


class Reply:
    """One answer: status, headers in lower case, and the body as it came."""

    def __init__(self, data):
        head, _, self.body = data.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        self.status = int(lines[0].split()[1])
        pairs = (line.split(": ", 1) for line in lines[1:])
        self.headers = {name.lower(): value for name, value in pairs}

    @property
    def length(self):
        return int(self.headers["content-length"]) if "content-length" in self.headers else None


def probe(board, url, agent=BROWSER, version="1.1", method="GET"):
    """Ask for a URL of anybody's, as a system that has resolved it to the board does."""
    host, _, path = url.partition("://")[2].partition("/")
    head = f"{method} /{path} HTTP/{version}\r\nHost: {host}\r\nUser-Agent: {agent}\r\n"
    since = time.monotonic()
    reply = Reply(raw(board.port, f"{head}Connection: close\r\n\r\n".encode()))
    reply.seconds = time.monotonic() - since
    return reply


# The rules. Each gives "portal", "online" or "no internet", in the system's own sense.


def android(board, url):
    """NetworkMonitor and CaptivePortalProbeResult; redirects are not followed."""
    reply = probe(board, url)
    if reply.status == 204:
        return "online"
    if not 200 <= reply.status <= 399:
        return "no internet"
    if reply.status == 200 and (reply.length if reply.length is not None else 0) <= 4:
        return "no internet"
    if reply.status in (301, 308):
        return "kept for ever"
    where = reply.headers.get("location", "")
    return "portal" if where.startswith(f"http://127.0.0.1:{board.port}/") else "portal, no page"


def apple(board, url):
    """The helper: HTTP/1.0, redirects followed, `Success` or not, and nothing empty."""
    for _ in range(5):
        reply = probe(board, url, HELPER, "1.0")
        if reply.status not in (301, 302, 303, 307, 308):
            break
        url = reply.headers["location"]
    if reply.status != 200 or not reply.body:
        return "no internet"
    wanted = b"<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>"
    return "online" if reply.body.strip() == wanted else "portal"


def ncsi(body):
    """Windows: the very text, or any other HTTP answer, which opens the browser."""

    def rule(board, url):
        reply = probe(board, url, "Microsoft NCSI")
        return "online" if reply.status == 200 and reply.body == body else "portal"

    return rule


def firefox(expected):
    """CaptiveDetect: 200 with other content, any 3xx, or 511; anything else is tried again."""

    def rule(board, url):
        reply = probe(board, url)
        if reply.status == 200:
            return "online" if reply.body == expected else "portal"
        return "portal" if 300 <= reply.status <= 399 or reply.status == 511 else "no internet"

    return rule


def chrome_os(board, url):
    """shill: 302 or 307 with an absolute Location is a portal for certain."""
    reply = probe(board, url)
    if reply.status in (302, 307):
        where = reply.headers.get("location", "")
        return "portal" if where.startswith("http://") else "suspected"
    if reply.status == 204 or (reply.status == 200 and len(reply.body) <= 1):
        return "online"
    return "suspected"


def network_manager(body):
    """libcurl, no redirects: the header or the text, and anything else is a portal."""

    def rule(board, url):
        reply = probe(board, url, "curl/7.88.1")
        if reply.headers.get("x-networkmanager-status") == "online":
            return "online"
        return "online" if body and reply.body.startswith(body) else "portal"

    return rule


def gnome(board, url):
    """The portal helper: only a redirect to another host shows that there is a portal."""
    reply = probe(board, url)
    where = reply.headers.get("location", "")
    if reply.status in (302, 303, 307) and "gnome.org" not in where:
        return "portal"
    return "not seen"


def kindle(board, url):
    reply = probe(board, url)
    return "online" if b"81ce4465-7167-4dcb-835b-dcc9e44c112a" in reply.body else "portal"


FIREFOX_PAGE = (
    b'<meta http-equiv="refresh" content="0;url=https://support.mozilla.org/kb/captive-portal"/>'
)

# Name: (rule, URL, verdict after Finish).
SYSTEMS = {
    "Android 9": (android, "http://connectivitycheck.gstatic.com/generate_204", "online"),
    "Android 9, fallback": (android, "http://www.google.com/gen_204", "online"),
    "Android 5": (android, "http://clients3.google.com/generate_204", "online"),
    "Android 11": (android, "http://connectivitycheck.gstatic.com/generate_204", "online"),
    "Android 14": (android, "http://play.googleapis.com/generate_204", "online"),
    "Android in China": (android, "http://connectivitycheck.gstatic.cn/generate_204", "online"),
    "Android in China, fallback": (android, "http://www.googleapis.cn/generate_204", "online"),
    "Xiaomi": (android, "http://connect.rom.miui.com/generate_204", "online"),
    "Huawei": (android, "http://connectivitycheck.platform.hicloud.com/generate_204", "online"),
    "GrapheneOS": (
        android,
        "http://connectivitycheck.grapheneos.network/generate_204",
        "online",
    ),
    "GrapheneOS, fallback": (android, "http://grapheneos.online/gen_204", "online"),
    "old Chinese ROM": (android, "http://g.cn/generate_204", "online"),
    "iOS": (apple, "http://captive.apple.com/hotspot-detect.html", "online"),
    "iOS, older": (apple, "http://www.apple.com/library/test/success.html", "online"),
    "iOS, random path": (apple, "http://www.thinkdifferent.us/x7Gh/q1.html", "online"),
    "Windows 11": (
        ncsi(b"Microsoft Connect Test"),
        "http://www.msftconnecttest.com/connecttest.txt",
        "online",
    ),
    "Windows 8": (ncsi(b"Microsoft NCSI"), "http://www.msftncsi.com/ncsi.txt", "online"),
    "Windows, opening": (ncsi(b""), "http://www.msftconnecttest.com/redirect", "portal"),
    "Firefox": (
        firefox(FIREFOX_PAGE),
        "http://detectportal.firefox.com/canonical.html",
        "online",
    ),
    "Firefox, by family": (
        firefox(b"success\n"),
        "http://detectportal.firefox.com/success.txt?ipv4",
        "online",
    ),
    "ChromeOS": (chrome_os, "http://www.gstatic.com/generate_204", "online"),
    "Chromium": (android, "http://connectivitycheck.gstatic.com/generate_204", "online"),
    "NetworkManager": (
        network_manager(b"NetworkManager is online"),
        "http://nmcheck.gnome.org/check_network_status.txt",
        "portal",
    ),
    "NetworkManager, Debian": (
        network_manager(None),
        "http://network-test.debian.org/nm",
        "portal",
    ),
    "NetworkManager, Ubuntu": (
        network_manager(None),
        "http://connectivity-check.ubuntu.com./",
        "portal",
    ),
    "GNOME": (gnome, "http://nmcheck.gnome.org/", "portal"),
    "Kindle": (
        kindle,
        "http://spectrum.s3.amazonaws.com/kindle-wifi/wifistub.html",
        "portal",
    ),
    "Nintendo": (gnome, "http://ctest.cdn.nintendo.net/", "portal"),
}


@pytest.fixture(scope="module")
def waiting(tmp_path_factory):
    """A board that waits for a choice."""
    with portal_board(tmp_path_factory.mktemp("waiting")) as board:
        yield board


@pytest.fixture(scope="module")
def joining(tmp_path_factory):
    """A board that is at a network which never answers."""
    silent = {**MAPLE, "fault": "silent"}
    with portal_board(tmp_path_factory.mktemp("joining"), networks=[silent], scale=1) as board:
        fields = {"ssid": MAPLE["ssid"], "password": MAPLE["password"]}
        assert board.phone.post("/v1/connect", fields).status == 202
        yield board


@pytest.fixture(scope="module")
def finishing(tmp_path_factory):
    """A board after Finish, whose last seconds have been made minutes."""
    slow = "from wifi_setup.session import Session\nSession.farewell = 600000"
    with portal_board(tmp_path_factory.mktemp("finishing"), before=slow) as board:
        board.phone.post("/v1/connect", {"ssid": MAPLE["ssid"], "password": MAPLE["password"]})
        board.phone.wait_for_state("up")
        assert board.phone.submit("/v1/finish", {}).status == 200
        yield board


@pytest.mark.parametrize("system", SYSTEMS)
def test_it_is_a_portal_while_it_waits(waiting, system):
    rule, url, _ = SYSTEMS[system]
    assert rule(waiting, url) == "portal"


@pytest.mark.parametrize("system", SYSTEMS)
def test_it_is_a_portal_while_it_joins(joining, system):
    rule, url, _ = SYSTEMS[system]
    assert joining.phone.state()["state"] == "busy"
    assert rule(joining, url) == "portal"


@pytest.mark.parametrize("system", SYSTEMS)
def test_after_finish_it_is_as_the_table_says(finishing, system):
    rule, url, after = SYSTEMS[system]
    assert rule(finishing, url) == after


def test_a_204_says_that_it_is_empty_as_androids_own_servers_do(finishing):
    reply = probe(finishing, "http://connectivitycheck.gstatic.com/generate_204")
    assert (reply.status, reply.length, reply.body) == (204, 0, b"")


@pytest.mark.timing
def test_every_probe_is_answered_within_a_second(joining):
    slowest = max((probe(joining, url).seconds, url) for _, url, _ in SYSTEMS.values())
    print(f"slowest probe while joining: {slowest[0] * 1000:.0f} ms, {slowest[1]}")
    assert slowest[0] < 1


@pytest.mark.parametrize("state", ["waiting", "joining", "finishing"])
def test_nobody_gets_a_page_for_a_proxy_file(request, state):
    board = request.getfixturevalue(state)
    for host in ("wpad", "wpad.home", f"127.0.0.1:{board.port}"):
        assert probe(board, f"http://{host}/wpad.dat").status == 404


def test_the_redirect_is_absolute_short_and_kept_by_nobody(waiting):
    for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS"):
        reply = probe(waiting, "http://example.com/anything?at=all", method=method)
        assert reply.status == 302
        assert reply.headers["location"] == f"http://127.0.0.1:{waiting.port}/"
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["connection"] == "close"
        assert 4 < reply.length < 200
        assert (reply.body == b"") == (method == "HEAD")


def test_apples_helper_gets_a_hundred_bytes_instead_of_the_page(waiting):
    reply = probe(waiting, f"http://127.0.0.1:{waiting.port}/", HELPER, "1.0")
    assert reply.status == 200 and 20 < len(reply.body) <= 120
    assert b"Success" not in reply.body and b"WISPAccessGatewayParam" not in reply.body


def test_a_request_without_host_is_for_the_board(waiting):
    reply = Reply(raw(waiting.port, b"GET / HTTP/1.0\r\n\r\n"))
    assert reply.status == 200 and len(reply.body) > 1000


def test_absolute_targets_and_long_cookies_are_understood(waiting):
    head = b"GET http://example.com/x HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: %s\r\n"
    reply = Reply(raw(waiting.port, head % (b"a=b; " * 120) + b"Connection: close\r\n\r\n"))
    assert reply.status == 302


def test_small_pictures_are_refused_in_few_bytes(waiting):
    for path in ("favicon.ico", "apple-touch-icon.png", "apple-touch-icon-120x120.png"):
        reply = probe(waiting, f"http://127.0.0.1:{waiting.port}/{path}")
        assert reply.status == 404 and len(reply.body) < 20
        assert reply.headers["connection"] == "close"


def test_other_paths_of_its_own_lead_to_the_page(waiting):
    reply = probe(waiting, f"http://127.0.0.1:{waiting.port}/setup/here")
    assert reply.status == 302
    assert reply.headers["location"] == f"http://127.0.0.1:{waiting.port}/"


def test_its_own_host_is_known_in_every_spelling(waiting):
    for host in ("127.0.0.1", "127.0.0.1.", f"127.0.0.1:{waiting.port}", "127.0.0.1:80"):
        assert probe(waiting, f"http://{host}/v1/healthcheck").status == 200


def test_a_users_name_in_a_host_is_not_the_host(waiting):
    for host in ("127.0.0.1:80@example.com", "127.0.0.1@example.com:80"):
        reply = probe(waiting, f"http://{host}/v1/healthcheck")
        assert reply.status == 302, host
