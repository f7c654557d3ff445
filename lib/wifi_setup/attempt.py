"""One attempt to join a network, begun and polled, never waiting.

    attempt = Attempt(station, seen)  # of station.network, with a scan
    while attempt.poll() is None:
        pass  # serve others meanwhile

The radio is given a single try at a time, repeated from here: with its own endless retries
an ESP32 hides why it fails. Must not know what is stored, or who asks.
"""

from time import ticks_add, ticks_diff, ticks_ms

from .borrow import use

_LEAVING = const(1)
_TRYING = const(2)
_SETTLING = const(3)


class Attempt:
    """result: None while it runs, then "joined" or a reason.

    row: that of its strongest BSSID in the scan, or None. What is known meanwhile is told to the
    station: its step, rssi, bssid and channel.
    """

    def __init__(self, station, seen=(), tries=None, settle_ms=None):
        network = station.network
        rows = [row for row in seen if row[0] == network.ssid]
        row = network.strongest(rows)
        if len(rows) == 1:  # An ESP32 that is told a BSSID will rejoin at no other after a loss.
            row = (row[0], None) + row[2:]
        self._station, self.row = station, row
        station.bssid, station.channel, station.rssi = (
            row[1:4] if row else (network.bssid, network.channel, None)
        )
        station.step, self.result = "find", None
        self.tries = tries or station.tries
        self.settle_ms = station.settle_ms if settle_ms is None else settle_ms
        self._end = ticks_add(ticks_ms(), station.limit_ms)
        self._refused = self._let_in = self._stale = None
        if station.wlan.isconnected() or station.is_connecting():
            self.leave()
        else:
            self.begin()

    def poll(self):
        """Go on, and return `result`."""
        if self.result:
            return self.result
        now = ticks_ms()
        waited = ticks_diff(now, self.since)
        linked = self._station.wlan.isconnected()
        if self.state == _LEAVING:
            # The end of an old link is told late: until then the radio calls itself joined.
            if not linked and waited >= self._station.leave_ms:
                self.begin()
        elif self.state == _TRYING and linked:
            self.state, self.since, waited = _SETTLING, now, 0
        elif self.state == _TRYING:
            self._watch(now)
        if self.state == _SETTLING:
            if not linked:
                self.result = "dropped"
            elif waited >= self.settle_ms:
                self.result = "joined"
        elif not self.result and ticks_diff(now, self._end) >= 0:
            # Let in, and then nothing; or nothing at all.
            let_in, rssi = self._let_in is not None, self._station.rssi
            self.result = "address" if let_in else use("reasons", "weaken", "timeout", rssi)
        return self.result

    def leave(self):
        """Let go of what there is, and try again when that has ended."""
        self.state, self.since = _LEAVING, ticks_ms()
        self._station.disconnect()

    def begin(self):
        """Begin a single try."""
        self.state, self.since = _TRYING, ticks_ms()
        self._let_in = None
        station, network = self._station, self._station.network
        # What the status says now is left from earlier, and stays until something new happens.
        self._stale = station.failure()
        try:
            station.connect(network.ssid, network.password, station.bssid)
        except (OSError, RuntimeError) as error:
            # One of three things.
            if "assword" in str(error):  # 1. ESP32: "Wifi Invalid Password"
                self.result = "password"
            elif self._refused:  # 2. It refuses for good.
                self.result = "unknown"
            else:  # 3. ESP32: "Wifi Internal Error" while it is at what a soft reset interrupted.
                self._refused = True
                self.leave()

    def _watch(self, now):
        station = self._station
        code = station.failure()
        if code is None:
            self._stale = None  # so any code that follows is of this try
        elif code != self._stale:
            return self.failed(code)
        signal = station.ask(station.wlan.status, "rssi")
        if not -128 < signal < 0:  # False; or anything, on a Pico W that was not let in
            self._let_in = None
            waited = ticks_diff(now, self.since)
            if waited >= station.knock_ms and not station.is_connecting():
                code = station.failure()  # which may have come since it was asked for
                self.since = now
                if station.knock():
                    self.failed(code)
            return None
        # The RSSI can be read from the moment in which it is let in.
        station.rssi = signal
        if self._let_in is None:
            self._let_in = now
        waited = ticks_diff(now, self._let_in)
        station.step = "address" if waited >= station.handshake_ms else "join"
        if waited >= station.address_ms:
            self.result = "address"

    def failed(self, code):
        """Let a try have failed with this code."""
        station = self._station
        # One of two things.
        self.tries -= 1
        if self.tries > 0:  # 1. It is tried once more, at any BSSID.
            station.bssid, station.channel = None, 0
            self.leave()
        else:  # 2. That was the last try.
            let_in = station.step != "find"
            password = station.network.password
            self.result = use("reasons", "reason", self.row, password, code, station.rssi, let_in)
