"""The portal: the board's own Wi-Fi, and on it the page by which a phone sets the board up.

    Portal(options, station, networks).run()  # blocks until set-up has ended

Or, from a loop of one's own: `start()`, `pump()` until it is False, `close()`. What opens it is in
`opening`.
"""

import logging
import sys

from .borrow import unload
from .session import Session

_COMING = const(120)  # s for people to come to a portal that was opened on purpose


class Portal:
    """Who starts it: the facade or the application. It ends with its session: set up and finished,
    set up and left alone, given up, or healed.

    `options`, `station` and `networks` are the caller's; `message(wlan)`, by default that of the
    options, is called once after joining and gives the page a text.
    """

    grain = 250
    """Milliseconds that an idle turn may sleep."""
    busy_grain = 50
    """The same while a network is being joined or an answer waited for."""

    def __init__(self, options, station, networks, message=None):
        self.options = options
        message = message or options.message
        self.session = Session(options, station, networks, message, self.in_use)
        self.loop = self.wlan = self._internet = None

    def run(self) -> None:
        """Start, turn until the session has ended, and close whatever happens."""
        try:
            self.start()
            while self.pump():
                pass
        finally:
            self.close()

    def start(self, reason=None) -> None:
        """Scan, raise the access point, start the services. Blocks for some seconds.

        No `reason` for it, such as a network out of reach: it is opened on purpose, and people
        have two minutes to come before anything ends it.
        Raises OSError if a port is taken; `close` must be called then too.
        """
        from .opening import start

        unload(set(sys.modules) - {"wifi_setup.opening"})  # its code goes back when it has run
        if not reason:
            self.session.patience.recent = self.session.patience.quiet = _COMING
        start(self)

    def pump(self, timeout_ms=None) -> bool:
        """One turn, of at most `timeout_ms`; False once the session has ended."""
        if timeout_ms is None:
            moving = self.session.state == "busy" or self.session.patience.action
            timeout_ms = self.busy_grain if moving else self.grain
        try:
            self.loop.run_once(timeout_ms)
        except MemoryError:  # an answer is lost: whoever asked will ask again
            pass
        if self._internet and not self._internet.waiting:  # its code is a lot to keep
            self.loop.remove(self._internet)
            self._internet = None
        self.session.tick()
        return not self.session.done

    def close(self) -> None:
        """Close every socket, turn the access point off, give up an attempt that runs."""
        try:
            self.session.close()
            if self.loop:
                self.loop.shutdown()
        finally:
            self.loop = None
            if self.wlan:
                self.wlan.active(False)
                self.wlan = None
                logging.getLogger("portal").info("Wi-Fi %r is off", self.session.ap_name)

    def ask_internet(self, response) -> None:
        """Answer once it is known whether the internet can be reached."""
        if not self._internet:
            from .internet import Internet

            self._internet = self.loop.add(Internet(self.loop.poller, self.session.station))
        self._internet.ask(response)

    def in_use(self) -> bool:
        """Whether a phone is associated. Allocates: not for every turn of a loop."""
        try:
            return bool(self.wlan and self.wlan.status("stations"))
        except (ValueError, TypeError, OSError):  # ports that cannot tell by name
            return self.wlan.isconnected()

    @staticmethod
    def unload(before) -> None:
        """Last of all: give back what was loaded, this module as well, and then the room in the
        tables that modules were in, which by themselves stay as large as they were."""
        unload(before)
        for table in (sys.modules, sys.modules["wifi_setup"].__dict__):
            kept = dict(table)
            table.clear()
            table.update(kept)
