"""The station: scans and joins, and tells the truth about failures.

    station = Station(hostname="ding-5cd80b1")
    station.begin(network, station.scan())
    while station.poll() is None:
        pass  # serve others meanwhile

It alone uses the joining side of the radio. Must not know what is stored, or who asks.
"""

from .borrow import use
from .radio import Radio


class Station(Radio):
    """A board's joining radio; `wlan` is its WLAN object.

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
        super().__init__()
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
        self.wake(self.hostname, self.country)
        return use("scanning", "heard", self)

    def begin(self, network, seen=(), tries=None, settle_ms=None):
        """Begin to join a Network; the strongest of its BSSIDs in `seen`, a scan, is chosen.

        Without a scan the BSSID of its last success is tried first. What was being joined or
        had been joined is let go. `tries` and `settle_ms`: for this attempt, not the station's.
        """
        self.cancel()
        self.wake(self.hostname, self.country)
        self.take_address(network.static)
        self.network, self.reason, self._result = network, None, None
        row = network.strongest(seen)
        # Its code goes back to the heap when the attempt ends: then others have much to do.
        self._attempt = use("attempt", "Attempt", self, row, tries, settle_ms)

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
