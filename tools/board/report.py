"""What the board's radio tells the PC of itself."""

import json
from pathlib import Path

from tools.board.neighbourhood import named


def read(path):
    """{"ap": {...}, "sta": {...}, "counts": {...}}; {} before the radio has done anything."""
    try:
        told = json.loads(Path(path).read_text())
    except FileNotFoundError:
        return {}
    for side in (told["ap"], told["sta"]):
        side["ssid"] = named(side["ssid"])
        side["address"] = side["ifconfig"][0]
    return told
