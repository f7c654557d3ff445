"""What a station asks of its radio seldom: a scan, an end, and a fixed address.

Loaded for each of them. Must not know attempts and their limits, or who wants to know.
"""

import sys
from time import sleep_ms

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


def let_go(station):
    """End the link that there is, and wait until the radio says so, for 2 s at most."""
    station.leave()
    for _ in range(20):
        if not station.wlan.isconnected():
            break
        sleep_ms(_SETTLE_MS)


def take_address(station, static):
    """Give a Station's WLAN a fixed address, or DHCP when None."""
    wlan = station.wlan
    if static:
        wlan.ifconfig(expand(*static))
    elif sys.platform != "rp2":
        station.ask(wlan.ifconfig, "dhcp")  # refused when DHCP was at work already
    # There it waits for an address, for up to 10 s, and before there is a link for nothing.
    elif hasattr(wlan, "ipconfig"):
        station.ask(lambda: wlan.ipconfig(dhcp4=True))
    elif station.static is not True:  # before 1.24: only where a fixed one is there for certain
        station.ask(wlan.ifconfig, "dhcp")


def expand(address, gateway=None, dns=None):
    """Return (address, mask, gateway, DNS server) of an address/prefix.

    No gateway: its own address; no DNS server: the gateway.
    """
    host, _, prefix = address.partition("/")
    bits = 0xFFFFFFFF << 32 - int(prefix)
    mask = ".".join([str(bits >> shift & 255) for shift in (24, 16, 8, 0)])
    return host, mask, gateway or host, dns or gateway or host
