"""What the tests of joining share: a neighbourhood, and a station whose limits are scaled with it.

Runs on the board. The radio keeps its state from test to test, as a real one does; `fresh` only
lets go of it.
"""

import os
import time

import network
from simulated import air, clock
from wifi_setup.networks import Network, Networks
from wifi_setup.station import Station

clock.scale = 0.05  # half the usual time; the limits of stations shrink with it

HOME = {"ssid": "Maple Street 12", "password": "correct horse", "channel": 6, "rssi": -50}
LIMITS = ("limit_ms", "address_ms", "handshake_ms", "settle_ms", "leave_ms", "knock_ms")

_real = [(name, getattr(Station, name)) for name in LIMITS]


def scale_limits():
    """For stations that the code under test makes itself."""
    for name, value in _real:
        setattr(Station, name, clock.real(value))


def around(*networks):
    """These networks are in the air from now on."""
    air.describe(networks)
    time.sleep_ms(25)  # the radio looks for changes every 20 ms


def changed(**fields):
    """HOME with other fields."""
    entry = dict(HOME)
    entry.update(fields)
    return entry


def wlan():
    return network.WLAN(network.WLAN.IF_STA)


def let_go():
    """No link and no attempt; whatever the status holds stays there."""
    sta = wlan()
    if sta.active():
        sta.disconnect()
    sta.config(reconnects=-1)


def fresh(**names):
    let_go()
    scale_limits()
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
        time.sleep_ms(2)
        assert time.ticks_diff(time.ticks_ms(), start) < 30000, "this never ends"


def radio_ms(start):
    """Milliseconds of radio time since `start`."""
    return int(time.ticks_diff(time.ticks_ms(), start) / clock.scale)


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
