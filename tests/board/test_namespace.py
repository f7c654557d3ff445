"""Real networks for a board: its soft AP on ports 80 and 53, and a home with an address."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.needs import need, need_root
from tools.board import Board
from tools.board.namespace import Namespaces

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.root

HOME = {"networks": [{"ssid": "Maple Street 12", "password": "correct horse"}]}
_SERVER = """
import network, select, socket, time
ap, sta = network.WLAN(1), network.WLAN(0)
ap.active(True)
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(socket.getaddrinfo("0.0.0.0", 80)[0][-1])
server.listen(2)
names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
names.bind(socket.getaddrinfo("0.0.0.0", 53)[0][-1])
poller = select.poll()
poller.register(server, select.POLLIN)
poller.register(names, select.POLLIN)
print("ready")
while True:
    for sock, event in poller.ipoll(10):
        if sock is names:
            data, address = names.recvfrom(100)
            names.sendto(b"answer to " + data, address)
            continue
        client, address = server.accept()
        word = client.recv(100).decode()
        client.send(b"heard " + word.encode())
        client.close()
        if word == "move":
            ap.ifconfig(("4.3.2.1", "255.255.255.0", "4.3.2.1", "4.3.2.1"))
        elif word == "join":
            sta.active(True)
            sta.connect("Maple Street 12", "correct horse")
        elif word == "off":
            ap.active(False)
    if sta.isconnected():
        sta.status()
"""
_SAY = """
import socket, sys
kind, address, port, word, patience = sys.argv[1:]
with socket.socket(socket.AF_INET, getattr(socket, kind)) as s:
    s.settimeout(int(patience))
    s.connect((address, int(port)))
    s.send(word.encode())
    print(s.recv(100).decode())
"""


@pytest.fixture
def net():
    """Three namespaces, gone afterwards."""
    need_root()
    need("ip", "iproute2")
    with Namespaces() as net:
        yield net


@pytest.fixture
def board(net, tmp_path):
    """A board in them that answers."""
    (tmp_path / "main.py").write_text(_SERVER)
    with Board(tmp_path, HOME, netns=net, scale=0.02) as board:
        board.wait_for("ready")
        yield board


def _say(namespace, address, word, port=80, kind="SOCK_STREAM", patience=10):
    """What the board answers to a word, or "" if nothing comes in so many seconds."""
    said = [kind, address, port, word, patience]
    return namespace.run([sys.executable, "-c", _SAY, *said]).stdout.strip()


def _is_silent(namespace, address):
    return _say(namespace, address, "hello", patience=1) == ""


def test_a_phone_on_the_soft_ap_reaches_ports_80_and_53(net, board):
    net.phone.join(board)
    assert _say(net.phone, "192.168.4.1", "hello") == "heard hello"
    assert _say(net.phone, "192.168.4.1", "query", 53, "SOCK_DGRAM") == "answer to query"
    assert net.phone.run(["cat", "/etc/resolv.conf"]).stdout == "nameserver 192.168.4.1\n"
    assert "4.1" not in Path("/etc/resolv.conf").read_text()
    assert board.neighbourhood.read()["phones"][0]["ip"] == "192.168.4.2"


def test_another_address_of_the_soft_ap_takes_effect(net, board):
    net.phone.join(board)
    _say(net.phone, "192.168.4.1", "move")
    time.sleep(0.2)
    net.phone.join(board)
    assert _say(net.phone, "4.3.2.1", "hello") == "heard hello"
    assert _is_silent(net.phone, "192.168.4.1")


def test_the_home_network_gives_an_address_only_while_joined(net, board):
    net.phone.join(board)
    assert _is_silent(net.home, "192.168.0.224")
    _say(net.phone, "192.168.4.1", "join")
    until = time.monotonic() + 5
    while not board.radio()["sta"]["connected"]:
        assert time.monotonic() < until
        time.sleep(0.02)
    assert board.radio()["sta"]["address"] == "192.168.0.224"
    assert _say(net.home, "192.168.0.224", "hello") == "heard hello"
    assert _say(net.phone, "192.168.4.1", "hello") == "heard hello"
    board.change({"networks": []})
    while board.radio()["sta"]["connected"]:
        assert time.monotonic() < until
        time.sleep(0.02)
    assert _is_silent(net.home, "192.168.0.224")


def test_a_soft_ap_that_is_off_is_a_lost_link(net, board):
    net.phone.join(board)
    assert "state UP" in net.phone.run(["ip", "link", "show", "wlan0"]).stdout
    _say(net.phone, "192.168.4.1", "off")
    time.sleep(0.2)
    assert "NO-CARRIER" in net.phone.run(["ip", "link", "show", "wlan0"]).stdout
    assert _is_silent(net.phone, "192.168.4.1")


def test_nothing_is_left_of_them(net):
    holders = [namespace.pid for namespace in (net.board, net.phone, net.home)]
    net.close()
    assert not [pid for pid in holders if os.path.exists(f"/proc/{pid}")]
    assert "ap0" not in subprocess.check_output(["ip", "link"], text=True)


def test_they_end_with_the_process_that_made_them(tmp_path):
    need_root()
    code = (
        "import time\nfrom tools.board.namespace import Namespaces\nnet = Namespaces()\n"
        "print(net.board.pid, net.phone.pid, net.home.pid, flush=True)\ntime.sleep(60)"
    )
    host = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
    )
    pids = host.stdout.readline().decode().split()
    host.send_signal(signal.SIGKILL)
    host.wait()
    host.stdout.close()
    until = time.monotonic() + 5
    while any(_alive(pid) for pid in pids):
        assert time.monotonic() < until
        time.sleep(0.02)


def _alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
