"""What the radio says falsely is not believed, and normal life gets its endless retries back."""
# clock: moved

import time

import network
from around import HOME, around, changed, sta
from rig import finish, fresh, home, join, let_go, ms_since
from wifi_setup.join import adopt
from wifi_setup.networks import Network
from wifi_setup.station import Station


def refuses(ssid):
    """The radio is busy, whatever its status says."""
    try:
        sta.connect(ssid, "correct horse")
    except OSError:
        return
    raise AssertionError("the trap is not set")


def test_a_name_of_32_bytes_is_known_without_the_password_that_follows_it():
    for name in ("x" * 32, "\xe9" * 16):
        around(changed(ssid=name))
        known = Network(name, "correct horse")
        assert join(fresh(), known) == "joined"
        assert sta.config("ssid") == name + "correct horse", "the trap is not set"
        again = Station()
        assert again.name() == name.encode()
        assert adopt(again, [home(), known]) is known and again.network is known


def test_a_refusal_for_which_the_port_has_no_words_ends_no_program():
    around(HOME)
    station, refused = fresh(), []

    def retries(count):
        if count < 0:
            refused.append(count)
            raise RuntimeError("Wifi Unknown Error 0x3006")
        Station.retries(station, count)

    station.retries = retries
    assert join(station, home()) == "joined" and refused == [-1]


def test_a_stale_201_does_not_fail_the_next_attempt():
    around(HOME)
    station = fresh()
    assert join(station, Network("nowhere")) == "gone"
    assert sta.status() == 201
    sta.disconnect()
    assert sta.status() == 201, "the trap is not set"
    station.begin(home())
    assert sta.status() == 201, "the trap is not set"
    assert finish(station) == "joined"


def test_a_stale_210_does_not_fail_a_slow_attempt():
    around(HOME, {"ssid": "Cafe", "security": "open"}, changed(ssid="slow", fault="no_dhcp"))
    station = fresh()
    assert join(station, Network("Cafe", "a password")) == "security"
    start = time.ticks_ms()
    assert join(station, Network("slow", "correct horse")) == "address"
    assert ms_since(start) > 15000
    assert sta.status() == network.STAT_IDLE
    assert join(station, home()) == "joined"


def test_a_stale_202_does_not_hide_the_right_password():
    around(changed(wrong=202))
    station = fresh()
    assert join(station, home("not the password")) == "password"
    assert sta.status() == 202
    assert join(station, home()) == "joined"


def test_a_fresh_201_after_a_stale_201_is_known_soon():
    around()
    station = fresh()
    for _ in range(3):
        start = time.ticks_ms()
        assert join(station, home()) == "gone"
        assert ms_since(start) < 10000, ms_since(start)


def test_a_wrong_password_after_one_that_left_the_same_code():
    around(changed(wrong=202))
    station = fresh()
    for _ in range(2):
        start = time.ticks_ms()
        assert join(station, home("not the password")) == "password"
        assert ms_since(start) < 12000, ms_since(start)


def test_the_old_link_is_not_taken_for_the_new_one():
    around(HOME, changed(ssid="Other", password="another one", channel=11))
    station = fresh()
    assert join(station, home()) == "joined"
    assert join(station, Network("Other", "not its password")) == "password"
    assert join(station, home()) == "joined"
    assert join(station, Network("Other", "another one")) == "joined"
    assert station.name() == b"Other"


def test_a_try_that_a_soft_reset_left_running():
    around(HOME, changed(ssid="mute", fault="silent"))
    let_go()
    sta.active(True)
    sta.connect("mute", "correct horse")
    time.sleep_ms(1000)
    refuses("Maple Street 12")
    station = Station()
    assert join(station, home()) == "joined"


def test_endless_retries_that_show_a_failure_all_the_while():
    around(HOME)
    let_go()
    sta.active(True)
    sta.connect("nowhere", "correct horse")
    while sta.status() != 201:
        time.sleep_ms(5)
    refuses("Maple Street 12")
    assert sta.scan() == [], "the trap is not set"
    station = Station()
    assert [entry[0] for entry in station.scan()] == [b"Maple Street 12"]
    assert join(station, home()) == "joined"


def test_endless_retries_come_back_after_joining():
    around(changed(fault="drop", after=4))
    station = fresh()
    assert join(station, home()) == "joined"
    while sta.isconnected():
        time.sleep_ms(5)
    around(HOME)
    start = time.ticks_ms()
    while not sta.isconnected():
        assert ms_since(start) < 20000, "the radio does not rejoin by itself"
        time.sleep_ms(5)


def test_endless_retries_come_back_after_a_failure_and_after_a_cancel():
    around(HOME)
    station = fresh()
    station.begin(home("not the password"))
    assert sta.config("reconnects") == 0
    station.cancel()
    assert sta.config("reconnects") == -1 and station.step is None
    assert join(station, home("not the password")) == "password"
    assert sta.config("reconnects") == -1


def test_a_cancelled_attempt_ends():
    around(HOME)
    station = fresh()
    station.begin(home())
    station.cancel()
    assert station.poll() is None and not station.is_joined()
    time.sleep_ms(3000)
    assert not sta.isconnected()
    assert join(station, home()) == "joined"


def test_a_scan_of_a_link_being_rejoined_takes_it_up_again():
    around(HOME)
    station = fresh()
    assert join(station, home()) == "joined"
    around()
    while sta.isconnected():
        time.sleep_ms(5)
    assert station.scan() == []
    around(HOME)
    start = time.ticks_ms()
    while not sta.isconnected():
        assert ms_since(start) < 20000, "the radio was not told to go on"
        time.sleep_ms(5)


def test_a_scan_keeps_a_link_and_is_refused_during_an_attempt():
    around(HOME)
    station = fresh()
    assert join(station, home()) == "joined"
    assert len(station.scan()) == 1
    assert station.is_joined()
    station.begin(home())
    assert station.scan() == []
    assert finish(station) == "joined"
