"""Polling by the clock of `time` beside this: where nothing is ready, that clock is moved on.

Sockets are real, and what was sent to one is there at once; nobody but the tests sends.
"""

import time

import uselect
from uselect import *  # noqa: F403


class poll:
    """select.poll, which allocates nothing in `ipoll` either."""

    def __init__(self):
        self._poll = uselect.poll()
        self.register, self.modify = self._poll.register, self._poll.modify
        self.unregister = self._poll.unregister

    def poll(self, timeout=-1, flags=0):
        """[(object, events, ...)] of what is ready."""
        self._wait(timeout)
        return self._poll.poll(timeout if timeout < 0 else 0, flags)

    def ipoll(self, timeout=-1, flags=0):
        """The same, one by one, each in a tuple that is used again."""
        self._wait(timeout)
        return self._poll.ipoll(timeout if timeout < 0 else 0, flags)

    def _wait(self, timeout):
        if timeout > 0:
            for _ in self._poll.ipoll(0):
                return
            time.sleep_ms(timeout)
