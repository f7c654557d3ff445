"""The failure drill, as an API client sees it: each thing that goes wrong, and what is told."""

import socket
import time

import pytest

from tests.phone import Phone
from tests.portal.boards import CAFE, MAPLE, finish, join, portal_board, until

PASSWORD = "correct horse battery"


def faulty(name, **how):
    return {"ssid": name, "password": PASSWORD, "channel": 6, "rssi": -50, **how}


AIR = [
    MAPLE,
    CAFE,
    faulty("turned away", fault="refuse"),
    faulty("no lease", fault="no_dhcp"),
    faulty("dropped", fault="drop", after=10),
    faulty("silent", fault="silent"),
    faulty("far", rssi=-88, fault="silent"),
    faulty("cellar", hidden=True),
    faulty("office", security="wpa2-enterprise"),
    faulty("attic", security="wep"),
]

# A fifth of what a board waits, for the tests' sake.
SOONER = """
from wifi_setup.station import Station
Station.address_ms //= 5
Station.handshake_ms //= 5
Station.settle_ms = 1500
"""


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    """A board among networks that all fail in their own way. Tests leave it idle or failed."""
    folder = tmp_path_factory.mktemp("drill")
    with portal_board(folder, "join_limit=4", SOONER, networks=AIR) as on:
        yield on


@pytest.fixture
def phone(board):
    yield board.phone
    if board.phone.state()["state"] == "busy":
        board.phone.post("/v1/cancel", {})


@pytest.mark.parametrize(
    ("name", "password", "reason"),
    [
        ("Maple Street 12", "wrong password", "password"),
        ("turned away", PASSWORD, "refused"),
        ("nowhere to be seen", PASSWORD, "gone"),
        ("far", PASSWORD, "weak"),
        ("silent", PASSWORD, "timeout"),
        ("no lease", PASSWORD, "address"),
        ("Café", PASSWORD, "security"),
        ("dropped", PASSWORD, "dropped"),
    ],
)
def test_each_cause_is_told(phone, name, password, reason):
    told = join(phone, name, password, timeout=25)
    assert (told["state"], told["reason"]) == ("failed", reason)
    assert told["net"] == name and told["id"] == name.encode().hex()
    assert told["typed"] == (name == "nowhere to be seen")
    assert told["mine"] and told["message"] == ""
    assert told["rssi"] is None or -100 < told["rssi"] < 0


def test_a_network_that_has_gone_is_told_as_gone(board, phone):
    assert phone.state(full=True)["networks"][0]["name"] == MAPLE["ssid"]
    board.change({"networks": AIR[1:]})
    try:
        told = join(phone)
        assert (told["reason"], told["typed"]) == ("gone", False)
    finally:
        board.change({"networks": AIR})


def test_the_steps_are_told_in_their_order(phone):
    phone.post("/v1/connect", {"ssid": "no lease", "password": PASSWORD})
    steps = []
    while True:
        told = phone.state()
        if told["state"] != "busy":
            break
        if told["step"] not in steps:
            steps.append(told["step"])
        time.sleep(0.02)
    assert steps == ["find", "join", "address"]


def test_what_cannot_be_joined_is_refused_with_the_reason(phone):
    for name, start in (
        ("office", "Needs a company login, which ding-5cd80b1 can't use."),
        ("attic", "Its security is too old for ding-5cd80b1."),
    ):
        answer = phone.post("/v1/connect", {"ssid": name, "password": PASSWORD})
        assert answer.status == 400
        assert answer.json() == {"message": start, "field": "ssid"}
    assert phone.state()["state"] != "busy"


def test_the_same_phone_may_tap_twice(phone):
    fields = {"ssid": "silent", "password": PASSWORD}
    assert phone.post("/v1/connect", fields).status == 202
    assert phone.post("/v1/connect", fields).status == 202
    assert phone.state()["state"] == "busy"
    other = phone.post("/v1/connect", {**fields, "ssid": "another"})
    assert (other.status, phone.state()["net"]) == (409, "silent")


def test_a_want_of_memory_is_not_the_end(tmp_path):
    """Wherever it strikes: the portal is the only way in."""
    greedy = """
from slim.dns import MicroDNSSrv
def pump(self, sock, event):
    if sock is self.socket:
        sock.recvfrom(512)
        print("NO ROOM")
        raise MemoryError
MicroDNSSrv.pump = pump
"""
    with portal_board(tmp_path, before=greedy) as board:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.sendto(b"any", ("127.0.0.1", board.dns_port))
        board.wait_for("NO ROOM")
        assert join(board.phone)["state"] == "up"
        finish(board)
        assert "ENDED True" in board.output


def test_a_second_phone_has_to_watch(board, phone):
    first = Phone(board.port, source="127.0.0.2")
    second = Phone(board.port, source="127.0.0.3")
    assert first.post("/v1/connect", {"ssid": "silent", "password": PASSWORD}).status == 202
    answer = second.post("/v1/connect", {"ssid": "Café"})
    assert answer.status == 409 and answer.json()["message"]
    assert second.post("/v1/cancel", {}).status == 403
    assert second.post("/v1/scan", {}).status == 409
    assert (first.state()["mine"], second.state()["mine"]) == (True, False)
    assert second.state()["net"] == "silent"
    assert first.post("/v1/cancel", {}).status == 202
    assert second.state()["state"] == "idle"


def test_stop_and_choose_another(phone):
    phone.post("/v1/connect", {"ssid": "silent", "password": PASSWORD})
    assert phone.state()["state"] == "busy"
    assert phone.post("/v1/cancel", {}).status == 202
    told = phone.state()
    assert told["state"] == "idle" and "net" not in told
    assert phone.post("/v1/cancel", {}).status == 202, "twice does no harm"


def test_while_it_joins_others_are_answered_at_once(phone):
    phone.post("/v1/connect", {"ssid": "silent", "password": PASSWORD})
    slowest = 0
    for _ in range(20):
        since = time.monotonic()
        phone.state()
        slowest = max(slowest, time.monotonic() - since)
        time.sleep(0.05)
    assert slowest < 0.5


def test_a_new_scan_is_made_on_request_and_counted(board, phone):
    before = phone.state(full=True)
    board.change({"networks": [*AIR, faulty("just moved in", rssi=-30)]})
    try:
        assert phone.post("/v1/scan", {}).status == 202
        assert phone.state()["scanning"]
        told = until(
            lambda: (lambda now: now if now["scan"] > before["scan"] else None)(phone.state()),
            "a scan",
        )
        assert told["scan"] == before["scan"] + 1 and not told["scanning"]
        assert phone.state(full=True)["networks"][0]["name"] == "just moved in"
    finally:
        board.change({"networks": AIR})


def test_the_list_is_ordered_and_says_what_each_needs(phone):
    phone.post("/v1/scan", {})
    before = phone.state()["scan"]
    until(lambda: phone.state()["scan"] > before, "a scan")
    networks = phone.state(full=True)["networks"]
    strengths = [network["strength"] for network in networks]
    assert strengths == sorted(strengths, reverse=True)
    locks = {network["name"]: network["lock"] for network in networks}
    assert locks["Maple Street 12"] == "wpa" and locks["Café"] == "none"
    assert locks["office"] == "company" and locks["attic"] == "old"
    assert "cellar" not in locks and "" not in locks


# From here on each test has a board of its own.


def test_a_hidden_network_is_joined_by_its_name(tmp_path):
    with portal_board(tmp_path, networks=AIR) as board:
        assert join(board.phone, "cellar", PASSWORD)["state"] == "up"


def test_after_finish_the_access_point_is_off_in_about_three_seconds(tmp_path):
    with portal_board(tmp_path, brisk=False) as board:
        told = join(board.phone)
        assert told["fresh"] and not told["finishing"] and not told["lost"]
        assert told["addresses"][0] == "http://ding-5cd80b1.local/"
        assert told["message"] == "" and 290 <= told["left"] <= 300
        took = finish(board)
        assert 2.5 < took < 5, took
        board.wait_for("ENDED True")
        assert not board.radio()["ap"]["active"]


def test_while_finishing_everything_is_still_told(tmp_path):
    with portal_board(tmp_path, brisk=False) as board:
        join(board.phone)
        assert board.phone.submit("/v1/finish", {}).status == 200
        told = board.phone.state()
        assert (told["state"], told["finishing"]) == ("up", True)
        fields = {"ssid": "Café"}
        assert board.phone.post("/v1/connect", fields).status == 409
        board.wait_for("ENDED True", 6)


def test_with_the_phone_gone_for_good_it_still_ends_joined(tmp_path):
    soon = "from wifi_setup.patience import Patience\nPatience.quiet = 2"
    with portal_board(tmp_path, before=soon) as board:
        fields = {"ssid": MAPLE["ssid"], "password": MAPLE["password"]}
        board.phone.post("/v1/connect", fields)
        since = time.monotonic()
        board.wait_for("ENDED True", 12)
        assert time.monotonic() - since > 2


def test_with_no_finish_pressed_it_ends_within_the_set_time(tmp_path):
    with portal_board(tmp_path, options="linger=3") as board:
        assert join(board.phone)["left"] <= 3
        since = time.monotonic()
        while "ENDED True" not in board.output:
            assert time.monotonic() - since < 6, "a page that keeps asking kept it open"
            try:
                board.phone.state()
            except OSError:
                pass
            time.sleep(0.2)
        assert time.monotonic() - since > 2


def test_idle_timeout_gives_up(tmp_path):
    with portal_board(tmp_path, options="idle_timeout=2") as board:
        board.wait_for("ENDED False", 6)
        assert not board.radio()["ap"]["active"]


def test_without_wifi_where_the_maker_allows_it(tmp_path):
    with portal_board(tmp_path, options="offline=True") as board:
        assert board.phone.state(full=True)["offline"] is True
        assert board.phone.post("/v1/offline", {}).status == 202
        board.wait_for("ENDED False", 6)


def test_without_wifi_is_refused_otherwise(board, phone):
    assert phone.state(full=True)["offline"] is False
    assert phone.post("/v1/offline", {}).status == 403


def test_nothing_can_be_finished_before_it_is_set_up(board, phone):
    assert phone.submit("/v1/finish", {}).status == 302  # a page of the last time, loaded again
    assert phone.post("/v1/finish", {}).status == 409


def test_the_makers_text_reaches_the_page(tmp_path):
    options = "message=lambda sta: 'Ask for the lamp at ' + sta.ifconfig()[0]"
    with portal_board(tmp_path, options=options) as board:
        assert join(board.phone)["message"].startswith("Ask for the lamp at 127.")


def test_a_check_that_fails_is_told_and_the_network_is_kept(tmp_path):
    check = "def check(sta):\n    raise ValueError('The broker does not answer.')"
    with portal_board(tmp_path, before=check, options="message=check") as board:
        told = join(board.phone)
        assert (told["state"], told["reason"]) == ("failed", "check")
        assert told["message"] == "The broker does not answer."
        board.restart()
        board.wait_for("ENDED True")


def test_what_is_joined_is_forgotten_whatever_the_makers_check_says(tmp_path):
    check = "def check(sta):\n    raise ValueError('The broker does not answer.')"
    with portal_board(tmp_path, before=check, options="message=check") as board:
        assert join(board.phone)["reason"] == "check"
        assert board.phone.post("/v1/forget", {"all_networks": False}).status == 202
        board.phone.wait_for_state("idle")
        assert not board.phone.state(full=True)["networks"][0]["saved"]
        until(lambda: not board.radio()["sta"]["connected"], "the board to leave it")


def test_port_80_is_free_the_moment_it_returns(tmp_path):
    bind = (
        "import socket\nserver = socket.socket()\n"
        "server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n"
        "server.bind(socket.getaddrinfo('0.0.0.0', 80)[0][-1])\nserver.listen(1)\n"
        "udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        "udp.bind(socket.getaddrinfo('0.0.0.0', 53)[0][-1])\n"
        "print('BOUND')"
    )
    with portal_board(tmp_path, after=bind) as board:
        held = socket.create_connection(("127.0.0.1", board.port))  # a tab that is held open
        join(board.phone)
        finish(board)
        board.wait_for("BOUND", 3)
        held.close()


def test_a_failed_choice_leaves_the_saved_network_alone(tmp_path):
    with portal_board(tmp_path) as board:
        join(board.phone)
        finish(board)
        board.change({"networks": [CAFE]})
        board.restart()
        board.phone.wait_for_page()
        assert join(board.phone, "Café", "a password too many")["state"] == "failed"
        board.change({"networks": [MAPLE, CAFE]})
        board.restart()
        board.wait_for("ENDED True")


def test_it_heals_itself_when_the_router_comes_back(tmp_path):
    near = "from wifi_setup.patience import Patience\nPatience.recent = 1"
    with portal_board(tmp_path, before=near, options="retry=(1, 4)") as board:
        join(board.phone)
        finish(board)
        board.change({"networks": [CAFE]})
        board.restart()
        board.phone.wait_for_page()
        assert board.phone.state()["state"] == "idle"
        board.change({"networks": [MAPLE, CAFE]})
        board.wait_for("ENDED True", 15)


def test_it_does_not_heal_under_the_fingers_of_a_phone(tmp_path):
    near = "from wifi_setup.patience import Patience\nPatience.recent = 0"
    with portal_board(tmp_path, before=near, options="retry=(1, 1)") as board:
        join(board.phone)
        finish(board)
        board.change({"networks": [], "phones": [{"mac": "aa:bb:cc:dd:ee:ff"}]})
        board.restart()
        board.phone.wait_for_page()
        connects = board.radio()["counts"]["connects"]
        time.sleep(2.5)
        assert board.radio()["counts"]["connects"] == connects
        board.change({"networks": [MAPLE], "phones": []})
        board.wait_for("ENDED True", 10)


def test_opened_while_joined_it_says_so(tmp_path):
    again = "ws = WiFiSetup('ding-5cd80b1')\nws.setup()\nprint('CLOSED', ws.wlan.isconnected())"
    with portal_board(tmp_path, after=again) as board:
        join(board.phone)
        finish(board)
        board.phone.wait_for_page()
        told = board.phone.state()
        assert (told["state"], told["fresh"], told["net"]) == ("up", False, MAPLE["ssid"])
        board.change({"networks": [CAFE]})  # the router is switched off
        until(lambda: board.phone.state()["lost"], "the loss to be told")
        board.change({"networks": [MAPLE, CAFE]})
        until(lambda: not board.phone.state()["lost"], "the link to come back", 20)
        assert board.phone.submit("/v1/finish", {}).status == 200
        board.wait_for("CLOSED True", 6)


def test_opened_while_joined_it_tells_a_long_name_and_no_password(tmp_path):
    name, secret = "x" * 32, MAPLE["password"]
    by_hand = (
        "import time\n"
        f"sta = network.WLAN()\nsta.active(True)\nsta.connect({name!r}, {secret!r})\n"
        "while not sta.isconnected():\n    time.sleep(0.02)\n"
        f"assert sta.config('ssid') == {name + secret!r}\n"
        "WiFiSetup.connect_or_setup = WiFiSetup.setup"
    )
    before = "from wifi_setup import WiFiSetup\n" + by_hand
    with portal_board(tmp_path, before=before, networks=[{**MAPLE, "ssid": name}]) as board:
        answer = board.phone.get("/v1/state?full=1")
        told = answer.json()
        assert (told["state"], told["net"], told["id"]) == ("up", name, name.encode().hex())
        for form in (secret, secret.encode().hex()):
            assert form.encode() not in answer.body


def test_opened_while_joined_to_a_name_that_cannot_be_told_it_shows_a_mark_for_it(tmp_path):
    by_hand = (
        "import time\n"
        "sta = network.WLAN()\nsta.active(True)\n"
        f"sta.connect(b'\\xff\\xc3(', {PASSWORD!r})\n"
        "while not sta.isconnected():\n    time.sleep(0.02)\n"
        "WiFiSetup.connect_or_setup = WiFiSetup.setup"
    )
    before = "from wifi_setup import WiFiSetup\n" + by_hand
    with portal_board(tmp_path, before=before, networks=[faulty({"hex": "ffc328"})]) as board:
        told = board.phone.state()
        assert (told["state"], told["net"], told["id"]) == ("up", "\ufffd", "")


def test_the_boot_mark_changes_with_a_restart(tmp_path):
    with portal_board(tmp_path) as board:
        first = board.phone.state()["boot"]
        assert board.phone.state()["boot"] == first
        board.restart()
        board.phone.wait_for_page()
        assert board.phone.state()["boot"] != first
