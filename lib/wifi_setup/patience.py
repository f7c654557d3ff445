"""How long a session waits: for people before it ends by itself, and for an answer to leave
before the radio moves under a phone's feet.

    patience = Patience(options)
    patience.heard()   # a phone asked something
    patience.joined()  # the board has joined: from now on `linger` counts
    if patience.is_over(True):
        ...
    patience.plan(begin, response, 500)
    while patience.action:
        patience.tick()  # calls begin() 500 ms after response.sent

It knows nothing of what is being waited for.
"""

from time import ticks_add, ticks_diff, ticks_ms

_LONGEST = const(432000)  # s: what ticks_ms can tell apart, six days on a board, less a margin
_SLOWEST = const(2000)  # ms granted to an answer that does not get out


class Patience:
    """Counts from the last request and from the join, in ticks; setting the clock is no matter.

    action: what is planned, one thing at most, or None.
    """

    quiet = 60
    """Seconds without a request after which a joined board ends the session before `linger`."""
    recent = 30
    """Seconds for which a request counts as somebody being there."""

    def __init__(self, options):
        self.linger = _ms(options.linger)
        self.idle = _ms(options.idle_timeout)
        self.drop()
        self.at = self.delay = 0
        self.joined()

    def heard(self) -> None:
        """A phone has asked something."""
        self.last = ticks_ms()
        self.recent, self.quiet = Patience.recent, Patience.quiet  # whoever was to come is here

    def joined(self) -> None:
        """The board has just joined a network."""
        self.since = self.last = ticks_ms()

    def is_recent(self) -> bool:
        """Whether a phone has asked something lately."""
        # After six days without a phone the difference is below 0, for as many.
        return 0 <= ticks_diff(ticks_ms(), self.last) < self.recent * 1000

    def seconds_left(self) -> int:
        """Seconds until a joined board ends the session whoever is still asking."""
        return max(0, (self.linger - ticks_diff(ticks_ms(), self.since) + 999) // 1000)

    def is_over(self, joined: bool) -> bool:
        """Whether waiting has gone on long enough. Allocates nothing."""
        now = ticks_ms()
        silence = ticks_diff(now, self.last)
        if not joined:
            return 0 <= self.idle <= silence
        if 0 <= silence < self.quiet * 1000:
            return not 0 <= ticks_diff(now, self.since) < self.linger
        return True

    def plan(self, action, answer, delay) -> None:
        """Call `action()` `delay` ms after `answer.sent` is true; None: after now.

        What was planned before is not done then.
        """
        self.action, self.answer, self.delay = action, answer, delay
        self.at = ticks_add(ticks_ms(), delay if answer is None else _SLOWEST)

    def drop(self) -> None:
        """Plan nothing."""
        self.action = self.answer = None

    def tick(self) -> None:
        """Do what is planned if it is time. Allocates nothing until then."""
        now = ticks_ms()
        if self.answer is not None and self.answer.sent:
            self.answer = None  # let go at once: the object serves the next request
            self.at = ticks_add(now, self.delay)
        if ticks_diff(now, self.at) >= 0:
            action = self.action
            self.drop()
            action()


def _ms(seconds):
    return -1 if seconds is None else int(min(seconds, _LONGEST) * 1000)
