"""A fixed IPv4 address for the station, in the words of each firmware.

    fix(wlan, "192.168.1.20/24", "192.168.1.1", "192.168.1.1")

Loaded when a network has one. Must not know networks.
"""

import network


def fix(wlan, address, gateway=None, dns=None):
    """Take this address/prefix; no gateway: its own address; no DNS server: the gateway."""
    host, _, prefix = address.partition("/")
    gateway = gateway or host
    dns = dns or gateway
    if hasattr(wlan, "ipconfig"):
        wlan.ipconfig(addr4=address, gw4=gateway)
        network.ipconfig(dns=dns)
    else:
        wlan.ifconfig((host, netmask(int(prefix)), gateway, dns))


def netmask(prefix):
    """Return the mask of a prefix length: 24 gives "255.255.255.0"."""
    bits = (0xFFFFFFFF << (32 - prefix)) & 0xFFFFFFFF
    return ".".join([str(bits >> shift & 255) for shift in (24, 16, 8, 0)])
