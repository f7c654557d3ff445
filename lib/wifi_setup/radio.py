"""The joining side of the radio in one set of words, whatever the firmware calls them.

    radio = Radio()
    radio.wake("ding-5cd80b1")

1.20 has `network.hostname` for `dhcp_hostname`, 1.24 `ipconfig` for `ifconfig`. A radio that
refuses answers here by a value, not by OSError. Must not know attempts and their limits.
"""

from time import sleep_ms

import network
from micropython import const

_SETTLE_MS = const(100)
_ERRORS = (OSError, RuntimeError)  # RuntimeError: "Wifi Unknown Error" of ESP32


class Radio:
    """One WLAN object (`wlan`), taken as it is and left so until it is needed."""

    def __init__(self):
        self.wlan = network.WLAN(getattr(network.WLAN, "IF_STA", 0))
        # One that is awake already may hold a fixed address from before a soft reset.
        self._fixed = self.wlan.active()

    def wake(self, hostname=None, country=None):
        """Turn it on (0.5 to 1 s when it was off) under the name told to DHCP and mDNS."""
        if country and hasattr(network, "country"):
            network.country(country.upper())
        if hostname and hasattr(network, "hostname"):
            network.hostname(hostname)
        if not self.wlan.active():
            self.wlan.active(True)
        if hostname and not hasattr(network, "hostname"):
            self.wlan.config(dhcp_hostname=hostname)

    def scan(self, resume=False):
        """Return what `WLAN.scan()` gives, or [].

        What is being joined or rejoined is let go for it; `resume` takes it up again.
        """
        found = self._scan()
        if found:
            return found
        # ESP32 hears nothing, without a word, while it is connecting; its status may hide that.
        interrupted = not self.is_joined()
        if interrupted:
            self.disconnect()
            sleep_ms(_SETTLE_MS)
        found = self._scan()
        if interrupted and resume:
            self.knock()
        return found

    def _scan(self):
        try:
            return self.wlan.scan()
        except _ERRORS:
            return []

    def is_joined(self):
        """Whether there is a link and an address, maybe those of a link that was just let go."""
        return self.wlan.isconnected()

    def is_connecting(self):
        """Whether a try is under way for certain."""
        return self.wlan.status() == network.STAT_CONNECTING

    def failure(self):
        """Return the code that the status holds, maybe an old one, or None when it holds none."""
        status = self.wlan.status()
        if status in (network.STAT_IDLE, network.STAT_CONNECTING, network.STAT_GOT_IP):
            return None
        return status

    def connect(self, ssid, password, bssid=None):
        """Begin a try; raises OSError or RuntimeError when the radio refuses to."""
        if bssid:
            self.wlan.connect(ssid, password, bssid=bssid)
        else:
            self.wlan.connect(ssid, password)

    def knock(self):
        """Ask for one more try of the same; False when it is still busy with the last one.

        The only way to learn that a try ended, where the status is one from earlier
        (ESP32: `connect()` without a name raises "Wifi Internal Error" while connecting).
        """
        try:
            self.wlan.connect()
        except _ERRORS:
            return False
        return True

    def disconnect(self):
        """Let go of a link or a try; the end of a link is told some ms later."""
        try:
            self.wlan.disconnect()
        except _ERRORS:
            pass  # there was nothing to let go of

    def retries(self, count):
        """Set how often the radio itself tries a lost or failed link again; -1: without end.

        Raises OSError while it is connecting (ESP32: "Wifi Internal State Error").
        """
        try:
            self.wlan.config(reconnects=count)
        except ValueError:
            pass  # a port whose radio does not retry

    def signal(self):
        """Return the RSSI in dBm, which can be read from the moment it is let in, or None."""
        try:
            return self.wlan.status("rssi")
        except _ERRORS:
            return None

    def ssid(self):
        """Return the name of the network asked for last in bytes, or None when it is not told."""
        for name in ("ssid", "essid"):
            try:
                return self.wlan.config(name).encode()
            except (OSError, RuntimeError, ValueError):
                pass
        return None

    def channel(self):
        """Return the channel that it is on, or 0 when it is not told."""
        try:
            return self.wlan.config("channel")
        except (OSError, RuntimeError, ValueError):
            return 0

    def address(self):
        """Return the IPv4 address, "0.0.0.0" without one."""
        if hasattr(self.wlan, "ipconfig"):
            return self.wlan.ipconfig("addr4")[0]
        return self.wlan.ifconfig()[0]

    def take_address(self, static):
        """Use a fixed IPv4 address, (address/prefix, gateway, DNS server), or DHCP when None."""
        if not static and not self._fixed:
            return
        self._fixed = bool(static)
        if static:
            from .fixed_address import fix

            fix(self.wlan, *static)
            return
        try:
            if hasattr(self.wlan, "ipconfig"):
                self.wlan.ipconfig(dhcp4=True)
            else:
                self.wlan.ifconfig("dhcp")
        except _ERRORS:
            pass  # DHCP was at work already
