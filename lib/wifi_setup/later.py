"""An action that waits until an answer has left: the radio must not move under a phone's feet.

    later = Later()
    later.plan(begin, response, 500)
    while True:
        later.tick()  # calls begin() 500 ms after response.sent

It knows nothing of what is done or asked.
"""

from time import ticks_add, ticks_diff, ticks_ms


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
