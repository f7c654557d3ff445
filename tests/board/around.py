"""What the tests of the radio share: a neighbourhood, and waiting for the radio.

Runs on the board. The radio's clock is one that only the tests move on, so that its times are
exact on a busy machine too.
"""

import time

import network
from simulated import air, clock

_ms = 0


def _now():
    return _ms


def _sleep(ms):
    global _ms
    _ms += int(ms)


clock.scale, clock.now, clock.sleep = 1, _now, _sleep

HOME = {"ssid": "Maple Street 12", "password": "correct horse", "channel": 6, "rssi": -50}

sta = network.WLAN(network.WLAN.IF_STA)
ap = network.WLAN(network.WLAN.IF_AP)


def around(*networks, phones=()):
    """These are in the air from now on."""
    air.describe(networks, phones)
    time.sleep_ms(25)  # the radio looks for changes every 20 ms


def home(**fields):
    """HOME with other fields."""
    entry = dict(HOME)
    entry.update(fields)
    return entry


def fresh():
    """Both sides off, endless retries, and no failure in memory."""
    for side in (sta, ap):
        side.active(False)
    sta.active(True)
    sta.config(reconnects=-1)
    around(HOME)
    sta.connect("Maple Street 12", "correct horse")
    assert wait_for(network.STAT_GOT_IP)
    sta.disconnect()


def spend(seconds):
    """So many seconds of the radio go by."""
    clock.sleep(seconds * 1000)


def since(start):
    """Seconds of the radio from a `clock.now()` on."""
    return (clock.now() - start) / 1000


def wait_for(status, seconds=30):
    """Waits so many seconds of the radio for a status; whether it came."""
    start = clock.now()
    while sta.status() != status:
        if since(start) > seconds:
            return False
        spend(0.05)
    return True


def statuses(seconds):
    """The different statuses in the order in which they come up within so many seconds."""
    start, seen = clock.now(), []
    while since(start) < seconds:
        status = sta.status()
        if not seen or seen[-1] != status:
            seen.append(status)
        spend(0.05)
    return seen


def took(call):
    """Seconds of the radio that a call blocks."""
    start = clock.now()
    call()
    return since(start)


def error(call, *args, **kwargs):
    """What a call raises."""
    try:
        call(*args, **kwargs)
    except Exception as raised:  # noqa: BLE001 - to be compared
        return raised
    raise AssertionError("nothing was raised")


def says(kind, text, call, *args, **kwargs):
    """Whether a call raises exactly this."""
    raised = error(call, *args, **kwargs)
    return type(raised) is kind and raised.args == ((text,) if text else ())
