"""Simulated radio time: every delay of the radio is multiplied by $BOARD_SCALE (else 0.1)."""

import os
import time

scale = float(os.getenv("BOARD_SCALE") or "0.1")

now = time.ticks_ms


def real(ms):
    """Milliseconds of real time that stand for so many of the radio."""
    return int(ms * scale)


def sleep(ms):
    """Blocks for so many milliseconds of radio time."""
    time.sleep_ms(real(ms))
