"""Each way in which joining ends, as the radio brings it about, is told by its name."""
# clock: moved

import time

from around import HOME, around, changed, sta
from rig import finish, fresh, home, join, ms_since
from wifi_setup.reasons import reason_of


def test_the_right_password_joins():
    around(HOME)
    station = fresh()
    assert join(station, home()) == "joined"
    assert station.is_joined() and station.reason is None and station.step is None
    assert station.address() == "127.0.0.1"
    assert station.network.ssid == b"Maple Street 12"


def test_a_wrong_password_is_known_within_12_seconds_whatever_the_code():
    for code in (15, 202, 204, 205, [15, 205], [204, 202]):
        around(changed(wrong=code))
        station = fresh()
        start = time.ticks_ms()
        assert join(station, home("not the password")) == "password", code
        took = ms_since(start)
        print("wrong password, code %s: known after %d ms" % (code, took))
        assert took < 12000
        assert station.reason == "password" and station.network is None
        assert not station.is_joined()


def test_the_rssi_is_told_with_a_wrong_password():
    around(changed(rssi=-84))
    station = fresh()
    assert join(station, home("not the password"), station.scan()) == "password"
    assert station.rssi == -84


def test_a_network_that_is_gone():
    around()
    assert join(fresh(), home()) == "gone"


def test_a_network_that_vanishes_after_the_scan():
    around(HOME)
    station = fresh()
    seen = station.scan()
    assert seen[0][0] == b"Maple Street 12"
    around()
    assert join(station, home(), seen) == "gone"


def test_a_network_that_turns_the_board_away():
    around(changed(fault="refuse"))
    assert join(fresh(), home()) == "refused"


def test_a_signal_below_the_threshold():
    around(changed(fault=212))
    assert join(fresh(), home()) == "weak"


def test_a_network_that_does_not_answer():
    around(changed(fault="silent"))
    station = fresh()
    start = time.ticks_ms()
    assert join(station, home(), station.scan()) == "timeout"
    assert 19000 < ms_since(start) < 27000


def test_a_network_that_does_not_answer_from_afar_is_too_weak():
    around(changed(fault="silent", rssi=-85))
    station = fresh()
    assert join(station, home(), station.scan()) == "weak"


def test_a_router_that_gives_no_address():
    around(changed(fault="no_dhcp"))
    station = fresh()
    start = time.ticks_ms()
    assert join(station, home()) == "address"
    assert 15000 < ms_since(start) < 18000, ms_since(start)


def test_a_password_for_an_open_network():
    around({"ssid": "Maple Street 12", "security": "open"})
    station = fresh()
    assert join(station, home()) == "security"
    assert join(station, home(), station.scan()) == "security"


def test_no_password_for_a_network_that_wants_one():
    around(HOME)
    station = fresh()
    assert join(station, home(None), station.scan()) == "password"
    assert join(station, home(None)) == "security"  # what it wants was not seen


def test_security_that_the_radio_does_not_accept():
    for code in (210, 211):
        around(changed(fault=code))
        assert join(fresh(), home()) == "security", code
    around(changed(security="wpa"))
    assert join(fresh(), home()) == "security"


def test_a_link_that_is_dropped_at_once():
    around(changed(fault="drop", after=0.3))
    station = fresh()
    assert join(station, home()) == "dropped"
    assert not sta.isconnected()


def test_a_link_that_lasts_is_not_called_dropped():
    around(changed(fault="drop", after=3))
    assert join(fresh(), home()) == "joined"


def test_a_code_that_nobody_knows():
    around(changed(fault=77))
    assert join(fresh(), home()) == "unknown"


def test_a_radio_that_is_turned_off_meanwhile_is_a_reason_not_an_exception():
    around(HOME)
    station = fresh()
    station.begin(home())
    sta.active(False)
    assert finish(station) == "timeout"
    assert join(station, home()) == "joined"


def test_codes_and_words():
    words = {
        "password": (15, 202, 204, 205),
        "refused": (5, 203),
        "gone": (201,),
        "security": (210, 211),
        "weak": (212,),
        "timeout": (2, 4, 200),
        "unknown": (1, 8, 99),
    }
    for word, codes in words.items():
        for code in codes:
            assert reason_of(code) == word, code
    assert reason_of(200, rssi=-81) == "weak"
    assert reason_of(200, rssi=-80) == "timeout"
    assert reason_of(202, rssi=-90) == "password"
    assert reason_of(8, let_in=True) == "dropped"
    assert reason_of(200, rssi=-50, let_in=True) == "dropped"
    assert reason_of(200, rssi=-85, let_in=True) == "weak"
