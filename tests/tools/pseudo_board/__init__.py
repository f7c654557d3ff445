"""A MicroPython board on a pseudo-terminal, for programs that talk to one over a serial port.

    with PseudoBoard(tmp_path / "flash") as board:
        mpremote connect <board.port> ...

Its REPL (friendly, raw, and raw paste, as shared/runtime/pyexec.c of MicroPython has them) is
played here; what it is sent runs in the real interpreter, on a file system of its own.
"""

from tests.tools.pseudo_board.board import PseudoBoard

__all__ = ["PseudoBoard"]
