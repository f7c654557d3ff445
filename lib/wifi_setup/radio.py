"""The joining side of the radio, in whose words a refusal is a value and no exception.

    radio = Radio()
    radio.wake("ding-5cd80b1")

For addresses it has the word that 1.22 to 1.29 share: `ifconfig`; `ipconfig` came with 1.24.
Must not know attempts and their limits.
"""

import network

# RuntimeError: "Wifi Unknown Error" of ESP32; TypeError: rp2 cannot connect to "the same".
_ERRORS = (OSError, RuntimeError, TypeError, ValueError)


class Radio:
    """One WLAN object (`wlan`), taken as it is and left so until it is needed."""

    def __init__(self):
        self.wlan = network.WLAN(network.STA_IF)
        # One that is awake already may hold a fixed address from before a soft reset.
        self.static = self.wlan.active()

    def wake(self, hostname=None, country=None):
        """Turn it on (0.5 to 1 s when it was off) under the name told to DHCP and mDNS."""
        if country:
            network.country(country.upper())
        if hostname:
            network.hostname(hostname)
        if not self.wlan.active():
            self.wlan.active(True)

    def is_connecting(self):
        """Whether a try is under way for certain."""
        return self.wlan.status() == network.STAT_CONNECTING

    def failure(self):
        """Return the code that the status holds, maybe an old one, or None when it holds none."""
        status = self.wlan.status()
        # Between the two: rp2 has 2 while it waits for an address.
        if status == network.STAT_IDLE or (
            network.STAT_CONNECTING <= status <= network.STAT_GOT_IP
        ):
            return None
        return status

    def connect(self, ssid, password, bssid=None):
        """Begin a single try; raises OSError or RuntimeError when the radio refuses to."""
        self.retries(0)
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
        """Let go of a link or a try, if there is one; the end of a link is told some ms later."""
        self.ask(self.wlan.disconnect)

    def retries(self, count):
        """Set how often the radio itself tries a lost or failed link again; -1: without end.

        Raises OSError while it is connecting (ESP32: "Wifi Internal State Error").
        """
        try:
            self.wlan.config(reconnects=count)
        except ValueError:
            pass  # a port whose radio does not retry

    def name(self):
        """Return the name of the network asked for last in bytes, or None when it is not told."""
        ssid = self.ask(self.wlan.config, "ssid")
        # A name of 32 bytes fills its field in C: an ESP32 reads on into the password.
        return ssid and ssid.encode()[:32]

    def address(self):
        """Return the IPv4 address on the joined network, "0.0.0.0" without one."""
        return self.wlan.ifconfig()[0]

    def take_address(self, static):
        """Use a fixed IPv4 address, (address/prefix, gateway, DNS server), or DHCP when None."""
        if static or self.static:
            from .borrow import use

            use("fixed_address", "take_address", self, static)
        self.static = static

    def ask(self, method, *args):
        """Return what one of the WLAN's methods gives, None for a refusal."""
        try:
            return method(*args)
        except _ERRORS:
            return None
