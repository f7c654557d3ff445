"""The pins of a board, seen from the PC: a file of bytes that the board looks at and writes."""

from pathlib import Path

_PINS = 64
_NOBODY = 0xFF  # holds the pin, or drives it


class Pins:
    """One byte for the level at which each is held, then one for the level that it puts out."""

    def __init__(self, path):
        self.path = Path(path)

    def release(self):
        """As after a reset: all are let go, and none puts out anything."""
        self.path.write_bytes(bytes((_NOBODY,)) * 2 * _PINS)

    def hold(self, pin, level=None):
        """Holds a pin at 0 or 1; None lets it go."""
        with open(self.path, "r+b") as file:
            file.seek(pin)
            file.write(bytes((_NOBODY if level is None else level,)))

    def read(self, pin):
        """The level that the board puts out, or None."""
        level = self.path.read_bytes()[_PINS + pin]
        return None if level == _NOBODY else level
