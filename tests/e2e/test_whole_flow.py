"""The two lines run the whole way: first boot, the portal, a wrong password, the right one, a
reboot, `WiFiSetup.clear()`; over real sockets, on the interpreter of both word sizes."""

import os
import random
import time

from tests.e2e.demo_board import MAPLE, access_point_is_on, demo_board, own_page
from tests.phone import wait_until
from tests.portal.boards import BRISK


def join(phone, name, password):
    """What the page does when a row has been tapped and a password typed."""
    listed = {row["name"]: row["id"] for row in phone.state(full=True)["networks"]}
    answer = phone.post("/v1/connect", {"id": listed[name], "password": password})
    assert answer.status == 202, answer.body
    wait_until(lambda: phone.state()["state"] == "busy", 5, "the attempt to begin")
    return phone.wait_for_state("up", "failed")


def test_two_lines_run_the_whole_way(tmp_path, bits):
    with demo_board(tmp_path, bits) as board:
        phone = board.phone
        board.start()
        phone.wait_for_page()
        assert access_point_is_on(board)

        failed = join(phone, MAPLE["ssid"], "wrong horse battery")
        assert (failed["state"], failed["reason"]) == ("failed", "password")

        up = join(phone, MAPLE["ssid"], MAPLE["password"])
        assert up["state"] == "up"
        assert "http://127.0.0.1/" in up["addresses"]

        assert phone.submit("/v1/finish", {}).status == 200
        wait_until(lambda: own_page(phone), 20, "the demo's own page")
        assert not access_point_is_on(board)

        board.restart()
        wait_until(lambda: own_page(phone), 20, "the board to join by itself")
        assert not access_point_is_on(board)

        board.eval("WiFiSetup.clear()")
        board.restart()
        wait_until(lambda: phone.state()["state"] == "idle", 20, "the portal again")
        assert access_point_is_on(board)
        assert "Traceback" not in board.output, board.output


def write_begins(folder, timeout=20):
    """Waits until a file of the board's is made or changed, looking a thousand times a second."""

    def files():
        try:
            return [(entry.name, entry.stat().st_mtime_ns) for entry in os.scandir(folder)]
        except FileNotFoundError:
            return None  # one of them is gone meanwhile

    before, end = files(), time.monotonic() + timeout
    while files() == before and time.monotonic() < end:
        time.sleep(0.001)


def test_killed_at_any_moment_it_comes_up_with_a_whole_store(tmp_path):
    """SIGKILL at ten random moments of a set-up beside an older network that is out of range.

    Every second one is when the new network is being stored, or has just been.
    """
    moments, stored_already = random.Random(7), 0
    (tmp_path / "boot.py").write_text(BRISK)
    with demo_board(tmp_path, scale=0.03) as board:
        board.eval(
            "from wifi_setup.networks import Network\n"
            "WiFiSetup('x').networks.add(Network('Old Barn', 'hay and straw'))"
        )
        for number in range(10):
            board.start()
            board.phone.wait_for_page()
            board.phone.post("/v1/connect", {"ssid": MAPLE["ssid"], "password": MAPLE["password"]})
            if number % 2:
                write_begins(tmp_path)
            time.sleep(moments.uniform(0, 0.02 if number % 2 else 0.5))
            board.kill()

            board.start()
            wait_until(
                lambda: own_page(board.phone) or board.phone.state(), 30, "the board to come up"
            )
            stored = board.eval("[n.ssid for n in WiFiSetup('x').networks.list()]")
            assert "Old Barn" in stored, stored
            stored_already += MAPLE["ssid"] in stored
            assert "Traceback" not in board.output, board.output
            board.kill()
            board.eval(f"WiFiSetup('x').forget({MAPLE['ssid']!r})")
    print(f"the new network was stored already {stored_already} times of ten")
