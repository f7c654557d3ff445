"""What the tests of the scheduler share: a clock that they turn, and a job that counts.

Runs on the board.
"""

import time

from slim import scheduler as module

_PERIOD = time.ticks_add(0, -1) + 1  # ms after which ticks_ms begins again: 2**30 on a board


class Clock:
    """Stands in for time.ticks_ms in the scheduler."""

    def __init__(self, now=0):
        self.now = now % _PERIOD

    def __call__(self):
        return self.now

    def pass_ms(self, ms):
        self.now = time.ticks_add(self.now, ms)


def clocked(test, start=0):
    """Run a test with a clock of its own."""
    clock = Clock(start)
    module.ticks_ms = clock
    try:
        test(clock)
    finally:
        module.ticks_ms = time.ticks_ms


class Calls:
    """A job that counts; it may cancel itself or raise."""

    def __init__(self, answer=None, error=None):
        self.count = 0
        self.answer = answer
        self.error = error

    def __call__(self):
        self.count += 1
        if self.error:
            raise self.error
        return self.answer
