"""The order in which stored networks are tried, and what is kept of a success and of a failure."""
# clock: moved

import os
import time

from around import HOME, around, changed, sta
from rig import empty_store, finish, fresh, home, join, let_go, ms_since, report
from wifi_setup.join import Joiner, in_order
from wifi_setup.networks import Network, Networks


class Watched:
    """A station whose attempts are noted; the attempts are real."""

    def __init__(self, station):
        self.station, self.tried, self.took = station, [], []
        self.poll, self.scan, self.is_joined = station.poll, station.scan, station.is_joined
        self.name, self.address = station.name, station.address

    def begin(self, target, *args, **kwargs):
        self.tried.append(target.ssid.decode())
        self.took.append(time.ticks_ms())
        self.station.begin(target, *args, **kwargs)

    @property
    def channel(self):
        return self.station.channel

    @property
    def bssid(self):
        return self.station.bssid


def run(stored, station=None, seen=None):
    """(result, names in the order of trying)."""
    watched = Watched(station or fresh())
    joiner = Joiner(watched, stored, seen)
    joiner.begin()
    return finish(joiner), watched.tried


def air(ssid, rssi, **fields):
    return changed(ssid=ssid, rssi=rssi, **fields)


def key(ssid, **fields):
    return Network(ssid, "correct horse", **fields)


def ten():
    """Ten networks of all kinds, stored in no order."""
    return [
        key("absent low", priority=-1),
        key("seen weak", priority=0),
        key("hidden low", hidden=True, priority=1),
        key("seen strong", priority=0),
        key("absent high", priority=9),
        key("seen first", priority=5),
        key("hidden high", hidden=True, priority=8),
        key("seen wrong", priority=5),
        key("absent", priority=0),
        key("seen last", priority=-3),
    ]


ORDER = [
    "seen wrong",
    "seen first",
    "seen strong",
    "seen weak",
    "seen last",
    "hidden high",
    "hidden low",
    "absent high",
    "absent",
    "absent low",
]


def test_ten_networks_in_order():
    stored = empty_store(*ten())
    around(
        air("seen weak", -80, fault="refuse"),
        air("seen last", -40, fault="refuse"),
        air("a stranger", -30),
        air("seen strong", -50, fault="refuse"),
        air("seen strong", -88, fault="refuse"),
        air("seen first", -70, fault="refuse"),
        air("seen wrong", -60, password="something else"),
        air("hidden high", -55, hidden=True, fault="refuse"),
        air("hidden low", -33, hidden=True, fault="refuse"),
    )
    start = time.ticks_ms()
    assert run(stored) == ("failed", ORDER)
    print("ten networks, none of which works: %d ms" % ms_since(start))
    assert [n.ssid for n in Networks().list()] == [n.ssid for n in stored.list()]


def test_the_first_that_works_ends_it():
    stored = empty_store(*ten())
    around(air("seen strong", -50), air("seen first", -70, fault="refuse"), air("seen weak", -80))
    assert run(stored) == ("joined", ["seen first", "seen strong"])
    stored = empty_store(*ten())
    around(air("hidden low", -50, hidden=True))
    assert run(stored) == ("joined", ["hidden high", "hidden low"])
    stored = empty_store(*ten())
    around(air("seen last", -50, hidden=True))  # it hides now; nobody told the board
    assert run(stored)[0] == "joined"


def test_order_without_a_scan_is_that_of_the_store():
    stored = empty_store(key("a"), key("b", priority=2), key("c", hidden=True, priority=1))
    assert [n.ssid for n in in_order(stored.list(), ())] == [b"c", b"b", b"a"]


def test_each_network_has_its_own_limit():
    stored = empty_store(key("mute 1", priority=2), key("mute 2", priority=1), home())
    around(air("mute 1", -50, fault="silent"), air("mute 2", -50, fault="silent"), HOME)
    station = fresh()
    station.limit_ms = 5000
    watched = Watched(station)
    joiner = Joiner(watched, stored)
    joiner.begin()
    assert finish(joiner) == "joined"
    first, second, third = watched.took
    assert 4000 < time.ticks_diff(second, first) < 7000
    assert 4000 < time.ticks_diff(third, second) < 7000


def test_one_network_is_joined_without_a_scan():
    stored = empty_store(home())
    around(HOME)
    scans = report().counts["scans"]
    assert run(stored) == ("joined", ["Maple Street 12"])
    assert report().counts["scans"] == scans


def test_nothing_stored():
    assert run(empty_store()) == ("failed", [])


def test_a_scan_that_was_made_is_used():
    stored = empty_store(key("a"), key("b"))
    around(air("a", -70), air("b", -50))
    station = fresh()
    seen = station.scan()
    scans = report().counts["scans"]
    assert run(stored, station, seen) == ("joined", ["b"])
    assert report().counts["scans"] == scans


def test_a_success_is_noted_once():
    stored = empty_store(home())
    around(changed(bssid="02:00:00:00:00:06", channel=9), changed(ssid="other"))
    assert run(stored)[0] == "joined"
    noted = Networks().get("Maple Street 12")
    assert noted.last == 1 and noted.channel == 9
    before = os.stat("credentials")
    let_go()
    assert run(stored)[0] == "joined"
    assert os.stat("credentials") == before, "written again although nothing is new"


def test_a_link_that_is_there_already_is_kept():
    stored = empty_store(key("other"), home())
    around(HOME, air("other", -40))
    station = fresh()
    assert join(station, home()) == "joined"
    connects = report().counts["connects"]
    joiner = Joiner(fresh_over_link(), stored)
    joiner.begin()
    assert finish(joiner) == "joined" and joiner.network.ssid == b"Maple Street 12"
    assert report().counts["connects"] == connects


def fresh_over_link():
    """A station made after a soft reset, in which the radio keeps its link."""
    from wifi_setup.station import Station

    return Station()


def test_a_link_to_a_network_that_is_not_stored_is_not():
    stored = empty_store(key("other"))
    around(HOME, air("other", -40))
    assert join(fresh(), home()) == "joined"
    joiner = Joiner(fresh_over_link(), stored)
    joiner.begin()
    assert finish(joiner) == "joined"
    assert sta.config("ssid") == "other"


def test_one_that_cannot_even_be_begun_does_not_keep_the_others_away():
    stored = empty_store(key("Elm", priority=1), home())
    around(HOME, air("Elm", -40))
    station = fresh()
    begin = station.begin

    def refused(target, *args, **kwargs):
        if target.ssid == b"Elm":
            raise RuntimeError("Wifi Unknown Error 0x0102")
        begin(target, *args, **kwargs)

    station.begin = refused
    assert run(stored, station) == ("joined", ["Elm", "Maple Street 12"])


def test_a_full_file_system_does_not_spoil_a_join():
    class Full(Networks):
        def succeeded(self, ssid, channel=0, bssid=None):
            raise OSError(28)

    empty_store(home())
    around(HOME)
    assert run(Full()) == ("joined", ["Maple Street 12"])


def test_the_old_network_survives_failures():
    stored = empty_store(home())
    around(changed(password="changed meanwhile"))
    assert run(stored) == ("failed", ["Maple Street 12"])
    around()
    assert run(stored) == ("failed", ["Maple Street 12"])
    around(changed(fault="drop", after=0))
    run(stored)
    around(HOME)
    assert Networks().get("Maple Street 12").password == b"correct horse"
    assert run(Networks()) == ("joined", ["Maple Street 12"])
