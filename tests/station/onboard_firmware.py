"""Radios that want other names and tell other codes: of old firmware, and of a Pico."""
# clock: moved

import sys
import time

import network
import wifi_setup.radio
import wifi_setup.station
from around import HOME, around, changed, sta
from rig import finish, fresh, home, join
from wifi_setup.networks import Network

FAR = changed(bssid="02:00:00:00:00:01", channel=1, rssi=-77)
NEAR = changed(bssid="02:00:00:00:00:06", channel=6, rssi=-41)
NEAR_BSSID = b"\x02\x00\x00\x00\x00\x06"


class OldWlan:
    """The radio as firmware of before 1.24 has it: no ipconfig, no WLAN.IF_STA."""

    def __init__(self, interface):
        self._wlan = network.WLAN(interface)
        for name in ("active", "connect", "disconnect", "status", "isconnected", "scan"):
            setattr(self, name, getattr(self._wlan, name))
        self.config, self.ifconfig = self._wlan.config, self._wlan.ifconfig


class OldNetwork:
    """That firmware's module."""

    WLAN, STA_IF = OldWlan, network.STA_IF
    STAT_IDLE, STAT_CONNECTING, STAT_GOT_IP = 1000, 1001, 1010
    hostname, country = network.hostname, network.country


def test_firmware_with_only_the_old_names():
    around(FAR, NEAR)
    network.hostname("something")
    wifi_setup.station.network = OldNetwork
    try:
        station = fresh(hostname="desk-lamp", country="DE")
        assert join(station, home("not the password")) == "password"
        assert join(station, home(), station.scan()) == "joined"
        assert station.channel == 6 and station.bssid == NEAR_BSSID
        assert network.hostname() == "desk-lamp"
        assert station.name() == b"Maple Street 12"
        assert station.address() == "127.0.0.1"
        fixed = home(static=("192.168.7.20/23", "192.168.6.1", "9.9.9.9"))
        assert join(station, fixed) == "joined"
        assert sta.ifconfig() == ("192.168.7.20", "255.255.254.0", "192.168.6.1", "9.9.9.9")
        assert join(station, home()) == "joined"
        assert station.address() == "127.0.0.1"
    finally:
        wifi_setup.station.network = network


class PicoWlan(OldWlan):
    """The radio as the Pico W has it: other codes, no retries, no second try without a name."""

    unheard = 0

    def __init__(self, interface):
        super().__init__(interface)
        self._status, self._connect = self.status, self.connect
        self.status, self.connect, self.config = self._code, self._join, self._option

    def _code(self, *names):
        if names:  # extmod/network_cyw43.c takes what the chip says, and it need not say anything
            try:
                return self._status(*names)
            except OSError:
                return self.unheard
        code = self._status()
        if code == 1001:
            try:
                self._status("rssi")
                return 2
            except OSError:
                return 1
        return {1000: 0, 1010: 3, 201: -2, 202: -3, 15: -3}.get(code, -1)

    def _join(self, ssid, key=None, bssid=None):
        self._wlan.config(reconnects=0)
        self._connect(ssid, key, **({"bssid": bssid} if bssid else {}))

    def _option(self, *names, **values):
        if "reconnects" in values:
            raise ValueError("unknown config param")
        return self._wlan.config(*names, **values)


class PicoNetwork(OldNetwork):
    WLAN = PicoWlan
    STAT_IDLE, STAT_CONNECTING, STAT_GOT_IP = 0, 1, 3


class PicoSystem:
    platform = "rp2"


class PatientWlan(OldWlan):
    """Its `ifconfig("dhcp")` waits for an address, and nothing else runs."""

    def __init__(self, interface):
        super().__init__(interface)
        self.ifconfig, self.waits = self._addresses, 0

    def _addresses(self, *values):
        self.waits += values == ("dhcp",)
        return self._wlan.ifconfig(*values)


class NewerWlan(PatientWlan):
    def __init__(self, interface):
        super().__init__(interface)
        self.ipconfig = self._wlan.ipconfig


def test_a_pico_goes_back_to_dhcp_and_waits_only_where_it_must():
    around(HOME)
    fixed = home(static=("192.168.7.20/24", None, None))
    wifi_setup.radio.sys = PicoSystem
    try:
        for kind, waits in ((PatientWlan, 1), (NewerWlan, 0)):
            station = fresh()
            assert station.static is True, "awake from before a soft reset"
            station.wlan = kind(network.STA_IF)
            assert join(station, home()) == "joined" and not station.wlan.waits
            assert join(station, fixed) == "joined"
            assert station.address() == "192.168.7.20"
            assert join(station, home()) == "joined"
            assert station.address() == "127.0.0.1" and station.wlan.waits == waits
    finally:
        wifi_setup.radio.sys = sys


def test_the_radio_of_a_pico():
    wifi_setup.station.network = PicoNetwork
    try:
        around(HOME, changed(ssid="slow", fault="no_dhcp"))
        station = fresh()
        assert join(station, home("not the password")) == "password"
        assert join(station, home()) == "joined"
        assert join(station, Network("nowhere", "correct horse")) in ("gone", "timeout")
        assert join(station, Network("slow", "correct horse")) == "address"
        assert join(station, home(), station.scan()) == "joined"
    finally:
        wifi_setup.station.network = network


def test_a_pico_that_was_not_let_in_has_no_signal():
    wifi_setup.station.network = PicoNetwork
    try:
        around(changed(ssid="silent", fault="silent"))
        for PicoWlan.unheard in (0, 0x20041FF8, -2147483648):
            station = fresh()
            station.begin(Network("silent", "correct horse"))
            for _ in range(400):
                assert station.poll() is None and station.step == "find", station.step
                time.sleep_ms(10)
            assert finish(station) == "timeout" and station.rssi is None
    finally:
        PicoWlan.unheard = 0
        wifi_setup.station.network = network
