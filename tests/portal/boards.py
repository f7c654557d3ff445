"""A board that is in its portal, and what phones do with it; for the tests of this folder."""

import contextlib
import socket
import time

from tests.phone import Phone, wait_until
from tools.board import Board

MAPLE = {"ssid": "Maple Street 12", "password": "correct horse battery", "channel": 6, "rssi": -48}
CAFE = {"ssid": "Café", "security": "open", "channel": 11, "rssi": -61}

PROGRAM = """
import btree, gc, network  # in C on a real board, so no part of what is measured
{before}
from wifi_setup import WiFiSetup
gc.collect()
held = gc.mem_alloc()
ws = WiFiSetup({essid!r}{options})
sta = ws.connect_or_setup()
del ws
gc.collect()
print("ENDED %s held %d" % (sta.isconnected(), gc.mem_alloc() - held))  # in one piece
{after}
"""

# Shorter waits than a board's, for the tests' sake.
BRISK = """
from wifi_setup.session import Session
from wifi_setup.station import Station
Session.settle, Session.farewell = 100, 400
Station.settle_ms, Station.knock_ms = 300, 50
"""


@contextlib.contextmanager
def portal_board(
    folder,
    options="",
    before="",
    after="",
    *,
    essid="ding-5cd80b1",
    device=None,
    networks=(MAPLE, CAFE),
    brisk=True,
    **board,
):
    """A board in its portal; `.phone` is a phone on it. Off in the end.

    `options` are those of WiFiSetup as source; `before` and `after` stand around the two lines.
    Not `brisk`: it waits as long as on a board.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if device:
        options += f", device={device!r}"
    program = PROGRAM.format(
        essid=essid,
        options=", " + options.lstrip(", ") if options else "",
        before=(BRISK if brisk else "") + before,
        after=after,
    )
    (folder / "main.py").write_text(program)
    board.setdefault("scale", 0.05)
    with Board(folder, neighbourhood={"networks": list(networks)}, **board) as on:
        on.phone = Phone(on.port)
        try:
            on.phone.wait_for_page()
            yield on
        except BaseException:
            print(on.output)  # pytest shows it beside the failure
            raise


def join(phone, ssid=MAPLE["ssid"], password=MAPLE["password"], timeout=20):
    """What the page does from the password to the last screen but one; the state at the end."""
    answer = phone.post("/v1/connect", {"ssid": ssid, "password": password})
    assert (answer.status, answer.json()) == (202, {"message": "accepted"})
    return phone.wait_for_state("up", "failed", timeout=timeout)


def finish(board, timeout=10):
    """Presses Finish and waits for the end; seconds that it took."""
    since = time.monotonic()
    assert board.phone.submit("/v1/finish", {}).status == 200
    board.wait_for("ENDED", timeout)
    return time.monotonic() - since


def raw(port, data, source="127.0.0.1", timeout=5):
    """Everything that comes back for these bytes, until the board hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout, (source, 0)) as sock:
        sock.sendall(data)
        answer = b""
        while True:
            piece = sock.recv(65536)
            if not piece:
                return answer
            answer += piece


def until(condition, what, timeout=10):
    """Waits for a condition of the test's own."""
    return wait_until(condition, timeout, what)
