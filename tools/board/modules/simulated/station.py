"""The station side of the simulated radio: what the firmware's Wi-Fi library does after connect.

    station = Station(on_lost, on_address)
    station.configure(b"Maple Street 12", b"correct horse battery", None)
    station.connect()
    station.run()            # moves on to where it would be by now

One attempt is: find the network, join it, get an address. It ends in `on_address()` or in
`on_lost(reason)` with a reason code of IEEE 802.11 or Espressif (esp_wifi_types_generic.h).
Knows nothing of retries, which are MicroPython's. Nothing happens behind the program's back: time
is only looked at when `run` is called.
"""

from time import ticks_add, ticks_diff

from micropython import const

from simulated import access, air, clock

IDLE = const(0)
FINDING = const(1)
LOOKING_AGAIN = const(2)
JOINING = const(3)
WAITING_FOR_ADDRESS = const(4)
UP = const(5)
FADING = const(6)  # associated, but the access point is not heard any more
STATES = ("idle", "finding", "finding", "joining", "address", "up", "fading")

# How long each step takes, in ms of radio time (measured on an ESP32: join and DHCP 1.1-2.2 s in
# all, 2.4 s until a network is known to be absent or of the wrong kind).
_FIND = const(400)
_LOOK_AGAIN = const(2000)
_HANDSHAKE = const(300)
_HANDSHAKE_FAILS = const(2400)
_DHCP = const(800)
_BEACONS_MISSED = const(6000)
_FAR_BEHIND = const(60000)

_ASSOC_LEAVE = const(8)
_BEACON_TIMEOUT = const(200)


class Station:
    """One attempt, or one connection, at a time."""

    def __init__(self, on_lost, on_address, on_change):
        self._on_lost, self._on_address, self._on_change = on_lost, on_address, on_change
        self.ssid = self.key = b""
        self.bssid = None
        self.network = None  # the access point, from when it was found
        self.state = IDLE
        self.static = False  # a fixed address, so no DHCP
        self.attempts = 0  # since `configure`
        self.has_address = False
        self._due = None
        self._at = 0  # when what happens now would have happened
        self._version = 0  # of the neighbourhood

    def configure(self, ssid, key, bssid):
        """Which network the next `connect` is about."""
        self.ssid, self.key, self.bssid = ssid, key, bssid
        self.attempts = 0

    def connect(self, again=False):
        """Begins an attempt; `again` right after the one that has just failed."""
        if not again:
            self._at = clock.now()
        self.attempts += 1
        self.network = None
        self._enter(FINDING, _FIND)

    def disconnect(self):
        """Leaves. Only who had found a network leaves it with a reason of its own."""
        self._at = clock.now()
        if self.state >= JOINING:
            self._lose(_ASSOC_LEAVE)
        else:
            self._enter(IDLE, None)

    def is_busy(self):
        """True while an attempt runs, when the radio can do nothing else."""
        return FINDING <= self.state <= JOINING

    def is_associated(self):
        """True once joined, with an address or without."""
        return self.state >= WAITING_FOR_ADDRESS

    def run(self):
        """Catches up with time and with changes of the neighbourhood. Idle, it does nothing."""
        if self.state >= WAITING_FOR_ADDRESS and air.version() != self._version:
            self._look_around()
        while self._due is not None:
            late = ticks_diff(clock.now(), self._due)
            if late < 0:
                return
            self._at = clock.now() if late > clock.real(_FAR_BEHIND) else self._due
            self._move_on()

    def _enter(self, state, ms):
        """Goes to a state that lasts so many ms; None: until something else ends it."""
        self.state = state
        self.has_address = state == UP or (state == FADING and self.has_address)
        self._due = None if ms is None else ticks_add(self._at, clock.real(ms))
        self._on_change()

    def _move_on(self):
        """What comes after the state whose time is up."""
        if self.state == FINDING or self.state == LOOKING_AGAIN:
            self._found()
        elif self.state == JOINING:
            self._joined()
        elif self.state == WAITING_FOR_ADDRESS:
            self._on_address()
            self._enter(UP, self._until_drop())
        else:
            self._lose(_BEACON_TIMEOUT)

    def _found(self):
        self._version = air.version()
        network, reason = access.match(self.ssid, self.key, self.bssid)
        if network:
            self.network = network
            if network.fault == "silent":
                self._enter(JOINING, None)
            else:
                fails = access.handshake_fault(network, self.key, self.attempts)
                self._enter(JOINING, _HANDSHAKE_FAILS if fails else _HANDSHAKE)
        elif self.state == FINDING:
            self._enter(LOOKING_AGAIN, _LOOK_AGAIN)
        else:
            self._lose(reason)

    def _joined(self):
        reason = access.refusal(self.network, self.key, self.attempts)
        if reason:
            self._lose(reason)
        else:
            self._wait_for_address()

    def _wait_for_address(self):
        if self.static:
            self._enter(WAITING_FOR_ADDRESS, 0)
        else:
            self._enter(WAITING_FOR_ADDRESS, None if self.network.fault == "no_dhcp" else _DHCP)

    def _until_drop(self):
        """Ms until the link is lost, or None for never."""
        return int(self.network.after * 1000) if self.network.fault == "drop" else None

    def _look_around(self):
        """The neighbourhood has changed: is our network still there, and does it let us be?"""
        version = air.version()
        try:
            network = self._seen_again()
        except MemoryError:
            return  # the heap is locked: look again later
        self._version = version
        self._at = clock.now()
        before = self.network.fault
        if not network:
            if self.state != FADING:
                self._enter(FADING, _BEACONS_MISSED)
            return
        self.network = network
        if self.state == FADING or network.fault != before:
            if self.has_address:
                self._enter(UP, self._until_drop())
            else:
                self._wait_for_address()

    def _seen_again(self):
        for network in air.networks():
            if network.bssid == self.network.bssid and network.ssid == self.ssid:
                return None if network.fault == "gone" else network
        return None

    def _lose(self, reason):
        self.state, self.has_address, self._due = IDLE, False, None
        self._on_lost(reason)  # which may begin the next attempt
        self._on_change()
