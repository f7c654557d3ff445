"""A fixed IPv4 address for the station, and DHCP after one: loaded when a network has one.

Must not know attempts and their limits.
"""

import sys


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
