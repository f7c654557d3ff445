"""The demo on a simulated board, for the end-to-end tests."""

import contextlib
import shutil
import socket

from tests.phone import Phone
from tools.board import Board
from tools.demo import ROOT
from tools.ports import free_port

MAPLE = {"ssid": "Maple Street 12", "password": "correct horse battery", "channel": 6, "rssi": -48}
CAFE = {"ssid": "Café Zürich — Guests", "security": "open", "channel": 11, "rssi": -61}
HEAPSIZE = "96K"  # of the 32-bit board, whose objects have an ESP32's sizes


@contextlib.contextmanager
def demo_board(folder, bits=64, networks=(MAPLE, CAFE), **options):
    """A board with `demo/`, not yet switched on; `.phone` asks its pages. Off in the end."""
    shutil.copy(ROOT / "demo" / "main.py", folder / "main.py")
    shutil.copytree(ROOT / "demo" / "www", folder / "www", dirs_exist_ok=True)
    if bits == 32:
        options = {"heapsize": HEAPSIZE, "mpy": True, **options}
    options.setdefault("scale", 0.1)
    port = free_port()
    board = Board(
        folder,
        neighbourhood={"networks": list(networks)},
        bits=bits,
        port=port,
        dns_port=free_port(socket.SOCK_DGRAM),
        **options,
    )
    board.phone = Phone(port)
    try:
        yield board
    finally:
        board.stop()


def access_point_is_on(board):
    """Whether the board's own Wi-Fi can be seen."""
    return bool((board.radio().get("ap") or {}).get("active"))


def own_page(phone):
    """The page that demo/main.py serves once the board has joined, or None."""
    page = phone.get("/").body
    return page if b"lighthouse" in page else None
