"""A fixed IPv4 address for the station: rules only, loaded when a network has one."""


def expand(address, gateway=None, dns=None):
    """Return (address, mask, gateway, DNS server) of an address/prefix.

    No gateway: its own address; no DNS server: the gateway.
    """
    host, _, prefix = address.partition("/")
    bits = 0xFFFFFFFF << 32 - int(prefix)
    mask = ".".join([str(bits >> shift & 255) for shift in (24, 16, 8, 0)])
    return host, mask, gateway or host, dns or gateway or host
