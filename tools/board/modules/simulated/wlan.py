"""The class network.WLAN: what MicroPython adds to the Wi-Fi library below it.

Follows ports/esp32/network_wlan.c, with the traps of its retries; see `simulated.wlan_state` too.
"""

from simulated import air
from simulated.radio import MODE_AP, MODE_STA, Radio
from simulated.wlan_config import configure, data, query
from simulated.wlan_state import State


class WLAN:
    """One of the two interfaces; asked for again, the same object."""

    IF_STA, IF_AP = 0, 1
    SEC_OPEN, SEC_WEP, SEC_WPA, SEC_WPA2, SEC_WPA_WPA2, SEC_WPA2_ENT = 0, 1, 2, 3, 4, 5
    SEC_WPA3, SEC_WPA2_WPA3, SEC_WAPI, SEC_OWE, SEC_WPA3_ENT_192 = 6, 7, 8, 9, 10
    SEC_WPA3_EXT_PSK, SEC_WPA3_EXT_PSK_MIXED_MODE = 11, 12
    PM_NONE, PM_PERFORMANCE, PM_POWERSAVE = 0, 1, 2

    def __new__(cls, interface=0):
        if not isinstance(interface, int):
            raise TypeError("can't convert %s to int" % type(interface).__name__)
        if interface not in (0, 1):
            raise ValueError("invalid WLAN interface identifier")
        return _interfaces[interface]

    def active(self, *on):
        """Gets or sets whether this side is on; setting blocks until it is so."""
        if on:
            radio.set_active(self._mode, bool(on[0]))
        return radio.is_active(self._mode)

    def connect(self, *ssid_key, bssid=None):
        """Begins to join, and goes on for ever unless `config(reconnects=)` limits it."""
        station = radio.station
        station.run()
        if ssid_key:
            _configure_station(*ssid_key, bssid=bssid)
        state.tries = 0
        radio.need_started()
        if not radio.mode & MODE_STA:
            raise OSError("Wifi Invalid Mode")
        if station.is_busy() or station.is_associated():
            raise OSError("Wifi Internal Error")
        if not station.ssid:
            raise OSError("Wifi SSID Invalid")
        radio.counts["connects"] += 1
        station.connect()
        state.requested = True

    def disconnect(self):
        """Leaves, and stops trying."""
        radio.station.run()
        state.requested = False
        radio.need_started()
        radio.station.disconnect()

    def status(self, *param):
        """A STAT_ code or the reason of the last failure; "rssi" or "stations" if asked for."""
        radio.station.run()
        if not param:
            return state.status() if self is _interfaces[0] else None
        if param[0] == "stations":
            self._require(MODE_AP)
            if not radio.mode & MODE_AP:
                raise OSError("Wifi Invalid Mode")
            return list(_phones())
        if param[0] == "rssi":
            self._require(MODE_STA)
            if not radio.station.is_associated():
                raise OSError("Wifi Not Connected")
            return radio.station.network.rssi
        raise ValueError("unknown status param")

    def isconnected(self):
        """Station: it has an address. Soft AP: a phone is on it."""
        if self is _interfaces[0]:
            radio.station.run()
            return state.connected
        return radio.is_active(MODE_AP) and bool(_phones())

    def scan(self):
        """[(ssid, bssid, channel, rssi, security, False)]; blocks, and never tells an error."""
        radio.station.run()
        return radio.scan()

    def config(self, *param, **values):
        """Gets one parameter, or sets some."""
        radio.station.run()
        if param and values:
            raise TypeError("either pos or kw args are allowed")
        if values:
            return configure(self._mode, values, radio, state)
        if len(param) != 1:
            raise TypeError("can query only one param")
        return query(self._mode, param[0], radio, state)

    def ifconfig(self, *values):
        """Gets or sets (address, mask, gateway, DNS)."""
        return self._changed(self._side.ifconfig(*values))

    def ipconfig(self, *param, **values):
        """Gets or sets addr4, gw4, dhcp4."""
        return self._changed(self._side.ipconfig(*param, **values))

    def _changed(self, result):
        radio.station.static = not radio.sta.dhcp
        if result is None:
            radio.tell()
        return result

    def _require(self, mode):
        if self._mode != mode:
            raise OSError("STA required" if mode == MODE_STA else "AP required")


def _configure_station(ssid, key=None, *, bssid):
    if bssid is not None and len(data(bssid)) != 6:
        raise ValueError
    radio.check_config(MODE_STA)
    name = b"" if ssid is None else data(ssid)[:32]
    secret = b"" if key is None else data(key)[:64]
    radio.station.configure(name, secret, bssid and data(bssid))


def _on_lost(reason):
    state.reason = reason
    state.connected = False
    radio.sta.down()
    if not state.requested or not radio.mode & MODE_STA:
        return
    if state.most_tries:
        state.tries += 1
        if state.tries >= state.most_tries:
            return
    if radio.started:
        radio.station.connect(True)


def _on_address():
    radio.sta.up(radio.station.network)
    state.connected = True
    state.reason = 0


def _phones():
    """The phones on the soft AP, read again when the neighbourhood has changed."""
    global _seen_phones, _seen_version
    version = air.version()
    if version != _seen_version:
        try:
            _seen_phones = air.phones()
            _seen_version = version
        except MemoryError:
            pass  # the heap is locked: look again later
    return _seen_phones


def _made(mode, side):
    interface = object.__new__(WLAN)
    interface._mode, interface._side = mode, side
    return interface


state = State()
radio = Radio(_on_lost, _on_address)
_seen_phones, _seen_version = (), 0
_interfaces = (_made(MODE_STA, radio.sta), _made(MODE_AP, radio.ap))
