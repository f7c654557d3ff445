"""What the tests of joining share: a station, networks in its store, and polling to the end.

Runs on the board, by the moved clock. The radio keeps its state from test to test, as a real one
does; `fresh` only lets go of it.
"""

import os
import time

from around import sta
from wifi_setup.networks import Network, Networks
from wifi_setup.station import Station

_TURN_MS = 10  # as WiFiSetup polls


def let_go():
    """No link and no attempt; whatever the status holds stays there."""
    if sta.active():
        sta.disconnect()
    sta.config(reconnects=-1)


def fresh(**names):
    let_go()
    return Station(**names)


def join(station, target, seen=()):
    """Joins, and returns how that ended."""
    station.begin(target, seen)
    return finish(station)


def finish(thing):
    """Polls to the end, and returns the result."""
    start = time.ticks_ms()
    while True:
        result = thing.poll()
        if result is not None:
            return result
        time.sleep_ms(_TURN_MS)
        assert time.ticks_diff(time.ticks_ms(), start) < 600000, "this never ends"


def ms_since(start):
    return time.ticks_diff(time.ticks_ms(), start)


def home(password="correct horse", **fields):
    return Network("Maple Street 12", password, **fields)


def empty_store(*networks):
    """Networks in a file of their own, with these in it."""
    for name in os.listdir():
        if name.startswith("credentials"):
            os.remove(name)
    stored = Networks()
    for entry in networks:
        stored.add(entry)
    return stored


def report():
    """What the radio itself counts."""
    from simulated.wlan import radio

    return radio
