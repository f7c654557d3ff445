"""Addresses of the board's two interfaces: `ifconfig` and `ipconfig` as the ESP32 has them.

Follows ports/esp32/network_common.c, its errors included. On loopback the addresses are only
told; within a network namespace ($BOARD_LINK is "namespace") they are set on the devices `sta0`
and `ap0`, so that the outside meets what the program has configured.
"""

import os

from micropython import const

_ANY = "0.0.0.0"
_INVALID_PARAMS = const(0x5001)

in_namespace = os.getenv("BOARD_LINK") == "namespace"
_HOME = "192.168.0.224/24" if in_namespace else "127.0.0.1/8"
_HOME_GATEWAY = "192.168.0.1" if in_namespace else "127.0.0.1"
_AP = "192.168.4.1/24" if in_namespace else "127.0.0.1/8"


def checked(address):
    """The address, if it is one in dotted form."""
    parts = address.split(".") if isinstance(address, str) else ()
    if len(parts) == 4 and all(part.isdigit() and int(part) < 256 for part in parts):
        return address
    raise ValueError("invalid arguments")


def _mask(prefix):
    bits = (0xFFFFFFFF << (32 - prefix)) & 0xFFFFFFFF
    return ".".join(str(bits >> shift & 255) for shift in (24, 16, 8, 0))


def _prefix(mask):
    return sum(bin(int(part)).count("1") for part in mask.split("."))


class Interface:
    """Address, mask, gateway and DNS server of one side of the radio."""

    def __init__(self, device, is_station):
        self._device, self._is_station = device, is_station
        self.dhcp = is_station
        self._up = False
        if is_station:
            self.address = self.mask = self.gateway = _ANY
        else:
            self.address, self.mask = self._split(_AP)
            self.gateway = self.address
        self.dns = _ANY

    def _split(self, text):
        address, _, prefix = text.partition("/")
        return address, _mask(int(prefix or 24))

    def up(self, network=None):
        """The link is there; a station gets a lease from the network, unless it is static."""
        self._up = True
        if self._is_station and self.dhcp:
            self.address, self.mask = self._split(network.address or _HOME)
            self.gateway = network.gateway or _HOME_GATEWAY
            self.dns = network.dns or self.gateway
        self._apply()

    def down(self):
        """The link is gone, and a lease with it."""
        self._up = False
        if self._is_station and self.dhcp:
            self.address = self.mask = self.gateway = self.dns = _ANY
        self._apply()

    def ifconfig(self, *args):
        """Gets or sets all four; "dhcp" on the station asks for a lease."""
        if not args:
            return self.address, self.mask, self.gateway, self.dns
        if isinstance(args[0], (tuple, list)):
            self._set(*args[0])
        elif args[0] == "dhcp" and self._is_station:
            self.dhcp = True
        else:
            raise ValueError("invalid arguments")

    def _set(self, address, mask, gateway, dns):
        self.address = checked(address)
        self.mask = _mask(mask) if isinstance(mask, int) else checked(mask)
        self.gateway = checked(gateway)
        self._made_static()
        if checked(dns) == _ANY:  # what the AP itself shows as its DNS cannot be written back
            raise RuntimeError("Wifi Unknown Error 0x%04x" % _INVALID_PARAMS)
        self.dns = dns

    def _made_static(self):
        if self._is_station:
            self.dhcp = False
        self._apply()

    def ipconfig(self, *args, **kwargs):
        """Gets one of addr4, gw4, dhcp4, or sets any."""
        if not kwargs:
            if len(args) != 1:
                raise TypeError("must query one param")
            return self._queried(args[0])
        if args:
            raise TypeError("can't specify pos and kw args")
        for key in kwargs:
            if key not in ("addr4", "gw4") and not (key == "dhcp4" and self._is_station):
                raise ValueError("unexpected key")
        if "dhcp4" in kwargs:
            self.dhcp = bool(kwargs["dhcp4"])
        if "addr4" in kwargs:
            self._set_address(kwargs["addr4"])
        if "gw4" in kwargs:
            self.gateway = checked(kwargs["gw4"])
        if "addr4" in kwargs or "gw4" in kwargs:
            self._made_static()

    def _queried(self, key):
        if key == "addr4":
            return self.address, self.mask
        if key == "gw4":
            return self.gateway
        if key == "dhcp4" and self._is_station:
            return self.dhcp
        raise ValueError("unexpected key")

    def _set_address(self, value):
        if isinstance(value, str):
            address, slash, prefix = value.partition("/")
            self.address = checked(address)
            if slash:
                self.mask = _mask(int(prefix))
        elif value is not None:
            address, mask = value
            self.address, self.mask = checked(address), checked(mask)

    def _apply(self):
        """Sets the device of the namespace to what is configured."""
        if not in_namespace:
            return
        device = self._device
        commands = ["ip -4 addr flush dev %s" % device]
        if self._up and self.address != _ANY:
            commands.append("ip link set %s up" % device)
            commands.append(
                "ip addr add %s/%d dev %s" % (self.address, _prefix(self.mask), device)
            )
            if self._is_station and self.gateway not in (_ANY, self.address):
                commands.append("ip route replace default via %s" % self.gateway)
        else:
            commands.append("ip link set %s down" % device)
        if os.system("; ".join(commands)):
            raise OSError("cannot configure " + device)
