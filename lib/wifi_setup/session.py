"""What the portal is doing, kept on the device and never in the page.

    session = Session(options, station, networks)
    session.look_round()
    while not session.done:
        session.tick()  # in a loop; it never waits, but for a scan that was asked for

`state` is idle, busy, up or failed. Requests come in as method calls; what moves the radio is done
half a second after the answer has left. It knows nothing of HTTP, DNS or the access point.
"""

import logging
import os
from binascii import hexlify
from time import ticks_add, ticks_diff, ticks_ms

from .borrow import use
from .nearby import Nearby
from .patience import Later, Patience

_log = logging.getLogger("session")


class Session:
    """Who starts it: the portal, which calls `tick` each turn until `done`.

    `message(wlan)` is called once after a join that was asked for here; its text goes to the page.
    `in_use()`: is a phone associated?"""

    settle = 500
    """Milliseconds between an answer that has left and the radio's move."""
    farewell = 3500
    """Milliseconds from *Finish* to the end. Probes hear "online"; Firefox's come every 3 s."""

    def __init__(self, options, station, networks, message=None, in_use=None):
        self.options, self.station, self.networks = options, station, networks
        self.ap_name = options.essid
        self.boot = hexlify(os.urandom(4)).decode()
        self.nearby = Nearby()
        self.state, self.text = "up" if station.is_joined() else "idle", ""
        self.network = self.owner = self.reason = self.rssi = None
        self.typed = self.fresh = self.lost = False
        self.saved = True
        self.scanning = self.finishing = self.done = False
        self._message, self._in_use = message, in_use
        self.patience, self._later, self._healer = Patience(options), Later(), None
        self._first = int(options.retry[0] * 1000) if options.retry else 0
        self._rest()

    # What phones ask for. `answer` has `sent`, and is waited for; None: not.
    def connect(self, network, owner=None, typed=False, answer=None) -> None:
        """Begin an attempt, if need be by a stored password; what is joined will be stored."""
        self._rest()
        self.network, self.owner, self.typed = network, owner, typed
        self.state, self.text, self.reason, self.rssi = "busy", "", None, None
        self.fresh = self.lost = self.scanning = False
        self._later.plan(self._begin, answer, self.settle)

    def cancel(self) -> None:
        """Give the attempt up, or the network that is joined."""
        self._later.drop()
        self.station.leave()
        self.state, self.network, self.owner = "idle", None, None

    def scan(self, answer=None) -> None:
        """Scan once the answer is out; the portal is deaf for some seconds then."""
        if not self._later.is_planned():
            self.scanning = True
            self._later.plan(self.look_round, answer, self.settle)

    def finish(self, answer=None) -> None:
        """End the session some seconds after the answer."""
        if not self.finishing:
            self._rest()
            self.finishing, self.scanning = True, False
            self._later.plan(self._end, answer, self.farewell)

    def forget(self, ssid, answer=None) -> None:
        """Forget a network, and leave it if it is the one that is joined."""
        self.networks.remove(ssid)
        self.nearby.save(ssid, False)
        if self.state in ("up", "failed") and self.network and self.network.ssid == ssid:
            self.state, self.network, self.owner = "idle", None, None  # so nobody can finish now
            self.scanning = False
            self._later.plan(self.station.leave, answer, self.settle)

    def is_moving(self) -> bool:
        """Whether something is about to happen."""
        return self.state == "busy" or self._later.is_planned()

    def is_mine(self, address) -> bool:
        """Whether the attempt is this client's."""
        return self.owner is None or self.owner == address

    # What happens by itself.
    def look_round(self) -> None:
        """Scan now. Blocks for some seconds."""
        self._rest()
        saved = {network.ssid for network in self.networks.list()}
        self.nearby.update(self.station.scan(), saved)
        self.scanning = False

    def tick(self) -> None:
        """One step. Allocates nothing while nothing happens, and raises nothing."""
        try:
            if self._later.is_planned():
                self._later.tick()
            elif self.state == "busy":
                self._follow()
            elif self.state == "up":
                self._watch()
            else:
                self._wait()
        except Exception as error:  # noqa: BLE001 - a fault must not shut the only way in
            self.scanning = False
            if self.state == "busy":
                self._fail("unknown")
            _log.exception("session failed", exc_info=error)

    def close(self) -> None:
        """Leave no attempt running."""
        self._rest()
        self.station.cancel()

    def _begin(self):
        use("joining", "begin", self)

    def _follow(self):
        result = self.station.poll()
        if result == "joined":
            self._joined()
        elif result:
            self._fail(result)

    def _fail(self, reason, sentence=""):
        self.state, self.reason, self.text = "failed", reason, sentence
        self.rssi = self.station.rssi

    def _joined(self):
        self.patience.joined()
        use("joining", "keep", self)
        try:
            said = self._message(self.station.wlan) if self._message else None
        except Exception as error:  # noqa: BLE001 - the maker's own check
            _log.exception("joined, but", exc_info=error)
            said = error.args[0] if error.args and isinstance(error, ValueError) else ""
            # The maker's own words, but no more of them than find room in an answer.
            return self._fail("check", said[:1000] if isinstance(said, str) else "")
        self.state, self.fresh = "up", True
        self.text = "" if said is None else str(said)[:1000]

    def _watch(self):
        self.lost = not self.station.is_joined()
        if self.patience.is_over(True):
            if self.lost:
                self.state, self.network = "idle", None  # not the end: the stored ones are tried
            else:
                self._end()

    def _wait(self):
        if not self._healer and self._first and ticks_diff(ticks_ms(), self._due) >= 0:
            self._healer = use("healer", "Healer", self, self._somebody)
        if (self._healer and self._healer.tick()) or self.patience.is_over(False):
            self._end()

    def _rest(self):
        if self._healer:
            self._healer.stop()
            self._healer = None
        self._due = ticks_add(ticks_ms(), self._first)

    def _end(self):
        if self.finishing and self.state == "idle":  # without Wi-Fi, were it just forgotten
            self.station.leave()
        self.done = True

    def _somebody(self):
        return self.patience.is_recent() or (self._in_use is not None and self._in_use())
