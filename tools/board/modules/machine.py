"""The parts of MicroPython's machine module that a board has and a PC lacks.

Reset (which the host answers by starting the process again), the chip's unique id, and pins enough
for a button and an LED. The host sets and reads pins through the file $BOARD_PINS: one byte for
the level that each pin is held at from outside, then one for the level that each puts out.
"""

import os as _os
import time as _time

import ffi as _ffi
from umachine import *  # noqa: F403

PWRON_RESET, HARD_RESET, WDT_RESET, DEEPSLEEP_RESET, SOFT_RESET = 1, 2, 3, 4, 5

_PINS = 64
_NOBODY = 0xFF  # holds the pin, or drives it
_RESET_STATUS = 82  # the exit status by which the host knows a reset

_libc = _ffi.open(None)
_exit = _libc.func("v", "_exit", "i")
_pread = _libc.func("i", "pread", "ipii")
_pwrite = _libc.func("i", "pwrite", "ipii")
_file = -1
if _os.getenv("BOARD_PINS"):
    _file = _libc.func("i", "open", "si")(_os.getenv("BOARD_PINS"), 2)


def unique_id():
    """The six bytes that are burnt into this chip, which are also the station's MAC address."""
    return bytes.fromhex(_os.getenv("BOARD_ID") or "240ac45cd80b")


def reset():
    """Resets at once, as the button does: no `finally` is run, nothing is flushed."""
    _exit(_RESET_STATUS)


def soft_reset():
    """Resets the interpreter; here it is the same as a hard reset."""
    reset()


def reset_cause():
    """Why the board has started."""
    return int(_os.getenv("BOARD_RESET_CAUSE") or PWRON_RESET)


def freq(*hz):
    """The CPU frequency, which cannot be changed here."""
    return None if hz else 160000000


class RTC:
    """The clock of the PC, until it is set."""

    _ahead = 0  # s of the PC's clock

    def __init__(self, id=0):
        if id:
            raise ValueError("RTC(%d) doesn't exist" % id)

    def datetime(self, *when):
        """Gets or sets (year, month, day, weekday, hour, minute, second, microsecond)."""
        now = _time.time()
        if when:
            year, month, day, _, hour, minute, second, _ = when[0]
            wanted = _time.mktime((year, month, day, hour, minute, second, 0, 0))
            RTC._ahead = wanted - now
            return None
        told = _time.gmtime(now + RTC._ahead)
        return told[0], told[1], told[2], told[6], told[3], told[4], told[5], 0


class Pin:
    """A pin: an input that the host may hold, or an output that it may look at."""

    IN, OUT, OPEN_DRAIN = 1, 3, 7
    PULL_UP, PULL_DOWN = 2, 1

    def __init__(self, id, mode=-1, pull=-1, *, value=None):
        if not 0 <= id < _PINS:
            raise ValueError("invalid pin")
        self._id = id
        self._level = bytearray(1)
        self.init(mode, pull, value=value)

    def init(self, mode=-1, pull=-1, *, value=None):
        """Sets what is given."""
        self._pull_up = pull == Pin.PULL_UP
        self._is_output = mode in (Pin.OUT, Pin.OPEN_DRAIN)
        if value is not None:
            self.value(value)

    def value(self, *level):
        """Gets or sets the level."""
        if level:
            self._level[0] = 1 if level[0] else 0
            if self._is_output:
                _pwrite(_file, self._level, 1, _PINS + self._id)
            return None
        if self._is_output:
            return self._level[0]
        self._level[0] = _NOBODY
        _pread(_file, self._level, 1, self._id)
        held = self._level[0]
        return int(self._pull_up) if held == _NOBODY else held

    __call__ = value

    def on(self):
        """Level 1."""
        self.value(1)

    def off(self):
        """Level 0."""
        self.value(0)
