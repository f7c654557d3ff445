"""A scan with the station's radio; loaded for it. Must not know who wants to know."""

from time import sleep_ms

from micropython import const

_SETTLE_MS = const(100)


def heard(station) -> list:
    """Return what `WLAN.scan()` gives, strongest first, or [].

    What is being joined or rejoined is let go for it, and taken up again.
    """
    wlan = station.wlan
    found = station.ask(wlan.scan)
    if not found:
        # ESP32 hears nothing, without a word, while it is connecting; its status may hide that.
        interrupted = not wlan.isconnected()
        if interrupted:
            station.disconnect()
            sleep_ms(_SETTLE_MS)
        found = station.ask(wlan.scan) or []
        if interrupted and station.network:
            station.knock()
    found.sort(key=lambda row: -row[3])
    return found
