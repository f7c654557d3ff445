"""The API is what docs/api.md says: every example in it is made, in its order."""

import json
import re
import time
from pathlib import Path

import pytest

from tests.phone import Phone
from tests.portal.boards import MAPLE, finish, join, portal_board, until

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "api.md"
AIR = [
    {"ssid": "Vodafone-543!", "password": "example-password", "rssi": -50, "channel": 6},
    {"ssid": "Cafe Ella", "security": "open", "rssi": -65, "channel": 11},
]
MAKER = 'offline=True, accent="#0a5fd9", device="Desk lamp"'


def examples():
    """(route, request or None, status, answer) of each example, in the order of the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    parts = re.split(r"^### (GET|POST) (\S+)$", text, flags=re.MULTILINE)
    for at in range(1, len(parts), 3):
        method, path, section = parts[at : at + 3]
        sent = None
        for what, body in re.findall(
            r"^(Request|Answer \d+)\n+```json\n(.*?)```", section, re.MULTILINE | re.DOTALL
        ):
            if what == "Request":
                sent = json.loads(body)
            else:
                yield method, path, sent, int(what[7:]), json.loads(body)
                sent = None


def same_shape(told, written, where=""):
    """Whether an answer has the documented keys and types, and as many items in its lists."""
    if isinstance(written, dict):
        assert isinstance(told, dict) and told.keys() == written.keys(), where
        for key in written:
            same_shape(told[key], written[key], f"{where}.{key}")
    elif isinstance(written, list):
        assert len(told) == len(written), where
        for at, item in enumerate(written):
            same_shape(told[at], item, f"{where}[{at}]")
    elif not where.endswith(".boot"):
        assert told == written, where
    else:
        assert re.fullmatch("[0-9a-f]{8}", told), where


def test_every_example_of_the_document(tmp_path):
    made = list(examples())
    assert len(made) >= 15
    with portal_board(tmp_path, MAKER, essid="Desk lamp", networks=AIR) as board:
        for method, path, sent, status, written in made:
            answer = board.phone.ask(
                method,
                path,
                None if sent is None and method == "GET" else json.dumps(sent or {}).encode(),
                {"Content-Type": "application/json"},
            )
            assert answer.status == status, (path, answer.body)
            same_shape(answer.json(), written, path)
            if path == "/v1/scan":
                until(lambda: not board.phone.state()["scanning"], "the scan")
            elif path == "/v1/connect" and status == 202:
                board.phone.post("/v1/cancel", {})


def test_every_route_is_documented():
    folder = DOCUMENT.parents[1] / "lib" / "wifi_setup"
    source = "".join((folder / name).read_text() for name in ("site.py", "actions.py"))
    tables = re.findall(r"^_(?:READS|ROUTES) = const\(([^)]*)\)", source, re.M)
    assert len(tables) == 2
    routes = set(re.findall(r"\w+", " ".join(tables)))
    named = {path.split("?")[0][4:] for path in re.findall(r"^### \w+ (\S+)$", text(), re.M)}
    assert routes == named
    for state in ("busy", "failed", "up"):
        assert f"| {state} |" in text()


def text():
    return DOCUMENT.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    with portal_board(tmp_path_factory.mktemp("api")) as on:
        yield on


def test_what_the_states_hold_is_what_the_document_says(tmp_path):
    always = {"boot", "device", "ap", "local", "state", "mine", "scan", "scanning"}
    network = {"net", "id"}
    with portal_board(tmp_path) as board:
        assert board.phone.state().keys() == always
        board.phone.post("/v1/connect", {"ssid": MAPLE["ssid"], "password": "wrong password"})
        assert board.phone.state().keys() == always | network | {"step"}
        told = board.phone.wait_for_state("failed")
        assert told.keys() == always | network | {"reason", "rssi", "typed", "message"}
        told = join(board.phone)
        more = {"addresses", "message", "fresh", "saved", "lost", "left", "finishing"}
        assert told.keys() == always | network | more
        answer = board.phone.post("/v1/finish", {})
        assert (answer.status, answer.json()) == (202, {"message": "accepted"})
        board.wait_for("ENDED True")


def test_unknown_routes_and_methods(board):
    phone = board.phone
    assert phone.get("/v1/nothing").status == 404
    assert phone.get("/v1/on_request").status == 404
    assert phone.get("/v1/_route").status == 404
    assert phone.get("/v1/").status == 404
    assert phone.get("/v1/" + "x" * 300).status == 404  # as an attribute's name it would be kept
    assert phone.get("/v1/scan").status == 405
    assert phone.post("/v1/state", {}).status == 405
    assert phone.ask("DELETE", "/v1/state").status == 405
    for answer in (phone.get("/v1/nothing"), phone.get("/v1/scan")):
        assert answer.json()["message"] and answer.headers["Cache-Control"] == "no-store"
    assert phone.get("/v1/scan").headers["Allow"] == "POST"
    assert phone.post("/v1/state", {}).headers["Allow"] == "GET, HEAD"


def test_bodies_that_are_none(board):
    for body in (b"", b"{", b"[]", b'"text"', b"5", b"null", b"\xff\xfe", b'{"ssid"'):
        answer = board.phone.ask("POST", "/v1/connect", body, {"Content-Type": "application/json"})
        assert answer.status == 400 and answer.json()["message"], body


def test_wrong_types_are_refused_not_crashed_on(board):
    for fields in (
        {"ssid": 5},
        {"ssid": None},
        {"ssid": {}},
        {"id": []},
        {"id": "0g"},
        {"ssid": "Café", "password": ["x"]},
        {"ssid": "Café", "password": True},
    ):
        assert board.phone.post("/v1/connect", fields).status == 400, fields
    assert board.phone.post("/v1/set_hotspot_ssid", {}).status == 400
    assert board.phone.post("/v1/set_hotspot_ssid", {"ssid": "x" * 33}).status == 400
    assert board.phone.post("/v1/set_hotspot_password", {"password": "short"}).status == 400
    assert board.phone.post("/v1/set_hotspot_password", {"password": "x" * 64}).status == 400
    for name in ("a\0b", "half a pair \ud83d"):
        assert board.phone.post("/v1/set_hotspot_ssid", {"ssid": name}).status == 400, name
    for password in ("abc\0defgh", "Schlüssel", "12345678\n"):  # no access point could have them
        told = board.phone.post("/v1/set_hotspot_password", {"password": password})
        assert told.status == 400, password
    assert board.phone.post("/v1/forget", []).status == 400
    for wrong in ("false", "yes", 1, [0]):
        told = board.phone.post("/v1/forget", {"all_networks": wrong})
        assert (told.status, told.json()["field"]) == (400, "all_networks"), wrong
    assert board.phone.submit("/v1/forget", {"all_networks": "false"}).status == 400


# Who may call it.


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://192.168.4.1"},
        {"Origin": "https://evil.example:8080"},
        {"Origin": "null"},
        {"Referer": "http://evil.example/page"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Origin": "http://127.0.0.1:9"},
        {"Referer": "http://127.0.0.1:9/"},
    ],
)
def test_a_page_of_another_origin_cannot_post(board, headers):
    for path in ("/v1/connect", "/v1/forget", "/v1/set_hotspot_password", "/v1/scan"):
        assert board.phone.post(path, {"ssid": "Café"}, headers=headers).status == 403
    answer = board.phone.submit("/v1/connect", {"ssid": "Café"}, headers=headers)
    assert answer.status == 403
    assert board.phone.state()["state"] == "idle"


def test_a_name_rebound_to_the_board_reaches_no_api(board):
    for method in ("GET", "POST"):
        answer = board.phone.ask(method, "/v1/state", b"", host="evil.example")
        assert answer.status == 302 and b"boot" not in answer.body
    answer = board.phone.post(
        "/v1/connect",
        {"ssid": "Café"},
        headers={"Origin": "http://evil.example"},
        host="evil.example",
    )
    assert answer.status == 302
    assert board.phone.state()["state"] == "idle"


def test_its_own_page_and_programs_may_post(board):
    own = f"http://127.0.0.1:{board.port}"
    for headers in ({"Origin": own}, {"Referer": own + "/"}, {}):
        answer = board.phone.post("/v1/set_interface", {"interface": "auto"}, headers=headers)
        assert answer.status == 200, headers


# Names are text, and their bytes come back as they were.

HOSTILE = [
    b"<img src=x onerror=alert(1)>",
    b'"quoted" \\ and / & % + ;',
    "😀 home 家".encode(),
    b"x" * 32,
    "ü".encode() * 16,
    b"\xff\xfe\x00\x01",
    b" spaces at the ends ",
    b"%s%d{0}",
]


def test_hostile_names_arrive_whole_and_are_joined(tmp_path):
    air = [
        {"ssid": {"hex": name.hex()}, "password": "12345678", "rssi": -40 - at}
        for at, name in enumerate(HOSTILE)
    ]
    with portal_board(tmp_path, networks=air) as board:
        told = board.phone.get("/v1/state?full=1").json()["networks"]
        assert [bytes.fromhex(row["id"]) for row in told] == HOSTILE
        for row, name in zip(told, HOSTILE):
            try:
                assert row["name"] == name.decode()
            except UnicodeDecodeError:
                assert "\ufffd" in row["name"]
        row = told[5]
        board.phone.post("/v1/connect", {"id": row["id"], "password": "12345678"})
        assert board.phone.wait_for_state("up")["id"] == row["id"]
        finish(board)
        board.restart()
        board.wait_for("ENDED True")


def test_no_name_writes_on_the_console_what_it_likes(tmp_path):
    evil = "a\nERROR:\x1b[2J\x9b0m"
    air = [{"ssid": evil, "password": "12345678"}]
    with portal_board(tmp_path, networks=air) as board:
        assert board.phone.post("/v1/set_hotspot_ssid", {"ssid": evil}).status == 200
        assert join(board.phone, evil, "12345678")["net"] == evil
        finish(board)
        board.restart()
        board.wait_for("connected to")
        board.wait_for("ENDED True")
        board.change({"networks": []})
        board.restart()
        board.wait_for("failed to connect")
        board.phone.wait_for_page()
        board.wait_for("its page is on")
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]|^ERROR:.{0,9}2J", board.output, re.M)


def test_an_emoji_typed_by_an_ascii_program_is_joined(tmp_path):
    secret = {"hex": "pass 😀 word".encode().hex()}
    air = [{"ssid": "😀 home", "password": secret}]
    with portal_board(tmp_path, networks=air) as board:
        assert "\\ud83d" in json.dumps("😀")
        assert join(board.phone, "😀 home", "pass 😀 word")["state"] == "up"


def test_forty_networks_are_listed_and_more_are_cut(tmp_path):
    air = [{"ssid": f"flat {at}", "password": "12345678", "rssi": -30 - at} for at in range(60)]
    with portal_board(tmp_path, networks=air, bits=32) as board:
        told = board.phone.state(full=True)["networks"]
        assert [row["name"] for row in told] == [f"flat {at}" for at in range(40)]


# Without JavaScript.


def test_a_form_sets_the_board_up(tmp_path):
    with portal_board(tmp_path) as board:
        phone = board.phone
        fields = {"ssid": MAPLE["ssid"], "password": "wrong password"}
        answer = phone.submit("/v1/connect", fields)
        assert answer.status == 200
        shown = re.sub(b"</?bdi>", b"", answer.body)
        assert b"Trying Maple Street 12. Wait half a minute, then open this page" in shown
        phone.wait_for_state("failed")
        assert b"That password isn't right" in phone.get("/v1/connect").body
        page = phone.get("/").body  # opened again
        assert b"That password isn't right" in page
        assert b'<input name=ssid value="Maple Street 12"' in page  # need not be typed again
        assert phone.ask("HEAD", "/").status == 200
        other = Phone(board.port, source="127.0.0.2", own_host=f"127.0.0.1:{board.port}")
        assert other.get("/").headers["Content-Encoding"] == "gzip"
        phone.submit("/v1/connect", {**fields, "password": MAPLE["password"]})
        phone.wait_for_state("up")
        page = phone.get("/").body
        assert page.index(b"Finish") < page.index(b"Network name")  # to choose another one
        assert b"http://ding-5cd80b1.local/" in page and b"name=plain value=1>Finish" in page
        answer = phone.submit("/v1/finish", {"plain": "1"})
        assert answer.status == 200 and b"You can close this page" in answer.body
        board.wait_for("ENDED True")


def test_the_last_page_of_an_earlier_time_leads_to_the_first(board):
    for answer in (board.phone.get("/v1/finish"), board.phone.submit("/v1/finish", {})):
        assert (answer.status, answer.headers["Location"]) == (302, "/")
    assert board.phone.post("/v1/finish", {}).status == 409
    assert board.phone.state()["state"] == "idle"


def test_a_form_that_is_wrong_is_told_so_on_a_page(board):
    answer = board.phone.submit("/v1/connect", {"ssid": "", "password": ""})
    assert answer.status == 400
    assert b"Enter the network's name." in answer.body and b"<form" in answer.body


def test_markup_in_a_name_stays_text_on_the_plain_page(tmp_path):
    name = '"><script>alert(1)</script>'
    with portal_board(tmp_path, device="<b>Lamp</b>", networks=[]) as board:
        answer = board.phone.submit("/v1/connect", {"ssid": name, "password": "12345678"})
        assert answer.status == 200
        board.phone.wait_for_state("failed")
        for page in (answer.body, board.phone.get("/v1/connect").body):
            assert b"<script>" not in page and b"<b>" not in page and b'""' not in page
            assert b"&lt;script&gt;" in page


def test_a_name_does_not_turn_the_plain_page_around(tmp_path):
    with portal_board(tmp_path, networks=[]) as board:
        board.phone.submit("/v1/connect", {"ssid": "a\u202eb", "password": "12345678"})
        board.phone.wait_for_state("failed")
        page = board.phone.get("/").body.decode()
        assert "Couldn't connect to <bdi>a\u202eb</bdi></h1>" in page
        assert page.count("\u202e") == page.count("a\u202eb</bdi>") + 1  # and in the field


# The board's own Wi-Fi.


def test_the_hotspots_name_and_password_hold_from_the_next_time(tmp_path):
    with portal_board(tmp_path) as board:
        board.phone.post("/v1/set_hotspot_ssid", {"ssid": "Küche 😀"})
        board.phone.post("/v1/set_hotspot_password", {"password": "on the label"})
        assert board.radio()["ap"]["security"] == 0
        assert board.phone.state()["ap"] == "ding-5cd80b1"
        board.restart()
        board.phone.wait_for_page()
        told = board.radio()["ap"]
        assert (told["ssid"], told["security"], told["key_length"]) == ("Küche 😀", 3, 12)
        assert board.phone.state()["ap"] == "Küche 😀"
        assert "on the label" not in board.output


def test_the_longest_logo_and_text_find_their_way_out_of_a_small_heap(tmp_path):
    options = """logo="<svg>" + 'a"' * 3000, message=lambda sta: "m" * 4000"""
    with portal_board(tmp_path, options, bits=32, heapsize="96K", mpy=True) as board:
        assert board.phone.state(full=True)["look"]["logo"] == "<svg>" + 'a"' * 3000
        assert join(board.phone)["message"] == "m" * 1000


FLASH = """
import os, vfs
class Flash:
    def __init__(self):
        self.data = bytearray(64 * 512)
    def readblocks(self, block, buffer, offset=0):
        at = block * 512 + offset
        buffer[:] = self.data[at:at + len(buffer)]
    def writeblocks(self, block, buffer, offset=0):
        at = block * 512 + offset
        self.data[at:at + len(buffer)] = buffer
    def ioctl(self, what, block):
        return {4: 64, 5: 512}.get(what, 0)
flash = Flash()
vfs.VfsLfs2.mkfs(flash)
vfs.mount(flash, "/flash", readonly=%s)
try:
    while True:
        with open("/flash/ballast", "ab") as file:
            file.write(bytes(128))
except OSError:
    pass
"""


@pytest.mark.parametrize("read_only", [True, False], ids=["read-only", "full"])
def test_what_cannot_be_stored_is_told_and_the_board_is_joined_all_the_same(tmp_path, read_only):
    there = 'filename="/flash/credentials"'
    with portal_board(tmp_path, there, FLASH % read_only) as board:
        for path, fields in (
            ("/v1/set_hotspot_ssid", {"ssid": "new"}),
            ("/v1/set_hotspot_password", {"password": "new-password"}),
        ):
            answer = board.phone.post(path, fields)
            assert answer.status == 507
            assert answer.json() == {"message": "ding-5cd80b1 cannot store anything."}
        told = join(board.phone)
        assert told["state"] == "up" and told["saved"] is False
        assert b"ding-5cd80b1 can't save this network" in board.phone.get("/v1/connect").body
        why = "read-only" if read_only else "no room is left"
        board.wait_for("joined, but it cannot be stored")
        board.wait_for(why)
        finish(board)
        assert "ENDED True" in board.output and "Traceback" not in board.output


SIXTEEN = """
import machine, os
if "credentials" not in os.listdir():
    from wifi_setup.networks import Network, Networks
    networks = Networks(secret="a secret")
    for index in range(16):
        static = "192.168.100.100/24", "192.168.100.101", "192.168.100.102"
        name = "%02d" % index + "x" * 30
        networks.add(Network(name, "y" * 63, 1, True, static, 1000, 13, b"123456"))
    machine.reset()
from wifi_setup.station import Station
Station.knock_ms = 50
"""


def test_with_all_that_can_be_stored_the_portal_opens_in_a_small_heap(tmp_path):
    air = [{"ssid": f"{at:032}", "password": "12345678", "rssi": -50} for at in range(40)]
    small = {"bits": 32, "heapsize": "96K", "mpy": True}
    with portal_board(
        tmp_path, 'secret="a secret"', SIXTEEN, networks=[MAPLE, *air], **small
    ) as board:
        assert len(board.phone.state(full=True)["networks"]) == 40
        told = join(board.phone)
        assert (told["state"], told["saved"]) == ("up", True)
        assert len(board.phone.state(full=True)["networks"]) == 40
        finish(board)
        board.restart()
        board.wait_for("ENDED True", 60)
        assert "Traceback" not in board.output


def test_forget_one_and_all(tmp_path):
    with portal_board(tmp_path) as board:
        join(board.phone)
        assert board.phone.state(full=True)["networks"][0]["saved"]
        assert board.phone.post("/v1/forget", {"ssid": MAPLE["ssid"]}).status == 202
        board.phone.wait_for_state("idle")
        assert not any(row["saved"] for row in board.phone.state(full=True)["networks"])
        until(lambda: board.radio()["sta"]["state"] != "up", "the station to leave")
        board.restart()
        board.phone.wait_for_page()
        assert board.phone.state()["state"] == "idle"


def test_forgetting_while_it_finishes_does_not_keep_it_open(tmp_path):
    with portal_board(tmp_path) as board:
        join(board.phone)
        assert board.phone.post("/v1/finish", {}).status == 202
        assert board.phone.post("/v1/forget", {"all_networks": True}).status == 409
        board.wait_for("ENDED True", 5)


def test_what_was_just_forgotten_cannot_be_finished(tmp_path):
    with portal_board(tmp_path) as board:
        join(board.phone)
        assert board.phone.post("/v1/forget", {"all_networks": True}).status == 202
        assert board.phone.post("/v1/finish", {}).status == 409


def test_the_password_is_in_no_log_and_no_answer(tmp_path):
    debug = "import logging\nlogging.basicConfig(level=logging.DEBUG)"
    with portal_board(tmp_path, before=debug) as board:
        secret = MAPLE["password"]
        join(board.phone, password=secret)
        for path in ("/v1/state?full=1", "/v1/list_access_points", "/v1/connect"):
            assert secret.encode() not in board.phone.get(path).body
        finish(board)
        assert secret not in board.output


def test_the_healthcheck_is_in_no_log_and_nobodys_request(tmp_path):
    debug = "import logging\nlogging.basicConfig(level=logging.DEBUG)"
    with portal_board(tmp_path, "idle_timeout=3", debug) as board:
        before = board.output
        for _ in range(8):
            try:
                assert board.phone.get("/v1/healthcheck").json() == {"message": "ok"}
            except OSError:
                break
            time.sleep(0.4)
        board.wait_for("ENDED False", 5)
        assert "healthcheck" not in board.output[len(before) :]


def test_two_phones_see_the_same_end(tmp_path):
    with portal_board(tmp_path) as board:
        first, second = (Phone(board.port, source=f"127.0.0.{at}") for at in (2, 3))
        first.post("/v1/connect", {"ssid": MAPLE["ssid"], "password": MAPLE["password"]})
        assert second.wait_for_state("up")["mine"] is False
        assert second.submit("/v1/finish", {}).status == 200, "the first phone has left"
        board.wait_for("ENDED True")
