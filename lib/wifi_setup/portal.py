"""The portal: the board's own Wi-Fi, and on it the page by which a phone sets the board up.

    Portal(options, station, networks).run()  # blocks until set-up has ended

Or, from a loop of one's own: `start()`, `pump()` until it is False, `close()`. It puts the parts
together and in order; what they do is their own business.
"""

import logging

from slim.dns import MicroDNSSrv
from slim.loop import Loop
from slim.slim_server import SlimServer

from .borrow import use
from .network import Network
from .session import Session
from .site import Site

_log = logging.getLogger("portal")


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
    clients = 3
    """Connections that are served at a time, of 1.3 KB each; a silent one makes room."""

    def __init__(self, options, station, networks, message=None):
        self._options = options
        message = message or options.message
        self.session = Session(options, station, networks, message, self._in_use)
        self._loop = self._wlan = self._internet = None

    def run(self) -> None:
        """Start, turn until the session has ended, and close whatever happens."""
        try:
            self.start()
            while self.pump():
                pass
        finally:
            self.close()

    def start(self) -> None:
        """Scan, raise the access point, start the services. Blocks for some seconds.

        Raises OSError if a port is taken; `close` must be called then too.
        """
        session = self.session
        if session.state == "up":
            session.network = _network_of(session.station)
        session.look_round()
        address = self._raise_access_point()
        self._loop = Loop()
        self._serve_http(address)
        found = MicroDNSSrv.ip_bytes(address)
        self._loop.add(MicroDNSSrv(found, self._loop.poller, address, self._options.dns_port))
        _log.info("%r is up, its page is on %s", session.ap_name, address)

    def pump(self, timeout_ms=None) -> bool:
        """One turn, of at most `timeout_ms`; False once the session has ended."""
        if timeout_ms is None:
            timeout_ms = self.busy_grain if self.session.is_moving() else self.grain
        try:
            self._loop.run_once(timeout_ms)
        except MemoryError:  # an answer is lost: whoever asked will ask again
            pass
        if self._internet and not self._internet.waiting:  # its code is a lot to keep
            self._loop.remove(self._internet)
            self._internet = None
        self.session.tick()
        return not self.session.done

    def close(self) -> None:
        """Close every socket, turn the access point off, give up an attempt that runs."""
        try:
            self.session.close()
            if self._loop:
                self._loop.shutdown()
        finally:
            self._loop = None
            if self._wlan:
                self._wlan.active(False)
                self._wlan = None
                _log.info("%r is off", self.session.ap_name)

    def _raise_access_point(self):
        session = self.session
        made = use(
            "access_point", "prepared", self._options, session.networks, session.nearby.channel()
        )
        session.ap_name, self._wlan = made.ssid, made.wlan
        made.__enter__()
        return made.address

    def _serve_http(self, address):
        session, port = self.session, self._options.port
        url = "http://%s/" % address if port == 80 else "http://%s:%d/" % (address, port)
        # Bound to the AP's own address: on the joined network nothing listens.
        server = SlimServer(self._loop.poller, address, port, {"clients": self.clients})
        self._loop.add(server)
        server.add_module(Site(session, self._ask_internet, url, address))

    def _ask_internet(self, response):
        if not self._internet:
            from .internet import Internet

            self._internet = Internet(self._loop.poller, self.session.station)
            self._loop.add(self._internet)
        self._internet.ask(response)
        return SlimServer.RESPONSE_PENDING

    def _in_use(self):
        return self._wlan is not None and use("access_point", "is_used", self._wlan)


def _network_of(station):
    """What the station was joined to before the portal was opened; None if it cannot be told."""
    ssid = station.name()
    return station.network or (Network(ssid) if ssid else None)
