"""How long a session waits: for people before it ends by itself, and for an answer to leave
before the radio moves under a phone's feet.

    patience = Patience(options)
    patience.heard()   # a phone asked something
    patience.joined()  # the board has joined: from now on `linger` counts
    if patience.is_over(True):
        ...
    later = Later()
    later.plan(begin, response, 500)
    while True:
        later.tick()  # calls begin() 500 ms after response.sent

It knows nothing of what is being waited for.
"""

from time import ticks_add, ticks_diff, ticks_ms

from micropython import const

_LONGEST = const(432000)  # s: what ticks_ms can tell apart, six days on a board, less a margin


class Patience:
    """Counts from the last request and from the join, in ticks; setting the clock is no matter."""

    quiet = 60
    """Seconds without a request after which a joined board ends the session before `linger`."""
    recent = 30
    """Seconds for which a request counts as somebody being there."""

    def __init__(self, options):
        self._linger = _ms(options.linger)
        self._idle = _ms(options.idle_timeout)
        self._since = self._heard = ticks_ms()

    def heard(self) -> None:
        """A phone has asked something."""
        self._heard = ticks_ms()

    def joined(self) -> None:
        """The board has just joined a network."""
        self._since = self._heard = ticks_ms()

    def is_recent(self) -> bool:
        """Whether a phone has asked something lately."""
        return ticks_diff(ticks_ms(), self._heard) < self.recent * 1000

    def seconds_left(self) -> int:
        """Seconds until a joined board ends the session whoever is still asking."""
        return max(0, (self._linger - ticks_diff(ticks_ms(), self._since) + 999) // 1000)

    def is_over(self, joined: bool) -> bool:
        """Whether waiting has gone on long enough. Allocates nothing."""
        now = ticks_ms()
        silence = ticks_diff(now, self._heard)
        if not joined:
            return 0 <= self._idle <= silence
        return ticks_diff(now, self._since) >= self._linger or silence >= self.quiet * 1000


def _ms(seconds):
    return -1 if seconds is None else int(min(seconds, _LONGEST) * 1000)


class Later:
    """Holds at most one action; planning another one replaces it."""

    patience = 2000
    """Milliseconds granted to an answer that does not get out."""

    def __init__(self):
        self.drop()
        self._at = self._delay = 0

    def plan(self, action, answer, delay) -> None:
        """Call `action()` `delay` ms after `answer.sent` is true; None: after now."""
        self._action, self._answer, self._delay = action, answer, delay
        self._at = ticks_add(ticks_ms(), delay if answer is None else self.patience)

    def drop(self) -> None:
        """Plan nothing."""
        self._action = self._answer = None

    def is_planned(self) -> bool:
        """Whether an action is still to come."""
        return self._action is not None

    def tick(self) -> None:
        """Do it if it is time. Allocates nothing until then."""
        if self._action is None:
            return
        now = ticks_ms()
        if self._answer is not None and self._answer.sent:
            self._answer = None  # let go at once: the object serves the next request
            self._at = ticks_add(now, self._delay)
        if ticks_diff(now, self._at) >= 0:
            action = self._action
            self.drop()
            action()
