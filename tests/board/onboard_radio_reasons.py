"""What a station is told of failures by the radio, which hides some and repeats others."""
# clock: moved

import time

import network
from around import HOME, around, changed, fresh, since, spend, sta, statuses, wait_for


def test_endless_retries_hide_a_wrong_password():
    fresh()
    sta.connect("Maple Street 12", "wrong")
    assert statuses(20) == [network.STAT_IDLE, network.STAT_CONNECTING]


def test_limited_retries_show_it():
    fresh()
    sta.config(reconnects=2)
    assert sta.config("reconnects") == 2
    sta.connect("Maple Street 12", "wrong")
    assert statuses(12) == [network.STAT_IDLE, network.STAT_CONNECTING, 15]


def test_other_routers_answer_otherwise():
    for codes, shown in (([15, 205], 202), (202, 202), (204, 204)):
        fresh()
        around(changed(wrong=codes))
        sta.config(reconnects=1)
        sta.connect("Maple Street 12", "wrong")
        assert wait_for(shown, 12), codes


def test_202_and_201_show_even_while_it_goes_on_trying():
    fresh()
    around(changed(wrong=205))
    sta.connect("Maple Street 12", "wrong")
    assert wait_for(network.STAT_WRONG_PASSWORD, 12)
    around(HOME)
    sta.disconnect()
    sta.connect("not there", "12345678")
    assert wait_for(network.STAT_NO_AP_FOUND, 12)
    around({"ssid": "not there", "password": "12345678"})
    assert wait_for(network.STAT_GOT_IP, 6), "it has gone on trying"


def test_an_absent_network_is_known_after_two_and_a_half_seconds():
    fresh()
    start = time.ticks_ms()
    sta.config(reconnects=0)
    sta.connect("not there", "12345678")
    assert wait_for(network.STAT_NO_AP_FOUND, 5)
    assert since(start) == 2.4


def test_a_failure_outlives_its_attempt_and_stays_into_the_next_one():
    fresh()
    sta.config(reconnects=0)
    sta.connect("not there", "12345678")
    assert wait_for(network.STAT_NO_AP_FOUND)
    sta.disconnect()
    assert sta.status() == network.STAT_NO_AP_FOUND
    sta.active(False)
    sta.active(True)
    assert sta.status() == network.STAT_NO_AP_FOUND
    sta.connect("Maple Street 12", "correct horse")
    assert statuses(3) == [network.STAT_NO_AP_FOUND, network.STAT_GOT_IP]


def test_a_disconnect_while_it_still_looks_for_the_network_changes_nothing():
    fresh()
    sta.connect("not there", "12345678")
    assert wait_for(network.STAT_NO_AP_FOUND)
    spend(1)  # into the next attempt
    sta.disconnect()
    assert sta.status() == network.STAT_NO_AP_FOUND
    assert statuses(10) == [network.STAT_NO_AP_FOUND]


def test_after_a_disconnect_it_says_idle_although_an_attempt_runs():
    fresh()
    sta.connect("Maple Street 12", "correct horse")
    assert statuses(3) == [network.STAT_IDLE, network.STAT_GOT_IP]
    sta.disconnect()
    assert sta.status() == network.STAT_IDLE and not sta.isconnected()
    assert sta.ifconfig()[0] == "0.0.0.0"


def test_passwords_and_kinds_that_do_not_fit_are_210_or_211():
    kinds = (
        ("open", "", "12345678", 210),
        ("wpa2", "12345678", None, 210),
        ("wpa2-enterprise", "12345678", "12345678", 210),
        ("owe", "", None, 210),
        ("wpa", "12345678", "12345678", 211),
        ("wep", "12345", "12345678", 211),
    )
    for security, password, given, code in kinds:
        fresh()
        around(changed(security=security, password=password))
        sta.config(reconnects=0)
        sta.connect("Maple Street 12", given)
        assert wait_for(code, 5), (security, sta.status())
        assert sta.config("reconnects") == 0
