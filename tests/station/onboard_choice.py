"""Which access point of a network is chosen, whatever its name and its password are."""
# clock: moved

import time

from around import around, changed, sta
from rig import empty_store, fresh, home, join, ms_since, report
from wifi_setup.networks import Network, Networks

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
        seen = [(b"Maple Street 12", at, 6, -41, 3, False) for at in (NEAR_BSSID, bytes(6))]
        assert join(station, home(), seen) == "joined", fault
        assert at() == b"\x02\x00\x00\x00\x00\x01"


def test_a_router_that_replaces_another_is_rejoined_by_the_radio_alone():
    around(NEAR, changed(ssid="Other"))
    station = fresh()
    assert join(station, home(), station.scan()) == "joined"
    assert station.bssid is None and station.channel == 6
    around(FAR)  # of the same name and password, and with an address of its own
    waited = time.ticks_ms()
    while not sta.isconnected() or at() == NEAR_BSSID:
        time.sleep_ms(10)
        assert ms_since(waited) < 60000, "it waits for the old one for ever"


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
