"""The simulated board: the real MicroPython interpreter with what an ESP32 has and a PC lacks.

    from tools.board import Board

    with Board("folder", neighbourhood={"networks": [{"ssid": "Maple Street 12"}]}) as board:
        board.wait_for("up")

`python3 -m tools.board folder` runs one in the terminal. See README.md beside this file.
"""

from tools.board.board import Board

__all__ = ["Board"]
