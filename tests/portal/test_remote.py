"""The API on the joined network: only when a program asks for it, and only behind its password."""

import base64
import time

import pytest

from tests.phone import Phone
from tests.portal.boards import CAFE, MAPLE, finish, join, portal_board, until
from tools.ports import free_port

SECRET = "open sesame"
PROGRAM = """
from slim.loop import Loop
from wifi_setup.options import Options
from wifi_setup.patience import Patience
from wifi_setup.remote import Remote
Patience.recent = 1
loop = Loop()
options = Options("ding-5cd80b1", retry=(1, 4))
loop.add(Remote(options, "open sesame", loop.poller, "127.0.0.1", {port}))
print("SERVING")
loop.run_until(lambda: False)
"""


class Desk(Phone):
    """A computer on the joined network that knows the password."""

    def ask(self, method, path, body=None, headers=None, **kwargs):
        headers = {"Authorization": "Bearer " + SECRET, **(headers or {})}
        return super().ask(method, path, body, headers, **kwargs)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Somebody at the desk, and the board that has been set up."""
    port = free_port()
    with portal_board(tmp_path_factory.mktemp("remote"), after=PROGRAM.format(port=port)) as board:
        join(board.phone)
        finish(board)
        board.wait_for("SERVING")
        desk = Desk(port)
        desk.board, desk.port = board, port
        yield desk


def test_without_the_password_nothing_is_told(desk):
    stranger = Phone(desk.port)
    for path in ("/", "/v1/state", "/v1/healthcheck", "/anything"):
        answer = stranger.get(path)
        assert answer.status == 401 and answer.body == b""
        assert answer.headers["WWW-Authenticate"].startswith("Basic ")


def test_a_wrong_password_holds_the_next_one_up(desk):
    stranger = Phone(desk.port)
    for wrong in (
        b"Bearer open sesamE",
        b"Bearer ",
        b"Basic !!",
        b"Basic " + base64.b64encode(b"a:"),
    ):
        answer = until(
            lambda wrong=wrong: (lambda found: found if found.status != 429 else None)(
                stranger.get("/v1/state", headers={"Authorization": wrong.decode()})
            ),
            "the pause to end",
        )
        assert answer.status == 401
        assert desk.get("/v1/state").status == 429
    until(lambda: desk.get("/v1/state").status == 200, "the pause to end")


def test_a_browser_that_has_asked_its_user_gets_the_page(desk):
    basic = "Basic " + base64.b64encode(b"anybody:" + SECRET.encode()).decode()
    answer = Phone(desk.port).get("/", headers={"Authorization": basic})
    assert answer.status == 200 and len(answer.body) > 1000


def test_the_state_is_told_and_the_list_on_request(desk):
    told = desk.state(full=True)
    assert (told["state"], told["net"], told["fresh"]) == ("up", MAPLE["ssid"], False)
    assert desk.post("/v1/scan", {}).status == 202
    until(lambda: desk.state()["scan"] > told["scan"], "the scan")
    assert desk.state(full=True)["networks"][0]["saved"]


def test_a_page_of_another_origin_cannot_use_the_browsers_password(desk):
    answer = desk.post(
        "/v1/forget", {"all_networks": True}, headers={"Origin": "http://evil.example"}
    )
    assert answer.status == 403
    own = desk.post(
        "/v1/set_interface", {"interface": "auto"}, headers={"Origin": "http://127.0.0.1"}
    )
    assert own.status == 200


def test_finish_ends_nothing_here(desk):
    assert desk.post("/v1/finish", {}).status == 202
    told = desk.state()
    assert (told["state"], told["finishing"], told["left"]) == ("up", False, None)


def test_after_a_choice_that_fails_it_goes_back_to_its_network(desk):
    assert (
        desk.post("/v1/connect", {"ssid": MAPLE["ssid"], "password": "wrong password"}).status
        == 202
    )
    assert desk.wait_for_state("failed")["reason"] == "password"
    time.sleep(2.5)  # nobody asks
    assert desk.wait_for_state("up")["net"] == MAPLE["ssid"]


def test_another_network_can_be_chosen(desk):
    assert desk.post("/v1/connect", {"ssid": CAFE["ssid"]}).status == 202
    assert desk.wait_for_state("up")["net"] == CAFE["ssid"]
    assert "Traceback" not in desk.board.output


def test_nothing_is_served_there_unless_it_is_asked_for(tmp_path):
    wait = "import time\nprint('DONE')\ntime.sleep(3)"
    with portal_board(tmp_path, after=wait) as board:
        join(board.phone)
        finish(board)
        board.wait_for("DONE")
        with pytest.raises(ConnectionRefusedError):
            board.phone.get("/v1/state")
