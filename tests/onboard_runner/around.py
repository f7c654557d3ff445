"""What the tests of the radio and of joining share: a neighbourhood, and waiting for the radio.

Runs on the board, by the clock that only the tests move on (`# clock: moved`), so that all times
are those of a real radio, exact, and spent at once.
"""

import time

import network
from simulated import air

HOME = {"ssid": "Maple Street 12", "password": "correct horse", "channel": 6, "rssi": -50}

sta = network.WLAN(network.WLAN.IF_STA)
ap = network.WLAN(network.WLAN.IF_AP)


def around(*networks, phones=()):
    """These are in the air from now on."""
    air.describe(networks, phones)
    time.sleep_ms(25)  # the radio looks for changes every 20 ms


def changed(**fields):
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
    """So many seconds go by."""
    time.sleep(seconds)


def since(start):
    """Seconds from a `time.ticks_ms()` on."""
    return time.ticks_diff(time.ticks_ms(), start) / 1000


def wait_for(status, seconds=30):
    """Waits so many seconds for a status; whether it came."""
    start = time.ticks_ms()
    while sta.status() != status:
        if since(start) > seconds:
            return False
        spend(0.05)
    return True


def statuses(seconds):
    """The different statuses in the order in which they come up within so many seconds."""
    start, seen = time.ticks_ms(), []
    while since(start) < seconds:
        status = sta.status()
        if not seen or seen[-1] != status:
            seen.append(status)
        spend(0.05)
    return seen


def took(call):
    """Seconds that a call blocks."""
    start = time.ticks_ms()
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
