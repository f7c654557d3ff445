"""The one radio under both interfaces: its mode, its channel, the soft AP, and scanning.

What the firmware's Wi-Fi library (esp_wifi) does, with its errors as MicroPython words them.
MicroPython's own layer above it is `network`. What the radio does can be read by the host in the
JSON file $BOARD_RADIO, which is written anew at every change; a key is only told by its length.
"""

import json
import os
from binascii import hexlify

from micropython import const

from simulated import air, clock
from simulated.interface import Interface
from simulated.station import STATES, Station

MODE_STA = const(1)
MODE_AP = const(2)

# How long things block, in ms of radio time (measured on an ESP32).
_START = const(600)
_SWITCH = const(100)
_SCAN = const(2500)
_SCAN_WITH_AP = const(3200)

_FIRST_MAC = bytes.fromhex(os.getenv("BOARD_ID") or "240ac45cd80b")
_INVALID_ARGUMENT = const(0x0102)
_MOST_CLIENTS = const(10)
_LAST_CHANNEL = const(11)  # of the library's default country "01", which MicroPython leaves

_report = os.getenv("BOARD_RADIO")
_disk = air._disk


class Radio:
    """There is one; `network` owns it."""

    def __init__(self, on_lost, on_address):
        self.mode = MODE_STA  # the library's default, before anything is switched on
        self.started = False
        self.channel = 1
        self.station = Station(on_lost, on_address, self._station_moved)
        self.sta, self.ap = Interface("sta0", True), Interface("ap0", False)
        self.macs = [_FIRST_MAC, _FIRST_MAC[:5] + bytes(((_FIRST_MAC[5] + 1) & 255,))]
        self.ap_ssid = b"ESP_" + hexlify(self.macs[1][3:]).upper()
        self.ap_key, self.ap_security, self.ap_hidden, self.ap_max_clients = b"", 0, False, 4
        self.counts = {"scans": 0, "connects": 0, "ap": 0}
        self.hostname = "mpy-esp32"

    def is_active(self, mode):
        """Whether this side is switched on."""
        return self.started and bool(self.mode & mode)

    def set_active(self, mode, active):
        """Switches a side on or off. Off altogether, the library keeps its last mode."""
        if self.is_active(mode) == active:
            return
        was_started = self.started
        modes = (self.mode if was_started else 0) | mode if active else self.mode & ~mode
        if modes:
            self.mode = modes
        self.started = bool(modes)
        if mode == MODE_STA and not active:
            self.station.disconnect()
        clock.sleep(_SWITCH if was_started else _START)
        if mode == MODE_AP:
            self._ap_switched(active)
        self.tell()

    def _ap_switched(self, active):
        if active:
            self.counts["ap"] += 1
            self._follow()
            self.ap.up()
        else:
            self.ap.down()

    def _follow(self):
        """One radio, one channel: while the station is on a network, the AP is on its channel."""
        if self.station.is_associated():
            self.channel = self.station.network.channel

    def _station_moved(self):
        self._follow()
        self.tell()

    def need_started(self):
        """Raises OSError if neither side is switched on."""
        if not self.started:
            raise OSError("Wifi Not Started")

    def scan(self):
        """All that is heard, strongest first; [] if the radio is busy connecting, or off."""
        if not self.mode & MODE_STA:
            raise OSError("STA must be active")
        if not self.started or self.station.is_busy():
            return []
        self.counts["scans"] += 1
        clock.sleep(_SCAN_WITH_AP if self.mode & MODE_AP else _SCAN)
        self.tell()
        found = [
            (b"" if n.hidden else n.ssid, n.bssid, n.channel, n.rssi, n.security, False)
            for n in air.networks()
        ]
        found.sort(key=lambda entry: -entry[3])
        return found

    def set_channel(self, channel):
        """Tunes, unless the station holds the radio on its network's channel."""
        self.need_started()
        if not 1 <= channel <= _LAST_CHANNEL:
            unknown_error(_INVALID_ARGUMENT)
        self.channel = channel
        self._follow()

    def check_config(self, mode, security=0, key=b"", clients=4):
        """Raises what the library says to a configuration."""
        if not self.mode & mode:
            raise OSError("Wifi Invalid Mode")
        if mode == MODE_STA and self.station.is_busy():
            raise OSError("Wifi Internal State Error")
        if security not in (0, 2, 3, 4, 6, 7) or not 1 <= clients <= _MOST_CLIENTS:
            unknown_error(_INVALID_ARGUMENT)
        if security and len(key) < 8:
            raise OSError("Wifi Invalid Password")

    def tell(self):
        """Writes what the radio does for the host to read."""
        if not _report:
            return
        told = {"ap": self._told_of_ap(), "sta": self._told_of_station(), "counts": self.counts}
        try:
            with _disk.open(_report + ".new", "w") as file:
                json.dump(told, file)
            _disk.rename(_report + ".new", _report)
        except OSError:
            pass  # no descriptor left, or the host is gone: the board goes on

    def _told_of_ap(self):
        return {
            "active": self.is_active(MODE_AP),
            "ssid": {"hex": hexlify(self.ap_ssid).decode()},
            "security": self.ap_security,
            "key_length": len(self.ap_key) if self.ap_security else 0,
            "channel": self.channel,
            "hidden": self.ap_hidden,
            "max_clients": self.ap_max_clients,
            "ifconfig": self.ap.ifconfig(),
        }

    def _told_of_station(self):
        station, network = self.station, self.station.network
        return {
            "active": self.is_active(MODE_STA),
            "state": STATES[station.state],
            "connected": station.has_address,
            "ssid": {"hex": hexlify(station.ssid).decode()},
            "bssid": hexlify(network.bssid).decode() if network else None,
            "channel": network.channel if network else None,
            "ifconfig": self.sta.ifconfig(),
            "hostname": self.hostname,
        }


def unknown_error(code):
    """How MicroPython words a code of the library for which it has no words."""
    raise RuntimeError("Wifi Unknown Error 0x%04x" % code)
