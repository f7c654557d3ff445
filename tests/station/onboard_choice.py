"""Which access point of a network is chosen, and by what name and address the board joins it."""
# clock: moved

import network
import wifi_setup.radio
from around import HOME, around, changed, sta
from rig import empty_store, fresh, home, join, let_go, report
from wifi_setup.fixed_address import expand
from wifi_setup.networks import Network, Networks
from wifi_setup.station import Station

FAR = changed(bssid="02:00:00:00:00:01", channel=1, rssi=-77)
NEAR = changed(bssid="02:00:00:00:00:06", channel=6, rssi=-41)
MIDDLE = changed(bssid="02:00:00:00:00:0b", channel=11, rssi=-60)
NEAR_BSSID = b"\x02\x00\x00\x00\x00\x06"

ODD_NAMES = (
    b"x" * 32,
    "\U0001f3e0 café \u4f60".encode(),
    b'"\\&;+%<img src=x onerror=alert(1)>'[:32],
    b"  spaces at the ends ",
    b"\xff\xfe not UTF-8 \x80",
    b"a",
)
ODD_PASSWORDS = (
    b"y" * 63,
    b"0123456789abcdef" * 4,
    b"\"\\&;+%= '<>",
    b"  8 ends  ",
    "p\xe4ssw\xf6rter".encode(),
    b"\xff\xfe\x80 not UTF-8",
)


def entry(ssid, password):
    return {"ssid": {"hex": ssid.hex()}, "password": {"hex": password.hex()}, "channel": 3}


def at():
    """The BSSID that the radio is on."""
    return report().station.network.bssid


def test_the_strongest_of_a_mesh_is_chosen():
    around(FAR, NEAR, MIDDLE)
    station = fresh()
    seen = station.scan()
    assert [row[3] for row in seen] == [-41, -60, -77]
    assert join(station, home(), seen) == "joined"
    assert at() == NEAR_BSSID == station.bssid
    assert station.channel == 6 and station.rssi == -41


def test_without_a_scan_the_radio_takes_the_first_that_answers():
    around(FAR, NEAR, MIDDLE)
    assert join(fresh(), home()) == "joined"
    assert at() == b"\x02\x00\x00\x00\x00\x01"


def test_without_a_scan_the_last_bssid_is_tried_first():
    around(FAR, NEAR, MIDDLE)
    station = fresh()
    assert join(station, home(bssid=NEAR_BSSID, channel=6)) == "joined"
    assert at() == NEAR_BSSID and station.bssid == NEAR_BSSID


def test_the_last_bssid_is_never_relied_on():
    around(FAR)
    station = fresh()
    assert join(station, home(bssid=NEAR_BSSID, channel=6)) == "joined"
    assert station.bssid is None, "it must not be stored again"
    assert station.channel == 1


def test_a_faulty_access_point_of_a_mesh_is_got_round():
    for fault in ("refuse", "gone", 212, 200):
        around(FAR, changed(bssid="02:00:00:00:00:06", channel=6, rssi=-41, fault=fault))
        station = fresh()
        seen = [(b"Maple Street 12", NEAR_BSSID, 6, -41, 3, False)]
        assert join(station, home(), seen) == "joined", fault
        assert at() == b"\x02\x00\x00\x00\x00\x01"


def test_a_hidden_network_is_joined_without_being_seen():
    around(changed(hidden=True), changed(ssid="Other", rssi=-40))
    station = fresh()
    seen = station.scan()
    assert [row[0] for row in seen] == [b"Other", b""]
    assert join(station, home(hidden=True), seen) == "joined"


def test_odd_names_and_passwords_survive_store_reboot_and_join():
    for ssid, password in zip(ODD_NAMES, ODD_PASSWORDS):
        around(entry(ssid, password))
        empty_store(Network(ssid, password))
        station = fresh()
        stored = Networks().get(ssid)
        assert (stored.ssid, stored.password) == (ssid, password)
        assert join(station, stored, station.scan()) == "joined", ssid
        assert report().station.ssid == ssid
        station = fresh()
        assert join(station, Network(ssid, password[:-1] + b"?")) == "password", ssid


def test_the_host_name_is_set_before_joining():
    around(HOME)
    network.hostname("something")
    station = fresh(hostname="desk-lamp")
    assert network.hostname() == "something"
    station.begin(home())
    assert network.hostname() == "desk-lamp"


def test_the_country_is_set():
    around(HOME)
    station = fresh(country="de")
    station.begin(home())
    assert network.country() == "DE"


def test_a_fixed_address_and_dhcp_after_it():
    around(HOME)
    station = fresh()
    fixed = home(static=("192.168.7.20/23", "192.168.6.1", "9.9.9.9"))
    assert join(station, fixed) == "joined"
    assert sta.ifconfig() == ("192.168.7.20", "255.255.254.0", "192.168.6.1", "9.9.9.9")
    assert station.address() == "192.168.7.20"
    assert join(station, home()) == "joined"
    assert sta.ifconfig()[0] == "127.0.0.1"


def test_a_fixed_address_without_gateway_and_dns():
    around(HOME)
    station = fresh()
    assert join(station, home(static=("192.168.7.20/24", None, None))) == "joined"
    assert station.address() == "192.168.7.20"


def test_a_fixed_address_from_before_a_soft_reset_is_not_kept():
    around(HOME)
    station = fresh()
    assert join(station, home(static=("192.168.7.20/24", None, None))) == "joined"
    let_go()
    station = Station()
    assert join(station, home()) == "joined"
    assert station.address() == "127.0.0.1"


def test_the_mask_of_a_prefix():
    assert [expand("10.0.0.2/%d" % n)[1] for n in (1, 8, 23, 24, 30, 32)] == [
        "128.0.0.0",
        "255.0.0.0",
        "255.255.254.0",
        "255.255.255.0",
        "255.255.255.252",
        "255.255.255.255",
    ]


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
    wifi_setup.radio.network = OldNetwork
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
        wifi_setup.radio.network = network


class PicoWlan(OldWlan):
    """The radio as the Pico W has it: other codes, no retries, no second try without a name."""

    def __init__(self, interface):
        super().__init__(interface)
        self._status, self._connect = self.status, self.connect
        self.status, self.connect, self.config = self._code, self._join, self._option

    def _code(self, *names):
        if names:
            return self._status(*names)
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


def test_the_radio_of_a_pico():
    wifi_setup.radio.network = PicoNetwork
    try:
        around(HOME, changed(ssid="slow", fault="no_dhcp"))
        station = fresh()
        assert join(station, home("not the password")) == "password"
        assert join(station, home()) == "joined"
        assert join(station, Network("nowhere", "correct horse")) in ("gone", "timeout")
        assert join(station, Network("slow", "correct horse")) == "address"
        assert join(station, home(), station.scan()) == "joined"
    finally:
        wifi_setup.radio.network = network
