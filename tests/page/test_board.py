"""The failure drill in a browser, against a simulated board: real radio faults, real silence.

In English by day, and in German by night.
"""

import json
import os
import re
import signal

import pytest
from playwright.sync_api import expect

from tests.page.browsers import phone
from tests.page.conftest import SOURCES
from tests.page.looks import findings
from tests.phone import Phone, wait_until
from tests.portal.boards import portal_board
from tools.board import Board

pytestmark = pytest.mark.long

PASSWORD = "correct horse battery"
DEVICE = "Desk lamp"
AP = "ding-5cd80b1"
LOCAL = "http://ding-5cd80b1.local/"


def air(name, **how):
    """One network in the air."""
    return {"ssid": name, "password": PASSWORD, "channel": 6, "rssi": -50, **how}


MAPLE = air("Maple Street 12", rssi=-40)
AIR = [
    MAPLE,
    {"ssid": "Café", "security": "open", "channel": 11, "rssi": -61},
    air("turned away", fault="refuse"),
    air("no lease", fault="no_dhcp"),
    air("dropped", fault="drop", after=10),
    air("silent", fault="silent"),
    air("far", rssi=-88, fault="silent"),
    air("office", security="wpa2-enterprise"),
    air("attic", security="wep"),
    air("<img src=x onerror=alert(1)>"),
    air("🦄 Ωμέγα"),
    air("W" * 32),
    air({"hex": "ff00c3286e6f74207574662d38"}),
    *(air("Neighbour %02d" % number, rssi=-91) for number in range(30)),
]

# A tenth of what a board waits, for the tests' sake.
SOONER = """
from wifi_setup.station import Station
Station.address_ms //= 10
Station.handshake_ms //= 10
Station.settle_ms = 800
"""


class Visitor:
    """Somebody with a phone: a page, and what its language says."""

    def __init__(self, page, language, shade, axe):
        self.page, self._shade, self._axe = page, shade, axe
        self._words = json.loads((SOURCES / "i18n" / f"{language}.json").read_text())

    def words(self, key, net=""):
        """The sentence with its names."""
        names = {"device": DEVICE, "ap": AP, "own": AP, "local": LOCAL, "net": net}
        return re.sub(r"\{(\w+)\}", lambda name: names[name[1]], self._words[key])

    def open(self, board):
        self.page.goto(f"http://127.0.0.1:{board.port}/")

    def sees(self, *keys, net="", limit=20):
        """Waits for these sentences, the first one a heading; then axe must find nothing."""
        expect(self.page.locator("h1")).to_have_text(self.words(keys[0], net), timeout=limit * 1e3)
        for key in keys[1:]:
            expect(self.page.locator("main")).to_contain_text(
                self.words(key, net), timeout=limit * 1e3
            )
        assert findings(self.page, self._axe, [self._shade]) == []

    def taps(self, key):
        self.page.get_by_role("button", name=self.words(key), exact=True).click()

    def picks(self, name):
        row = self.page.locator("li button", has=self.page.get_by_text(name, exact=True))
        row.click(force=True)  # also if it says that it is disabled

    def types(self, password):
        self.page.locator("#password").fill(password)
        self.taps("connect")

    def tries(self, board, name, password=PASSWORD):
        """From the list to Connect."""
        self.open(board)
        self.sees("choose", "intro")
        self.picks(name)
        self.types(password)


@pytest.fixture(
    scope="module",
    params=[("en", "light"), ("de", "dark")],
    ids="-".join,
)
def manner(request):
    """The language and the shade."""
    return request.param


@pytest.fixture
def visitor(browser, manner, axe):
    language, shade = manner
    options = {"locale": language, "color_scheme": shade, "reduced_motion": "reduce"}
    with phone(browser, clock=False, bypass_csp=True, **options) as page:
        yield Visitor(page, language, shade, axe)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A board among networks that fail in their own ways."""
    folder = tmp_path_factory.mktemp("board")
    options = f"device={DEVICE!r}, join_limit=3"
    with portal_board(folder, options, SOONER, essid=AP, networks=AIR) as on:
        yield on


@pytest.fixture
def board(shared):
    """The shared board, idle and without saved networks.

    So it is left as well: joined and alone, it would end its portal while tests go on elsewhere.
    """
    _rest(shared.phone)
    yield shared
    _rest(shared.phone)


def _rest(phone):
    phone.post("/v1/forget", {"all_networks": True})

    def is_idle():  # an attempt that fails by itself between the two is not cancelled
        phone.post("/v1/connect", {"ssid": "silent", "password": PASSWORD})
        phone.post("/v1/cancel", {})
        return phone.state()["state"] == "idle"

    wait_until(is_idle, 30, "an idle board")


@pytest.fixture
def own_board(tmp_path):
    """A board of the test's own, which tries for as long as a real one."""
    with portal_board(tmp_path, f"device={DEVICE!r}", essid=AP, networks=AIR) as on:
        yield on


@pytest.mark.parametrize(
    "name, sentence",
    [
        ("turned away", "refused"),
        ("no lease", "address"),
        ("dropped", "dropped"),
        ("silent", "timeout"),
        ("far", "weak"),
    ],
)
def test_each_fault_of_a_network(board, visitor, name, sentence):
    visitor.tries(board, name)
    visitor.sees("failed", sentence, net=name)
    visitor.taps("retry")
    visitor.sees("connecting", "where", net=name)


def test_a_wrong_password_is_mended(board, visitor):
    visitor.tries(board, MAPLE["ssid"], "wrong horse battery")
    expect(visitor.page.get_by_role("alert")).to_have_text(visitor.words("wrong"), timeout=20_000)
    assert visitor.page.locator("#password").input_value() == "wrong horse battery"
    visitor.types(PASSWORD)
    visitor.sees("up", "connected", "addresses", "finishing", net=MAPLE["ssid"])


def test_what_was_joined_is_saved_in_the_list(board, visitor):
    visitor.tries(board, "🦄 Ωμέγα")
    visitor.sees("up", "connected", net="🦄 Ωμέγα")
    visitor.taps("another")
    first = visitor.page.locator("li button").first
    expect(first).to_contain_text("🦄 Ωμέγα" + visitor.words("saved"))
    first.click()
    expect(visitor.page.locator("form")).to_contain_text(visitor.words("keep"))
    visitor.types("")
    visitor.sees("connecting", net="🦄 Ωμέγα")
    visitor.sees("up", "connected", net="🦄 Ωμέγα")


def test_a_network_that_is_gone_and_one_that_never_was(board, visitor):
    visitor.open(board)
    visitor.sees("choose")
    board.change({"networks": AIR[1:]})
    try:
        visitor.picks(MAPLE["ssid"])
        visitor.types(PASSWORD)
        visitor.sees("failed", "gone", net=MAPLE["ssid"])
        visitor.taps("another")
        visitor.page.locator("li:last-child button").click()
        visitor.page.locator("#ssid").fill("nowhere to be seen")
        visitor.types("")
        visitor.sees("failed", "gone_typed", net="nowhere to be seen")
    finally:
        board.change({"networks": AIR})


def test_names_of_all_kinds_among_forty(board, visitor):
    visitor.open(board)
    visitor.sees("choose")
    assert visitor.page.locator("li").count() > 40
    assert visitor.page.locator("main img").count() == 0
    for name in ("<img src=x onerror=alert(1)>", "🦄 Ωμέγα", "W" * 32, "▫▫▫(not utf-8"):
        visitor.picks(name)
        visitor.types(PASSWORD)
        visitor.sees("up", "connected", net=name)
        visitor.taps("another")
    assert bytes.fromhex(board.phone.state()["id"]) == b"\xff\x00\xc3(not utf-8"


def test_networks_that_it_cannot_join(board, visitor):
    visitor.open(board)
    visitor.sees("choose", "company", "old")
    visitor.picks("office")
    visitor.sees("choose")
    assert board.phone.state()["state"] == "idle"


def test_an_open_network(board, visitor):
    visitor.open(board)
    visitor.sees("choose")
    visitor.picks("Café")
    expect(visitor.page.locator("form")).to_contain_text(visitor.words("open"))
    visitor.taps("connect")
    visitor.sees("up", "connected", net="Café")


def test_a_scan(board, visitor):
    visitor.open(board)
    visitor.sees("choose")
    board.change({"networks": [*AIR, air("just moved in", rssi=-30)]})
    try:
        visitor.taps("scan")
        expect(visitor.page.locator("li button").first).to_contain_text("just moved in")
        expect(visitor.page.get_by_role("status")).to_contain_text(re.compile(r"^\d+ "))
    finally:
        board.change({"networks": AIR})


def test_the_board_is_out_of_touch_and_comes_back(board, visitor):
    visitor.tries(board, "silent")
    visitor.sees("connecting", "wait", net="silent")
    os.kill(board.pid, signal.SIGSTOP)
    try:
        visitor.sees("connecting", "silent", net="silent")
    finally:
        os.kill(board.pid, signal.SIGCONT)
    visitor.sees("failed", "timeout", net="silent")


def test_reload_and_reopening_show_the_same(board, visitor):
    visitor.tries(board, "silent")
    visitor.sees("connecting", net="silent")
    visitor.page.reload()
    visitor.sees("connecting", "wait", net="silent")
    visitor.page.goto("about:blank")
    visitor.open(board)
    visitor.sees("failed", "timeout", net="silent")
    visitor.page.reload()
    visitor.sees("failed", "timeout", net="silent")


def test_the_first_of_two_phones_wins(board, visitor):
    other = Phone(board.port, source="127.0.0.2")
    visitor.tries(board, "silent")
    visitor.sees("connecting", net="silent")
    assert other.post("/v1/connect", {"ssid": "Café"}).status == 409


def test_the_second_phone_watches_and_may_finish(own_board, visitor):
    other = Phone(own_board.port, source="127.0.0.2")
    visitor.open(own_board)
    visitor.sees("choose")
    visitor.picks(MAPLE["ssid"])
    other.post("/v1/connect", {"ssid": "silent", "password": PASSWORD})
    visitor.sees("connecting", "watch", net="silent")
    assert visitor.page.get_by_role("button").count() == 0
    other.post("/v1/cancel", {})
    visitor.sees("choose")
    other.post("/v1/connect", {"ssid": MAPLE["ssid"], "password": PASSWORD})
    visitor.sees("up", "connected", net=MAPLE["ssid"])
    visitor.taps("finish")
    visitor.sees("close", "closing")
    own_board.wait_for("ENDED True", 10)


def test_stop_and_choose_another(board, visitor):
    visitor.tries(board, "silent")
    visitor.sees("connecting", net="silent")
    board.phone.post("/v1/cancel", {})
    visitor.sees("choose")


def test_a_restart_in_mid_attempt(own_board, visitor):
    visitor.tries(own_board, "silent")
    visitor.sees("connecting", net="silent")
    own_board.restart()
    own_board.phone.wait_for_page()
    visitor.sees("failed", "restarted", net="silent")
    visitor.taps("choose_again")
    visitor.sees("choose")


def test_without_wifi(tmp_path, visitor):
    options = f"device={DEVICE!r}, offline=True"
    with portal_board(tmp_path, options, essid=AP, networks=AIR) as board:
        visitor.open(board)
        visitor.sees("choose")
        visitor.taps("offline")
        visitor.sees("close", "closing")
        board.wait_for("ENDED False", 10)


OPENED_ON_PURPOSE = f"""
from wifi_setup import WiFiSetup
from wifi_setup.network import Network
ws = WiFiSetup({AP!r}, device={DEVICE!r})
ws.networks.add(Network({MAPLE["ssid"]!r}, {PASSWORD!r}))
assert ws.connect()
ws.setup()
print("ENDED")
"""


def test_opened_on_purpose_when_all_is_well(tmp_path, visitor):
    (tmp_path / "main.py").write_text(OPENED_ON_PURPOSE)
    with Board(tmp_path, neighbourhood={"networks": AIR}, scale=0.05) as board:
        Phone(board.port).wait_for_page()
        visitor.open(board)
        visitor.sees("already", "connected", "finishing", net=MAPLE["ssid"])
        board.change({"networks": AIR[1:]})
        visitor.sees("was", "cant", net=MAPLE["ssid"])
        board.change({"networks": AIR})
        visitor.taps("retry")
        visitor.sees("up", net=MAPLE["ssid"])
        visitor.taps("finish")
        visitor.sees("close", "closing")
        board.wait_for("ENDED", 10)


def test_the_board_stays_away(own_board, visitor):
    visitor.tries(own_board, "silent")
    visitor.sees("connecting", net="silent")
    own_board.kill()
    visitor.sees("connecting", "rejoin", net="silent", limit=40)
    visitor.sees("connecting", "lost", net="silent", limit=60)


# Told by the page itself, so that the test's own haste is no part of it.
LIST_SEEN = """new MutationObserver(() => {
    if (!window.listSeen && document.querySelector("li button"))
        requestAnimationFrame(() => (window.listSeen = performance.now()));
}).observe(document, {subtree: true, childList: true})"""


@pytest.mark.timing
def test_the_list_is_there_in_a_second_over_a_slow_link(browser, board):
    """50 KB/s, and 60 ms for every request."""
    with phone(browser, clock=False) as page:
        page.add_init_script(LIST_SEEN)
        session = page.context.new_cdp_session(page)
        slow = {"latency": 60, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", {"offline": False, **slow})
        page.goto(f"http://127.0.0.1:{board.port}/")
        page.locator("li button").first.wait_for()
        page.wait_for_function("window.listSeen")
        took = page.evaluate("window.listSeen")
        assert took < 1000, took
