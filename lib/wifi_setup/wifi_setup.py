"""The facade: get this board onto Wi-Fi, by its stored networks or by asking somebody.

    ws = WiFiSetup("ding-5cd80b1")
    sta = ws.connect_or_setup()

What it has loaded goes back to the heap when it is over. Must not know HTTP, DNS or pages.
"""

import gc
import sys
from time import sleep_ms

from .options import Options

_TURN_MS = const(10)
_OFTEN = const(4096)  # bytes allocated between two collections


class WiFiSetup:
    """`essid` names the board and its own Wi-Fi; `Options` has the rest.

    options: the Options. wlan: the station's WLAN object, None before it is first used.
    state: "idle", "joining", "setup" (the portal is open), "joined" or "failed".
    reason: why the last network could not be joined, as `Station.poll` says it, or None.
    """

    def __init__(self, essid, message=None, **options):
        """`message(wlan)` is called after joining through the portal; its text is shown there.
        Raises ValueError for a wrong value and TypeError for an unknown option.
        """
        self.options = Options(essid, message, **options)
        self.state, self.wlan, self.reason = "idle", None, None
        self._station = self._networks = self._joiner = self.portal = self.before = None

    @property
    def networks(self):
        """The stored networks: list, get, add, remove, reorder, clear; see `Networks`."""
        from .networks import Networks

        return Networks(self.options.filename, self.options.secret)

    def has_ssid(self):
        """Whether a network is stored."""
        return bool(self.networks.list())

    def connect(self):
        """Join a stored network; return the WLAN, or None when none could be joined."""
        self.start(setup=False)
        wlan = self._turn()
        return wlan if self.state == "joined" else None

    def setup(self):
        """Ask somebody through the portal; return the WLAN, joined or not."""
        self.start(join=False)
        return self._turn()

    def connect_or_setup(self):
        """Join a stored network, or else ask; return the WLAN, joined or not."""
        self.start()
        return self._turn()

    @staticmethod
    def clear():
        """Forget all networks and settings."""
        from .networks import Networks

        Networks(Options.filename).clear()

    def forget(self, ssid):
        """Forget one network; False if it was not stored."""
        return self.networks.remove(ssid)

    def start(self, setup=True, join=True):
        """Begin to join a stored network and, with `setup`, to ask somebody if that fails; without
        `join` to ask at once.

        Go on with `pump()` until it is False, or `await wait()`. Two things block: turning the
        radio on (1 s), and a scan (2.5 s) if several networks are stored or somebody is asked.
        """
        self.stop()
        self.before, self.threshold = set(sys.modules), gc.threshold()
        from .borrow import Borrowed

        options = self.options
        self._networks = Borrowed("wifi_setup.networks.Networks", options.filename, options.secret)
        known = self._networks.list()  # before more is loaded: this needs the most room
        from .station import Station

        self._station = station = Station(options.hostname, options.country)
        station.limit_ms = int(options.join_limit * 1000)
        self.wlan, self._asks, self.state = station.wlan, setup, "joining"
        try:
            from .join import Joiner, adopt

            if join:
                self._joiner = Joiner(station, self._networks)
                self._joiner.begin(known)
            else:
                adopt(station, known)
                self._open()
        except BaseException:
            self._finish()
            raise

    def pump(self, timeout_ms=0):
        """Go on with what `start()` began, waiting for at most `timeout_ms`; False: it is over.

        None waits as long as is good for the state.
        """
        try:
            if self.state == "joining":
                if (result := self._joiner.poll()) is None:
                    sleep_ms(_TURN_MS if timeout_ms is None else min(timeout_ms, _TURN_MS))
                elif result == "joined" or not self._asks:
                    self._finish()
                else:
                    self._open()
            elif self.state == "setup" and not self.portal.pump(timeout_ms):
                self._finish()
        except BaseException:
            self._finish()
            raise
        return self._station is not None

    async def wait(self):
        """Go on with what `start()` began; return the WLAN, or None when it is not joined."""
        import asyncio

        try:
            while self.pump():
                await asyncio.sleep_ms(_TURN_MS)
        finally:
            self.stop()
        return self.wlan if self.state == "joined" else None

    def stop(self):
        """End what `start()` began: the attempt, or the portal and its access point."""
        if self._station:
            self._finish()
            self.state = "idle"

    def _turn(self):
        while self.pump(None):
            pass
        return self.wlan

    def _open(self):
        from .borrow import unload, use

        reason = self._joiner is not None or self.reason
        if self._joiner and self._station.is_joined():
            use("radio", "let_go", self._station)  # of a network that is not stored (any more)
        self._joiner = None
        unload(set(sys.modules) - {"wifi_setup.join"})
        gc.threshold(_OFTEN)  # garbage must not scatter what stays over all of the heap
        from .portal import Portal

        self.portal = Portal(self.options, self._station, self._networks)
        self.portal.start(reason)
        self.state = "setup"

    def _finish(self):
        from .borrow import unload

        station, portal, before = self._station, self.portal, self.before
        if not station:  # an error from below comes by once more
            return
        in_vain = self._joiner and not self._joiner.network
        self._station = self._networks = self._joiner = self.portal = self.before = None
        try:
            if portal:
                portal.close()
        finally:
            station.cancel()
            self.state = "joined" if station.is_joined() and not in_vain else "failed"
            self.reason = station.reason
            gc.threshold(self.threshold)
            (portal.unload if portal else unload)(before)
