"""The two lines run the whole way: first boot, the portal, a wrong password, the right one, a
reboot, `WiFiSetup.clear()`; over real sockets, on the interpreter of both word sizes."""

import random
import time

from tests.e2e.demo_board import MAPLE, access_point_is_on, demo_board, own_page
from tests.phone import wait_until


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


def test_killed_at_any_moment_it_comes_up_with_a_whole_store(tmp_path):
    """SIGKILL at ten random moments of a set-up beside an older network that is out of range."""
    moments = random.Random(7)
    with demo_board(tmp_path, scale=0.03) as board:
        board.eval(
            "from wifi_setup.networks import Network\n"
            "WiFiSetup('x').networks.add(Network('Old Barn', 'hay and straw'))"
        )
        for _ in range(10):
            board.start()
            board.phone.wait_for_page()
            board.phone.post("/v1/connect", {"ssid": MAPLE["ssid"], "password": MAPLE["password"]})
            time.sleep(moments.uniform(0, 1.5))
            board.kill()

            board.start()
            wait_until(
                lambda: own_page(board.phone) or board.phone.state(), 30, "the board to come up"
            )
            stored = board.eval("[n.ssid for n in WiFiSetup('x').networks.list()]")
            assert "Old Barn" in stored, stored
            assert "Traceback" not in board.output, board.output
            board.kill()
            board.eval(f"WiFiSetup('x').forget({MAPLE['ssid']!r})")
