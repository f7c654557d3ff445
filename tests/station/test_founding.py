"""Programs written for the founding library, as its README has them, run unmodified."""

from pathlib import Path

import pytest

from tests.phone import Phone
from tests.portal.boards import BRISK
from tools.board import Board

PROGRAMS = Path(__file__).parent / "founding"
MAPLE = {"ssid": "Maple Street 12", "password": "correct horse battery", "channel": 6, "rssi": -48}
THEN = '\nprint("JOINED" if sta.isconnected() else "NOT JOINED", sta.ifconfig()[0])\n'
STORE = (
    "from wifi_setup.networks import Network, Networks\n"
    "Networks().add(Network('Maple Street 12', 'correct horse battery'))"
)


@pytest.fixture
def board(tmp_path, bits):
    """Switched off, in sight of one network."""
    board = Board(tmp_path, neighbourhood={"networks": [MAPLE]}, bits=bits, scale=0.05)
    board.phone = Phone(board.port)
    yield board
    board.stop()


def write(board, name):
    text = (PROGRAMS / name).read_text(encoding="utf-8")
    (board.folder / "main.py").write_text(text + THEN, encoding="utf-8")
    (board.folder / "boot.py").write_text(BRISK)


def set_up(phone):
    """What somebody does with the page; the message that it shows."""
    phone.wait_for_page()
    sent = {"ssid": MAPLE["ssid"], "password": MAPLE["password"]}
    assert phone.post("/v1/connect", sent).status == 202
    up = phone.wait_for_state("up", "failed")
    assert up["state"] == "up", up
    assert phone.submit("/v1/finish", {}).status == 200
    return up["message"]


@pytest.mark.parametrize("name", ("two_lines.py", "fine_grained.py", "with_message.py"))
def test_the_first_boot_asks_and_the_second_joins_by_itself(board, name):
    write(board, name)
    board.start()
    message = set_up(board.phone)
    assert ("My address is 127.0.0.1" in message) == (name == "with_message.py")
    board.wait_for("JOINED 127.0.0.1", 30)
    board.restart()
    board.wait_for("JOINED 127.0.0.1", 30)
    assert board.radio()["counts"] == {"scans": 0, "connects": 1, "ap": 0}
    assert board.radio()["sta"]["hostname"] == "ding-5cd80b1"
    assert "Traceback" not in board.output, board.output


def test_clear_at_the_prompt_makes_it_ask_again(board):
    write(board, "two_lines.py")
    board.eval(STORE)
    board.start()
    board.wait_for("JOINED 127.0.0.1", 30)
    board.eval("WiFiSetup.clear()")
    board.restart()
    assert board.phone.wait_for_page()
    assert board.radio()["ap"]["active"]


def test_a_network_that_is_gone_makes_it_ask_and_is_kept(board):
    write(board, "fine_grained.py")
    board.eval(STORE)
    board.neighbourhood.change({"networks": []})
    board.start()
    assert board.phone.wait_for_page(timeout=30)
    board.restart()
    board.change({"networks": [MAPLE]})
    board.wait_for("JOINED 127.0.0.1", 30)


def test_credentials_of_the_founding_library(board):
    assert board.eval(
        "from wifi_setup.credentials import Credentials\nprint(Credentials().get())"
    ) == ("(None, None)")
    board.eval(
        "from wifi_setup.credentials import Credentials\n"
        "Credentials().put('Cafe', None)\n"
        "Credentials().put(b'Maple Street 12', b'correct horse battery')"
    )
    shown = board.eval(
        "from wifi_setup.credentials import Credentials\n"
        "print(Credentials().get())\nCredentials().clear()\nprint(Credentials().get())"
    )
    assert shown == "(b'Maple Street 12', b'correct horse battery')\n(None, None)"
