"""The demo on a simulated board whose Wi-Fi a phone has joined, and nothing else to be reached.

    with island(folder, ap_ip="4.3.2.1") as here:
        here.run(["curl", "http://example.com/"])      # on the phone
        here.phone.state()

Three network namespaces: the phone's, the board's and the home's that the board may join. None of
them leads outside, and nothing of this machine is changed.
"""

import contextlib
import json
import shutil

import pytest

from tests.clients.inside import PhoneInside, inside
from tests.needs import need, need_root
from tests.phone import Phone, wait_until
from tools.board import Board
from tools.board.namespace import Namespaces
from tools.demo import ROOT

FIRMWARE = "192.168.4.1"  # the address that the firmware gives
PUBLIC = "4.3.2.1"  # one that phones do not take for a private one
MAPLE = {"ssid": "Maple Street 12", "password": "correct horse battery", "channel": 6, "rssi": -48}
CAFE = {"ssid": "Café Zürich", "security": "open", "channel": 11, "rssi": -61}
# For tests that take many seconds: with the public address only among the long ones.
once_in_short = pytest.mark.parametrize(
    "here", (FIRMWARE, pytest.param(PUBLIC, marks=pytest.mark.long)), indirect=True
)
HOME_PAGE = "http://192.168.0.224/"  # of the board, once it has joined


@contextlib.contextmanager
def island(folder, ap_ip=FIRMWARE):
    """The board is in its portal, the phone on its Wi-Fi. All is gone in the end."""
    need_root()
    need("ip", "iproute2")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "demo", folder, dirs_exist_ok=True)
    if ap_ip != FIRMWARE:
        program = (ROOT / "demo" / "main.py").read_text()
        with_option = program.replace('("ding-5cd80b1")', f'("ding-5cd80b1", ap_ip="{ap_ip}")')
        assert with_option != program
        (folder / "main.py").write_text(with_option)
    with Namespaces() as net, Board(folder, {"networks": [MAPLE, CAFE]}, netns=net) as board:
        board.wait_for("its page is on " + ap_ip)
        net.phone.join(board)
        here = Island(net, board, ap_ip)
        try:
            here.phone.wait_for_page()
            yield here
            assert "Traceback" not in board.output
        except BaseException:
            print(board.output)  # pytest shows it beside the failure
            raise


class Island:
    """`net` are the namespaces, `board` the board, `address` its own on its Wi-Fi, `phone` asks
    for its pages as a phone on that Wi-Fi does."""

    def __init__(self, net, board, address):
        self.net, self.board, self.address = net, board, address
        self.url = f"http://{address}/"
        self.phone: Phone = PhoneInside(net.phone, address)

    def run(self, command, **options):
        """A program on the phone: its result, with the output as text."""
        return self.net.phone.run(command, **options)

    def on_phone(self, function):
        """A function of ours on the phone."""
        return inside(self.net.phone, function)

    def join_home(self):
        """The board joins, asked by the phone."""
        choice = {"ssid": MAPLE["ssid"], "password": MAPLE["password"]}
        assert self.phone.post("/v1/connect", choice).status == 202
        assert self.phone.wait_for_state("up", "failed")["state"] == "up"

    def finish(self):
        """Presses Finish, as the page does: with a form."""
        answer = self.phone.submit("/v1/finish", {})
        assert (answer.status, self.page_is(answer)) == (200, True)

    def addresses(self, device):
        """IPv4 addresses of a device of the board's."""
        shown = self.net.board.run(["ip", "-json", "-4", "addr", "show", device], check=True)
        entries = json.loads(shown.stdout)
        return [info["local"] for entry in entries if entry for info in entry.get("addr_info", ())]

    def wait_until_off(self, timeout=10):
        """Until the board's Wi-Fi has no address any more."""
        return wait_until(lambda: not self.addresses("ap0"), timeout, "the AP to be off")

    @staticmethod
    def page_is(answer):
        """Whether an answer is the portal's page, packed."""
        return answer.headers["Content-Encoding"] == "gzip" and len(answer.body) > 3000
