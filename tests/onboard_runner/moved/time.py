"""A clock that only the tests move on: sleeping takes no time, and takes exactly as long as asked.

Stands in for `time` in files that ask for it, so that what they say about time is exact, and the
same on a machine that is busy with others. `ticks_ms` and the sleeps are moved; the time of day is
not. Who asks often without ever sleeping sees it go on too, or would wait for ever.
"""

import utime
from micropython import const
from utime import *  # noqa: F403

_PATIENCE = const(50)  # questions to a millisecond of who does not sleep

_now = utime.ticks_ms()
_asked = 0


def ticks_ms():
    """Milliseconds of the tests' own clock. Allocates nothing, as the real one."""
    global _now, _asked
    _asked += 1
    if _asked == _PATIENCE:
        _asked = 0
        _now = utime.ticks_add(_now, 1)
    return _now


def sleep_ms(ms):
    """Moves the clock on."""
    global _now, _asked
    if ms > 0:
        _asked = 0
        _now = utime.ticks_add(_now, int(ms))
    else:
        ticks_ms()


def sleep(seconds):
    """Moves the clock on."""
    sleep_ms(seconds * 1000)
