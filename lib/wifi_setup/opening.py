"""Opens a portal: scans, raises the access point, and starts the services.

    start(portal)

Its code goes back to the heap when it has run. It knows nothing of what follows.
"""

import logging
import sys
from time import sleep_ms, ticks_diff, ticks_ms

import network
from slim.dns import MicroDNSSrv
from slim.loop import Loop
from slim.slim_server import SlimServer

from .network import Network
from .site import Site

_CHANNEL = const(2)  # in a row of a scan
_LAST_CHANNEL = const(11)  # that ESP-IDF allows unless a country is set, and none can be
_UP_LIMIT = const(5000)  # ms that a radio may take until it says that it is up
_WPA2 = const(3)  # WLAN.SEC_WPA2 of ESP32 and ESP8266
_WPA2_RP2 = const(0x00400006)  # WLAN.SEC_WPA_WPA2 of the Pico W, which has the name from 1.24 on
_NETMASK = const("255.255.255.0")

_log = logging.getLogger("portal")


def start(portal) -> None:
    """Give the portal its `loop` and `wlan`; OSError if a port is taken."""
    session, station, options = portal.session, portal.session.station, portal.options
    if session.state == "up":  # by what was joined before the portal was opened
        name = station.name()
        session.network = station.network or (Network(name) if name else None)
    session.look_round()
    made = AccessPoint(  # what was set through its page goes first
        session.networks.setting("hotspot_ssid") or options.essid,
        session.networks.setting("hotspot_password") or options.ap_password,
        # Joined, it has its network's, and an ESP32 must not be told another (esp_wifi.h).
        session.state != "up" and (options.ap_channel or channel(session.nearby.rows)),
        options.ap_ip,
        options.ap_hidden,
        options.ap_max_clients,
    )
    session.ap_name, portal.wlan = made.ssid, made.wlan
    made.__enter__()
    address, port = made.address, options.port
    url = "http://%s/" % address if port == 80 else "http://%s:%d/" % (address, port)
    portal.loop = loop = Loop()
    # Bound to the AP's own address: on the joined network nothing listens.
    server = loop.add(SlimServer(loop.poller, address, port))
    server.add_module(Site(session, portal.ask_internet, url, address))
    found = MicroDNSSrv.ip_bytes(address)
    loop.add(MicroDNSSrv(found, loop.poller, address, options.dns_port))
    _log.info("%r is up, its page is on %s", session.ap_name, address)


def channel(rows) -> int:
    """The channel of the first network that an access point may have everywhere, or 0."""
    for row in rows:
        if 0 < row[_CHANNEL] <= _LAST_CHANNEL:
            return row[_CHANNEL]
    return 0


class AccessPoint:
    """The soft AP: up inside a `with`, off after it, whatever happened in between.

    `ssid` and `password` are bytes or str; `password` None makes an open network, `channel` 0
    leaves the choice to the radio. `ip` is the board's own address on it, /24."""

    def __init__(self, ssid, password=None, channel=0, ip=None, hidden=False, max_clients=None):
        self.wlan, self.ssid, self.ip = network.WLAN(network.AP_IF), ssid, ip
        self.settings = {"ssid": ssid, "security": _security(password)}
        self._set("key", password)
        self._set("channel", channel)
        if sys.platform != "rp2":  # it has neither
            self.settings["hidden"] = hidden  # said always: it outlives a soft reset
            self._set("max_clients", max_clients)

    def _set(self, name, value):
        if value:
            self.settings[name] = value

    def __enter__(self):
        """Raise it. ESP32 and ESP8266 refuse or forget the name while the AP is off; on the Pico W
        name and password must be there before, or it comes up with those of the last time."""
        late = sys.platform != "rp2"
        try:
            if not late:
                self._configure()
            self.wlan.active(True)
            since = ticks_ms()
            while not self.wlan.active() and ticks_diff(ticks_ms(), since) < _UP_LIMIT:
                sleep_ms(20)
            if late:
                self._configure()
            if self.ip:
                self._set_address(self.ip)
        except Exception:
            self.wlan.active(False)
            raise
        return self

    def __exit__(self, *_):
        self.wlan.active(False)

    def _configure(self):
        try:
            self._ask()
        except (OSError, RuntimeError):
            # ESP-IDF refuses what its country has not: 12 and 13 are not in its default, "01".
            channel = self.settings.pop("channel", None)
            if not channel:
                raise
            self._ask()
            _log.warning("channel %d is refused here: the radio chose one itself", channel)

    def _ask(self):
        try:
            self.wlan.config(**self.settings)
        except (ValueError, TypeError):  # firmware that knows only the old names
            names = {"ssid": "essid", "key": "password", "security": "authmode"}
            old = {names.get(name, name): value for name, value in self.settings.items()}
            self.wlan.config(**old)

    def _set_address(self, ip):
        # The last item is the DNS server. It must not be 0.0.0.0, which is what reading gives:
        # ESP-IDF then raises ESP_ERR_ESP_NETIF_INVALID_PARAMS (micropython #7550).
        self.wlan.ifconfig((ip, _NETMASK, ip, ip))

    @property
    def address(self) -> str:
        """The board's own address on the AP."""
        return self.wlan.ifconfig()[0]


def _security(password):
    """The number for `security`, which ports need beside a password (ESP32 stays open without)."""
    if not password:
        return getattr(network.WLAN, "SEC_OPEN", 0)
    for name in ("SEC_WPA2", "SEC_WPA_WPA2"):  # the second is the Pico W's
        if hasattr(network.WLAN, name):
            return getattr(network.WLAN, name)
    return _WPA2_RP2 if sys.platform == "rp2" else _WPA2
