"""The station: scans and joins, and tells the truth about failures.

    station = Station(hostname="ding-5cd80b1")
    station.begin(network, station.scan())
    while station.poll() is None:
        pass  # serve others meanwhile

It alone uses the joining side of the radio, whose refusals it makes values. For addresses it has
the word that 1.22 to 1.29 share: `ifconfig`; `ipconfig` came with 1.24. Must not know what is
stored, or who asks.
"""

import network

from .borrow import use


class Station:
    """A board's joining radio; `wlan` is its WLAN object, left as it is until it is needed.

    network: the Network being joined or joined, or None. reason: why the last attempt failed,
    or None. rssi: of that network in dBm, or None. channel, bssid: of its access point, 0 and
    None when not known. step: "find", "join" or "address" while an attempt runs, else None.

    The radio tells only when it has been let in (its RSSI can be read then) and when it has an
    address, not when the password was found right. So "join" is said from being let in until a
    wrong password must have shown (`handshake_ms`), and "address" only after that.
    """

    limit_ms = 20000  # longest that an attempt may take
    address_ms = 15000  # longest that a router may take to give an address
    handshake_ms = 3000  # longest that a router takes to judge a password
    settle_ms = 1500  # how long a new link is watched before it counts as joined
    leave_ms = 100  # how long an old link or try is given to end
    knock_ms = 1000  # how often a radio is asked whose status says nothing new
    tries = 2  # of a network in one attempt; from the second on at any of its BSSIDs

    def __init__(self, hostname=None, country=None):
        """Take the radio; it is turned on by the first scan or attempt."""
        self.wlan = network.WLAN(network.STA_IF)
        # One that is awake already may hold a fixed address from before a soft reset.
        self.static = self.wlan.active()
        self.hostname, self.country = hostname, country
        self._attempt = self._result = None
        self.network = self.reason = self.rssi = self.step = self.bssid = None
        self.channel = 0

    def scan(self):
        """Return what is heard as `WLAN.scan()` gives it, all BSSIDs, strongest first.

        Takes 2.5 s, in which nothing else runs, twice that when nothing is heard. [] also when
        the radio fails or an attempt runs.
        """
        if self._attempt:
            return []
        self._wake()
        return use("radio", "heard", self)

    def begin(self, network, seen=(), tries=None, settle_ms=None):
        """Begin to join a Network; the strongest of its BSSIDs in `seen`, a scan, is chosen.

        Without a scan the BSSID of its last success is tried first. What was being joined or
        had been joined is let go. `tries` and `settle_ms`: for this attempt, not the station's.
        """
        self.cancel()
        self._wake()
        if network.static or self.static:
            use("radio", "take_address", self, network.static)
        self.static = network.static
        self.network, self.reason, self._result = network, None, None
        # Its code goes back to the heap when the attempt ends: then others have much to do.
        self._attempt = use("attempt", "Attempt", self, seen, tries, settle_ms)

    def poll(self):
        """Return None while the attempt runs, then "joined" or why it failed.

        That is one of password, refused, gone, weak, timeout, address, security, dropped and
        unknown.
        """
        if self._attempt:
            result = self._attempt.poll()
            if result:
                self._end(result)
        return self._result

    def cancel(self):
        """Give up the attempt that runs, if one does."""
        if self._attempt:
            self._end(None)

    def leave(self):
        """Let go of the network that is joined, or give up the attempt that runs."""
        self.cancel()
        self.network = None
        self.disconnect()

    def is_joined(self):
        """Whether there is a link with an address, and no attempt running."""
        return not self._attempt and self.wlan.isconnected()

    def name(self):
        """Return the name of the network asked for last in bytes, or False when it is not told."""
        ssid = self.ask(self.wlan.config, "ssid")
        # A name of 32 bytes fills its field in C: an ESP32 reads on into the password.
        return ssid and ssid.encode()[:32]

    def address(self):
        """Return the IPv4 address on the joined network, "0.0.0.0" without one."""
        return self.wlan.ifconfig()[0]

    def _wake(self):
        # 0.5 to 1 s when it was off. DHCP and mDNS tell the name that it has then.
        if self.country:
            network.country(self.country.upper())
        if self.hostname:
            network.hostname(self.hostname)
        if not self.wlan.active():
            self.wlan.active(True)

    def _end(self, result):
        self._attempt = self.step = None
        self._result = result
        if result == "joined":
            self.channel = self.ask(self.wlan.config, "channel") or self.channel
        else:
            self.network, self.reason = None, result
            self.disconnect()
        # For normal life; refused when somebody else has begun to connect meanwhile.
        self.ask(self.retries, -1)

    # What an attempt asks of the radio.
    def is_connecting(self):
        """Whether a try is under way for certain."""
        return self.wlan.status() == network.STAT_CONNECTING

    def failure(self):
        """Return the code that the status holds, maybe an old one, or None when it holds none."""
        status = self.wlan.status()
        # Between the two: rp2 has 2 while it waits for an address.
        joining = network.STAT_CONNECTING <= status <= network.STAT_GOT_IP
        return None if joining or status == network.STAT_IDLE else status

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
        return self.ask(self.wlan.connect) is not False

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

    def ask(self, method, *args):
        """Return what one of the WLAN's methods gives, False for a refusal."""
        try:
            return method(*args)
        # RuntimeError: "Wifi Unknown Error" of ESP32; TypeError: rp2 cannot connect to "the same".
        except (OSError, RuntimeError, TypeError, ValueError):
            return False
