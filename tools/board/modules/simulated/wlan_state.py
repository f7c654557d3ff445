"""What MicroPython remembers of the station, and what `status()` makes of it.

The order of the tests is the one of `network_wlan_status` in ports/esp32/network_wlan.c, and so
its traps are there: retries that hide a reason, and a reason that outlives its attempt.
"""

from micropython import const

_IDLE = const(1000)
_CONNECTING = const(1001)
_GOT_IP = const(1010)
_ASSOC_LEAVE = const(8)
_AUTH_FAIL = const(202)
_CONNECTION_FAIL = const(205)


class State:
    """The static variables of network_wlan.c."""

    def __init__(self):
        self.requested = self.connected = False
        self.reason = 0
        self.most_tries = 0  # 0: for ever
        self.tries = 0
        self.pm, self.txpower, self.protocol = 1, 20.0, 7

    def status(self):
        """One of the STAT_ codes, or a reason that has none."""
        reason = self.reason
        if self.connected:
            return _GOT_IP
        if reason == 201 or 210 <= reason <= 212:
            return reason
        if reason == _AUTH_FAIL or reason == _CONNECTION_FAIL:
            return _AUTH_FAIL
        if reason == _ASSOC_LEAVE:
            return _IDLE
        if self.requested and (self.most_tries == 0 or self.tries < self.most_tries):
            return _CONNECTING
        return reason or _IDLE
