"""Tries the stored networks again while the portal is open and nobody is using it.

    healer = Healer(session)
    if healer.tick() == "joined":
        ...

A router that boots slower than the board must not leave it waiting in its portal for ever. It
knows nothing of what a phone sees.
"""

import sys
from time import ticks_add, ticks_diff, ticks_ms

from .borrow import unload


class Healer:
    """Who starts it: the session, when it has waited for a choice for the first pause; it calls
    `tick` from then on. `stop` ends it.
    """

    watch = 1000
    """Milliseconds between two looks for a phone while an attempt runs."""
    quiet = 300000
    """Milliseconds after which a phone that stays without a word keeps nobody waiting."""

    def __init__(self, session):
        self._session = session
        self._station, self._networks = session.station, session.networks
        self._first, self._last = session.options.retry  # s
        self._joiner = None
        self.since = ticks_ms()  # since when there may be a phone that asks nothing
        self._rest(0)
        self._wait = self._first

    def _rest(self, seconds):
        self._wait = seconds
        self._due = ticks_add(ticks_ms(), int(seconds * 1000))

    def stop(self) -> None:
        """Give up an attempt that runs, and start with the shortest wait again."""
        if self._joiner:
            self._joiner = None
            self._station.cancel()
        self._rest(self._first)

    def tick(self):
        """One step: "joined" when a stored network has been joined, else None.

        Allocates nothing between attempts.
        """
        if self._joiner:
            return self._follow()
        if ticks_diff(ticks_ms(), self._due) < 0:
            return None
        self._rest(self._wait)
        if self._is_watched() or not self._networks.list():
            self._rest(self._first)
        elif self._station.is_joined():
            return "joined"
        else:
            self._begin()
        return None

    def _begin(self):
        before = set(sys.modules)
        from .join import Joiner

        joiner = Joiner(self._station, self._networks)
        unload(before)  # what is in use stays, as long as it is
        joiner.begin()
        self._joiner = joiner
        self._due = ticks_add(ticks_ms(), self.watch)

    def _follow(self):
        if ticks_diff(ticks_ms(), self._due) >= 0:
            self._due = ticks_add(ticks_ms(), self.watch)
            if (
                self._is_watched()
            ):  # the attempt would take the access point's channel away from it
                self.stop()
                return None
        result = self._joiner.poll()
        if result:
            self._joiner = None
            self._rest(min(self._wait * 2, self._last))
        return result if result == "joined" else None

    def _is_watched(self):
        session, now = self._session, ticks_ms()
        recent = session.patience.is_recent()
        if recent or not (session.in_use and session.in_use()):
            self.since = now
            return recent
        # Phones join by themselves a Wi-Fi that they know, and stay on it in a drawer.
        return 0 <= ticks_diff(now, self.since) < self.quiet
