"""Joins the first stored network that will have this board, begun and polled.

    joiner = Joiner(station, networks)
    joiner.begin()
    while joiner.poll() is None:
        pass  # serve others meanwhile

Must not know radios, or what happens when all fail.
"""

import logging

_log = logging.getLogger("wifi_setup")


class Joiner:
    """network: the one being tried or joined, or None. A failure changes nothing in the store.

    seen: a scan made just now; None: one is made when it is of use, which is when several
    networks are stored. That takes 2.5 s, in which nothing else runs.
    """

    settle_ms = 0  # a link counts at once: whoever asks at the start of a program wants it now

    def __init__(self, station, networks, seen=None):
        self._station, self._networks, self.seen = station, networks, seen
        self._waiting, self.last = [], 0
        self.network = self._result = None

    def begin(self, known=None):
        """Begin with the first of `known`, None: of what is stored.

        A link that is there already is kept if its network is stored.
        """
        known = self._networks.list() if known is None else known
        self.network = adopt(self._station, known)
        if self.network:
            self._result = "joined"
            return
        if self.seen is None and len(known) > 1:
            self.seen = self._station.scan()
        for network in known:
            self.last = max(self.last, network.last)
        if len(known) > 1:
            known = in_order(known, self.seen or ())
        self._waiting = list(known)
        self._next()

    def poll(self):
        """Return None while there is a network to try, then "joined" or "failed"."""
        if self._result is None:
            result = self._station.poll()
            if result == "joined":
                self.joined()
            elif result:
                self._next(result)
        return self._result

    def _next(self, reason=None):
        if reason:
            _log.error("failed to connect to %s: %s", self.network.ssid, reason)
        if not self._waiting:
            self.network, self._result = None, "failed"
            return
        self.network = network = self._waiting.pop(0)
        # As bytes, in which no name has a line feed or an escape sequence for the console.
        _log.info("attempting to connect to %s", network.ssid)
        # One that is out of sight and does not hide will hardly be found by looking twice.
        expected = not self.seen or network.hidden or network.strongest(self.seen)
        try:
            self._station.begin(network, self.seen or (), None if expected else 1, self.settle_ms)
        except Exception as error:  # noqa: BLE001 - others may do, or the portal
            self._next(error)

    def joined(self):
        """Note where it was; a store that has it already need not even be read."""
        self._result = "joined"
        station, network = self._station, self.network
        _log.info("connected to %s with address %s", network.ssid, station.address())
        at = station.channel, station.bssid
        if network.last and network.last == self.last and at == (network.channel, network.bssid):
            return
        try:
            self._networks.succeeded(network.ssid, *at)
        except (OSError, MemoryError):
            _log.warning("cannot store what has been joined")


def adopt(station, known):
    """Return the network of `known` that the station is on, by its fixed address if it has one,
    or None; the station then knows it."""
    name = station.name() if station.is_joined() else None
    for network in known:
        # MicroPython tells no name that is not UTF-8 (py/obj.h): then it is the one that is not.
        if network.ssid == name or (name is False and not station.ask(network.ssid.decode)):
            static = network.static
            if static and static[0].split("/")[0] != station.address():
                break  # it was stored meanwhile: joining once more takes it
            station.network = network
            return network
    return None


def in_order(known, seen):
    """Return the networks of `known`, which is best first, in the order of trying them.

    1. those in a scan, by priority and then signal, 2. hidden ones, 3. the others, because a
    scan misses some.
    """
    order = []
    for index, network in enumerate(known):
        row = network.strongest(seen)
        key = (0, -network.priority, -row[3]) if row else (1, not network.hidden, 0)
        order.append(key + (index,))
    return [known[key[3]] for key in sorted(order)]
