"""The portal's API and page on the joined network, for programs that want them there.

    ws = WiFiSetup("desk-lamp")
    ws.connect_or_setup()
    loop.add(Remote(ws.options, "a password", loop.poller, port=8080))

Whoever knows the password may see the networks around, join another one, and forget them. It goes
over the network in the clear, as the page does: who can listen there can learn it. Nothing of this
is loaded unless a program does.
"""

from binascii import a2b_base64
from time import ticks_add, ticks_diff, ticks_ms

from slim.slim_server import SlimServer

from .networks import Networks
from .session import Session
from .site import Site
from .station import Station


class Remote:
    """A service for a `Loop`, served at `address` and `port`; `shutdown` ends it."""

    def __init__(self, options, password, poller, address="", port=80):
        station = Station(options.hostname, options.country)
        station.limit_ms = int(options.join_limit * 1000)
        networks = Networks(options.filename, options.secret)
        self.session = Steady(options, station, networks, options.message)
        self.session.patience.seconds_left = lambda: None  # it does not end by itself
        self.session.adopt()
        self._gate = Gate(password)
        self._poller, self._internet = poller, None
        self._server = SlimServer(poller, address, port)
        self._server.add_module(self._gate)
        self._server.add_module(Site(self.session, self.ask_internet))

    def pump(self, sock, event):
        """Take what arrived, if it is for this server."""
        internet = self._internet
        return self._server.pump(sock, event) or bool(internet and internet.pump(sock, event))

    def pump_expire(self) -> None:
        """Go on with what was asked for."""
        self._server.pump_expire()
        if self._internet:
            self._internet.pump_expire()
            if not self._internet.waiting:
                self._internet = None
        self.session.tick()

    def shutdown(self, poller) -> None:
        """End it; the board stays on its network."""
        self.session.close()
        if self._internet:
            self._internet.shutdown(poller)
        self._server.shutdown(poller)

    def ask_internet(self, response) -> None:
        """Answer once it is known whether the internet can be reached."""
        if not self._internet:
            from .internet import Internet

            self._internet = Internet(self._poller, self.session.station)
        self._internet.ask(response)


class Steady(Session):
    """A session that does not end: with no network it goes back to the stored ones."""

    def adopt(self):
        """Take up what the board is joined to."""
        station = self.station
        if station.is_joined():
            name = station.name()
            self.network = station.network or self.networks.get(name) if name else None
            self.state = "up"
            self.patience.joined()

    def finish(self, answer=None):
        """Nothing ends."""

    def _end(self):
        super()._end()
        self.done = False
        if self.state != "up":
            self.adopt()


class Gate:
    """A `slim` module that is asked first and lets pass who knows the password.

    By `Authorization: Bearer <password>`, or as a browser asks for it: `Basic`, any user name.
    """

    pause = 1000
    """Milliseconds after a wrong password in which no other one is looked at."""

    def __init__(self, password):
        if not isinstance(password, (str, bytes)) or len(password) < 8:
            raise ValueError("the password must have at least 8 characters")
        self._password = password.encode() if isinstance(password, str) else password
        self._until = None

    def on_request(self, request):
        """Refuse who does not know it."""
        response, now = request.response, ticks_ms()
        # More than `pause` is left when the ticks have come round since, after six days.
        if self._until is not None and 0 < ticks_diff(self._until, now) <= self.pause:
            response.set_header("Retry-After", "1")
            return response.send(429, b"")
        given = _given(request.header("Authorization") or "")
        if given is None or not _same(given, self._password):
            self._until = None if given is None else ticks_add(now, self.pause)
            response.set_header("WWW-Authenticate", 'Basic realm="Wi-Fi setup"')
            return response.send(401, b"")
        self._until = None


def _given(header):
    kind, _, value = header.partition(" ")
    if kind.lower() == "bearer":
        return value.encode()
    if kind.lower() != "basic":
        return None
    try:
        return a2b_base64(value).partition(b":")[2]
    except ValueError:
        return b""


def _same(given, password):
    # Without ending early at the first difference, whose time could be measured.
    wrong = len(given) ^ len(password)
    for at in range(len(password)):
        wrong |= password[at] ^ (given[at] if at < len(given) else 0)
    return not wrong
