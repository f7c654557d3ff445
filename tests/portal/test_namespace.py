"""The portal on a network of its own, at its real address and ports (root)."""

import json

import pytest

from tests.needs import need, need_root
from tests.portal.boards import CAFE, MAPLE
from tools.board import Board
from tools.board.namespace import Namespaces

pytestmark = pytest.mark.root

PROGRAM = """
from wifi_setup import WiFiSetup
ws = WiFiSetup("ding-5cd80b1"{options})
print("ENDED", ws.connect_or_setup().isconnected())
"""


@pytest.fixture
def net():
    """The phone's network, the home's, and the board between them."""
    need_root()
    need("ip", "iproute2")
    need("curl")
    with Namespaces() as net:
        yield net


def opened(folder, net, options=""):
    """A board in its portal, with the phone on it."""
    (folder / "main.py").write_text(PROGRAM.format(options=options))
    return Board(folder, {"networks": [MAPLE, CAFE]}, netns=net, scale=0.05)


def curl(namespace, *arguments):
    """(exit status, output) of curl in there."""
    done = namespace.run(["curl", "--silent", "--max-time", "5", *arguments])
    return done.returncode, done.stdout


def test_any_name_leads_to_the_page_at_192_168_4_1(net, tmp_path):
    with opened(tmp_path, net) as board:
        net.phone.join(board)
        board.wait_for("its page is on 192.168.4.1")
        for name in ("neverssl.com", "captive.apple.com", "ding-5cd80b1", "a.b.c.d.example"):
            status, said = curl(net.phone, "-o", "/dev/null", "-w", "%{redirect_url}", name)
            assert (status, said) == (0, "http://192.168.4.1/"), name
        status, said = curl(net.phone, "http://192.168.4.1/v1/state")
        assert json.loads(said)["state"] == "idle"


def test_https_and_private_dns_are_refused_not_silent(net, tmp_path):
    with opened(tmp_path, net) as board:
        net.phone.join(board)
        board.wait_for("its page is on")
        for url in ("https://example.com/", "http://192.168.4.1:853/"):
            assert curl(net.phone, url)[0] == 7, "connection refused"


def test_another_address_works_as_well(net, tmp_path):
    with opened(tmp_path, net, ', ap_ip="4.3.2.1"') as board:
        board.wait_for("its page is on 4.3.2.1")
        net.phone.join(board)
        said = curl(net.phone, "-o", "/dev/null", "-w", "%{redirect_url}", "http://example.com/")
        assert said == (0, "http://4.3.2.1/")


def test_on_the_joined_network_nothing_listens(net, tmp_path):
    with opened(tmp_path, net) as board:
        net.phone.join(board)
        board.wait_for("its page is on")
        fields = json.dumps({"ssid": MAPLE["ssid"], "password": MAPLE["password"]})
        kind = "Content-Type: application/json"
        curl(net.phone, "-d", fields, "-H", kind, "http://192.168.4.1/v1/connect")
        said = ""
        for _ in range(40):
            said = curl(net.phone, "http://192.168.4.1/v1/state")[1]
            if '"up"' in said:
                break
            net.phone.run(["sleep", "0.2"])
        home = json.loads(said)["addresses"][1]
        assert home.startswith("http://192.168.0.")
        assert curl(net.home, home)[0] == 7, "connection refused"
        assert curl(net.home, "-X", "POST", home + "v1/forget")[0] == 7
