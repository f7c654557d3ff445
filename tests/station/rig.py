"""What the tests of joining share: a station, networks in its store, and polling to the end.

Runs on the board, by the moved clock. The radio keeps its state from test to test, as a real one
does; `fresh` only lets go of it.
"""

import os
import sys
import time

from around import sta
from wifi_setup.networks import Network, Networks
from wifi_setup.station import Station

_TURN_MS = 10  # as WiFiSetup polls
_PORTAL = ("wifi_setup.portal", "wifi_setup.session", "slim", "slim.loop", "slim.slim_server")


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


def start_over(*networks):
    stored = empty_store(*networks)
    let_go()
    return stored


def portal_modules():
    """Those of the portal that are loaded."""
    return [name for name in _PORTAL if name in sys.modules]


def is_on(interface):
    """Whether a side of the radio is: 0 the station, 1 the access point."""
    return bool(report().is_active(interface + 1))
