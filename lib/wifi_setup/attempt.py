"""One attempt to join a network, begun and polled, never waiting.

    attempt = Attempt(radio, limits, network, seen)
    while attempt.poll() is None:
        pass  # serve others meanwhile

The radio is given a single try at a time, repeated from here: with its own endless retries
an ESP32 hides why it fails. Must not know what is stored, or who asks.
"""

from time import ticks_add, ticks_diff, ticks_ms

from micropython import const

_LEAVING = const(1)
_TRYING = const(2)
_SETTLING = const(3)


class Attempt:
    """`limits` has what a Station has: limit_ms and the others, and tries.

    result: None while it runs, then "joined" or a reason. step: "find", "join" or "address".
    rssi: in dBm, or None. channel, bssid: of the access point tried, 0 and None for any.
    """

    def __init__(self, radio, limits, network, seen=(), tries=None, settle_ms=None):
        self._radio, self._limits, self._network = radio, limits, network
        self._entry = strongest(network.ssid, seen)
        self.bssid, self.channel, self.rssi = network.bssid, network.channel, None
        if self._entry:
            self.bssid, self.channel, self.rssi = self._entry[1:4]
        self.step, self.result = "find", None
        self._tries = tries or limits.tries
        self._settle_ms = limits.settle_ms if settle_ms is None else settle_ms
        self._refused = False
        self._ends = ticks_add(ticks_ms(), limits.limit_ms)
        self._let_in = self._stale = None
        if radio.is_joined() or radio.is_connecting():
            self._leave()
        else:
            self._try()

    def poll(self):
        """Go on, and return `result`."""
        now = ticks_ms()
        if self.result:
            return self.result
        if self._phase == _LEAVING:
            # The end of an old link is told late: until then the radio calls itself joined.
            if (
                ticks_diff(now, self._since) >= self._limits.leave_ms
                and not self._radio.is_joined()
            ):
                self._try()
        elif self._phase == _TRYING:
            self._watch(now)
        if self._phase == _SETTLING:
            self._settle(now)
        elif not self.result and ticks_diff(now, self._ends) >= 0:
            self._give_up()
        return self.result

    def _leave(self):
        self._phase, self._since = _LEAVING, ticks_ms()
        self._radio.disconnect()

    def _try(self):
        self._phase, self._since = _TRYING, ticks_ms()
        self._let_in = None
        # What the status says now is left from earlier, and stays until something new happens.
        self._stale = self._radio.failure()
        try:
            self._radio.retries(0)
            self._radio.connect(self._network.ssid, self._network.password, self.bssid)
        except (OSError, RuntimeError) as error:
            self._not_begun(str(error))

    def _not_begun(self, error):
        # One of three things.
        if "assword" in error:  # 1. ESP32: "Wifi Invalid Password"
            self.result = "password"
        elif self._refused:  # 2. It refuses for good.
            self.result = "unknown"
        else:  # 3. ESP32: "Wifi Internal Error" while it is at what a soft reset interrupted.
            self._refused = True
            self._leave()

    def _watch(self, now):
        if self._radio.is_joined():
            self._phase, self._since = _SETTLING, now
            return
        code = self._radio.failure()
        if code is None:
            self._stale = None  # so any code that follows is of this try
        elif code != self._stale:
            self._failed(code)
            return
        self._look(now)
        if self._let_in is not None:
            if ticks_diff(now, self._let_in) >= self._limits.address_ms:
                self.result = "address"
        elif (
            ticks_diff(now, self._since) >= self._limits.knock_ms
            and not self._radio.is_connecting()
        ):
            self._since = now
            if self._radio.knock():
                self._failed(code)

    def _look(self, now):
        signal = self._radio.signal()
        if signal is None:
            self._let_in = None
            return
        self.rssi = signal
        if self._let_in is None:
            self._let_in = now
        judged = ticks_diff(now, self._let_in) >= self._limits.handshake_ms
        self.step = "address" if judged else "join"

    def _settle(self, now):
        if not self._radio.is_joined():
            self.result = "dropped"
        elif ticks_diff(now, self._since) >= self._settle_ms:
            self.result = "joined"

    def _failed(self, code):
        # One of two things.
        self._tries -= 1
        if self._tries > 0:  # 1. It is tried once more, at any BSSID.
            self.bssid, self.channel = None, 0
            self._leave()
        else:  # 2. That was the last try.
            from .reasons import mismatch, reason_of

            wrong = mismatch(self._entry, self._network.password)
            self.result = wrong or reason_of(code, self.rssi, self.step != "find")

    def _give_up(self):
        # Let in, and then nothing; or nothing at all.
        from .reasons import weaken

        let_in = self._let_in is not None
        self.result = "address" if let_in else weaken("timeout", self.rssi)


def strongest(ssid, seen):
    """Return the strongest entry of a scan that has this name, or None."""
    best = None
    for entry in seen:
        if entry[0] == ssid and (best is None or entry[3] > best[3]):
            best = entry
    return best
