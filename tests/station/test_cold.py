"""A boot that joins by itself: what it holds and loads, and how little it adds to the radio."""

import re

import pytest

from tools.board import Board
from tools.measure import joining

MAPLE = {"ssid": "Maple Street 12", "password": "correct horse battery", "channel": 6, "rssi": -48}
STORE = (
    "from wifi_setup.networks import Network, Networks\n"
    "Networks().add(Network('Maple Street 12', 'correct horse battery'))"
)

# The same work by the radio alone: it is off at first, as at power-on.
ALONE = """
sta = network.WLAN(network.WLAN.IF_STA)
sta.active(True)
sta.connect("Maple Street 12", "correct horse battery")
while not sta.isconnected():
    time.sleep_ms(1)
"""
WITH = """
from wifi_setup import WiFiSetup
sta = WiFiSetup("ding-5cd80b1").connect()
"""
PROGRAM = """
import network, time
start = time.ticks_us()
{work}
took = time.ticks_diff(time.ticks_us(), start)
import sys
print("MODULES", sorted(sys.modules))
print("TOOK", took, sta.isconnected(), "END")
"""


@pytest.fixture
def board(tmp_path, bits):
    board = Board(tmp_path, neighbourhood={"networks": [MAPLE]}, bits=bits, mpy=True, scale=0.2)
    board.eval(STORE)
    yield board
    board.stop()


def took_ms(board, work):
    """Milliseconds from the first line of a program to a link with an address."""
    (board.folder / "main.py").write_text(PROGRAM.format(work=work), encoding="utf-8")
    board.restart()
    board.wait_for("END", 20)
    took, joined = re.findall(r"TOOK (\d+) (\w+) END", board.output)[-1]
    assert joined == "True", board.output
    return int(took) / 1000


@pytest.mark.timing
def test_at_most_50_ms_are_added_to_what_the_radio_needs(board):
    took_ms(board, WITH)  # notes where it joined, which is written once
    alone = min(took_ms(board, ALONE) for _ in range(2))
    together = sorted(took_ms(board, WITH) for _ in range(3))
    added = [round(took - alone) for took in together]
    print(f"the radio alone: {alone:.0f} ms; connect() adds {added} ms")
    assert added[1] <= 50, added
    assert board.radio()["counts"] == {"scans": 0, "connects": 1, "ap": 0}


def test_no_module_of_the_portal_is_loaded_and_the_others_are_given_back(board):
    took_ms(board, WITH)
    modules = re.findall(r"MODULES (.*)", board.output)[-1]
    ours = sorted(re.findall(r"'((?:wifi_setup|slim)[\w.]*)'", modules))
    assert ours == ["wifi_setup", "wifi_setup.options", "wifi_setup.wifi_setup"]


def test_heap_and_instructions():
    while_joining, after = joining.heap_while_joining(), joining.heap_after_joining()
    print(f"connect() from cold: {after} bytes held afterwards, {while_joining} while it joins")
    assert after <= 16 * 1024
    assert while_joining <= 22 * 1024
