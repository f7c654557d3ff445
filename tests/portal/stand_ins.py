"""What the tests of the session share: a station and a store of their own, and time that goes by.

Runs on the board, by the moved clock.
"""

from time import sleep_ms, ticks_diff, ticks_ms

from wifi_setup.networks import Network
from wifi_setup.options import Options
from wifi_setup.session import Session


class Air:
    """A station without a radio: `result` is what the attempt ends in."""

    channel, bssid, rssi, step, network = 6, b"aaaaaa", -55, "find", None

    def __init__(self):
        self.joined = False
        self.result = None
        self.log = []
        self.wlan = self

    def scan(self):
        self.log.append("scan")
        return [(b"Home", b"aaaaaa", 6, -40, 3, False)]

    def begin(self, network, seen=(), *limits):
        self.log.append(network.ssid)
        self.result = None
        self.network = network

    def poll(self):
        return self.result

    def cancel(self):
        self.log.append("cancel")

    def leave(self):
        self.log.append("leave")
        self.joined = False

    def is_joined(self):
        return self.joined

    def address(self):
        return "10.0.0.9"

    def name(self):
        return None


class Stored:
    """Networks in memory."""

    def __init__(self, *names):
        self.known = [Network(name, b"12345678") for name in names]
        self.log = []

    def list(self):
        return self.known

    def get(self, ssid):
        for network in self.known:
            if network.ssid == ssid:
                return network
        return None

    def keep(self, network, channel, bssid):
        self.log += network.ssid, channel
        self.known.append(network)

    def remove(self, ssid):
        self.log.append(b"-" + ssid)

    def succeeded(self, ssid, channel, bssid):
        self.log.append(channel)


class Answer:
    sent = False

    def close(self):
        pass

    def json(self, said, status):
        self.sent = status == 202


DAY = 24 * 60 * 60 * 1000
HOME = Network(b"Home", b"12345678")


def made(message=None, stored=(), in_use=None, **options):
    settings = Options("Lamp")
    for name in options:
        setattr(settings, name, options[name])  # shorter times than a maker may set
    return Session(settings, Air(), Stored(*stored), message, in_use)


def turn(session, ms=0):
    """Ticks for that long, at least once."""
    since = ticks_ms()
    session.tick()
    while ticks_diff(ticks_ms(), since) < ms:
        sleep_ms(10)
        session.tick()


def until(session, condition, limit=15000):
    """Ticks until something is so."""
    since = ticks_ms()
    while not condition():
        assert ticks_diff(ticks_ms(), since) < limit, session.station.log
        sleep_ms(10)
        session.tick()


def begun(session):
    log = session.station.log
    before = log.count(b"Home")
    session.connect(HOME, "10.0.0.2")
    until(session, lambda: log.count(b"Home") > before)
    return session


def joined(session):
    begun(session)
    session.station.joined, session.station.result = True, "joined"
    until(session, lambda: session.state != "busy")
    return session
