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
from time import ticks_add, ticks_diff, ticks_ms

from .borrow import use
from .nearby import Nearby
from .patience import Patience

_log = logging.getLogger("session")
_TRIES = const(40)  # turns in which room is looked for to store what has been joined


class Session:
    """Who starts it: the portal, which calls `tick` each turn until `done`. `message(wlan)` is
    called once after a join that was asked for here; its text goes to the page. `in_use()`: is a
    phone associated?"""

    settle = 500  # ms between an answer that has left and the radio's move
    farewell = 3500  # ms from *Finish* to the end; probes hear "online", Firefox's every 3 s

    def __init__(self, options, station, networks, message=None, in_use=None):
        self.options, self.station, self.networks = options, station, networks
        self.ap_name = options.essid
        self.boot = os.urandom(4).hex()
        self.nearby = Nearby()
        self.state, self.text = "up" if station.is_joined() else "idle", ""
        self.network = self.owner = self.reason = self.rssi = self.form = None
        self.typed = self.fresh = self.lost = self.scanning = self.finishing = self.done = False
        self.saved = True
        self.message, self.in_use = message, in_use
        self.patience, self._healer, self.tries = Patience(options), None, 0
        self._rest()

    # What phones ask for. `answer` has `sent`, and is waited for; None: not.
    def connect(self, network, owner=None, typed=False, answer=None) -> None:
        """Begin an attempt, if need be by a stored password; what is joined will be stored."""
        self._rest()
        self.network, self.owner, self.typed = network, owner, typed
        self.state, self.text, self.reason, self.rssi = "busy", "", None, None
        self.fresh = self.lost = self.scanning = False
        self.tries = _TRIES
        self.patience.plan(self._begin, answer, self.settle)

    def cancel(self) -> None:
        """Give the attempt up, or the network that is joined."""
        self.patience.drop()
        self.station.leave()
        self.state, self.network, self.owner = "idle", None, None

    def scan(self, answer=None) -> None:
        """Scan once the answer is out; the portal is deaf for some seconds then."""
        if not self.patience.action:
            self.scanning = True
            self.patience.plan(self.look_round, answer, self.settle)

    def finish(self, answer=None) -> None:
        """End the session some seconds after the answer."""
        if not self.finishing:
            if self.patience.action and not self.scanning:
                self.patience.tick()  # a change of the same turn: somebody waits for its answer
            self._rest()
            self.finishing, self.scanning = True, False
            self.patience.plan(self._end, answer, self.farewell)

    def change(self, *args) -> None:
        """Do `errands.change`, which answers, at once, but when what called this has gone."""
        self.scanning = False
        self.patience.plan(lambda: use("errands", "change", self, *args), None, 0)

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
            if self.patience.action:
                self.patience.tick()
            elif self.state == "busy":
                result = self.station.poll()
                if result == "joined":
                    self._joined()
                elif result:
                    self.failed(result)
            elif self.state == "up":
                self._watch()
            else:
                self._wait()
        except Exception as error:  # noqa: BLE001 - whoever waits is told, and the log
            self.scanning = False
            if self.state == "busy":
                if isinstance(error, MemoryError) and self.tries:
                    self.tries -= 1
                    return  # in one of the next turns there may be room
                self.failed("unknown")
            _log.exception("session failed", exc_info=error)

    def close(self) -> None:
        """Leave no attempt running."""
        self._rest()
        self.station.cancel()

    def _begin(self):
        self.patience.plan(self._begin, None, 50)  # once more, if there is no room for it
        use("errands", "begin", self)
        self.patience.drop()

    def failed(self, reason, text="") -> None:
        """Let the attempt have failed; `text` is the maker's."""
        self.patience.drop()
        self.state, self.reason, self.text = "failed", reason, text
        self.rssi = self.station.rssi

    def _joined(self):
        self.patience.joined()
        try:
            self.networks.keep(self.network, self.station.channel, self.station.bssid)
            self.nearby.save(self.network.ssid)
            self.saved = True
        except (MemoryError, OSError, ValueError) as error:
            if isinstance(error, MemoryError) and self.tries:
                raise
            self.saved = False
            _log.error("joined, but it cannot be stored: %s", error)
        try:
            said = self.message(self.station.wlan) if self.message else None
        except Exception as error:  # noqa: BLE001 - the maker's own check
            _log.exception("joined, but", exc_info=error)
            said = error.args[0] if error.args and isinstance(error, ValueError) else None
            # The maker's own words, but no more of them than find room in an answer.
            return self.failed("check", said[:1000] if isinstance(said, str) else "")
        self.state, self.fresh = "up", True
        self.text = "" if said is None else str(said)[:1000]

    def _watch(self):
        self.lost = not self.station.is_joined()
        if self.patience.is_over(True):
            if self.lost:
                self.state, self.network = "idle", None  # not the end: the stored ones are tried
                self._rest()
            else:
                self._end()

    def _wait(self):
        if not self._healer and self.options.retry and ticks_diff(ticks_ms(), self._due) >= 0:
            self._rest()  # if there is no room for it now: not again in every turn
            self._healer = use("healer", "Healer", self)
        if (self._healer and self._healer.tick()) or self.patience.is_over(False):
            self._end()

    def _rest(self):
        if self._healer:
            self._healer.stop()
            self._healer = None
        if self.options.retry:
            self._due = ticks_add(ticks_ms(), int(self.options.retry[0] * 1000))

    def _end(self):
        if self.finishing and self.state == "idle":  # without Wi-Fi, were it just forgotten
            self.station.leave()
        self.done = True
