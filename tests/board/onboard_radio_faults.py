"""What networks may do to a station: refuse, stay silent, give no address, drop it, vanish."""
# clock: moved

import time

import network
from around import HOME, around, changed, fresh, says, since, sta, statuses, wait_for


def _connect(reconnects=0, **fields):
    fresh()
    around(changed(**fields))
    sta.config(reconnects=reconnects)
    sta.connect("Maple Street 12", "correct horse")


def test_refuse_is_203():
    _connect(fault="refuse")
    assert wait_for(network.STAT_ASSOC_FAIL, 5)


def test_any_reason_code_can_be_had():
    for code in (2, 4, 5, 212):
        _connect(fault=code)
        assert wait_for(code, 5), code


def test_silent_never_ends():
    _connect(fault="silent")
    assert network.STAT_CONNECTING not in statuses(0.1)
    assert not wait_for(network.STAT_GOT_IP, 30)
    sta.disconnect()
    assert sta.status() == network.STAT_IDLE


def test_no_dhcp_is_joined_without_an_address():
    _connect(fault="no_dhcp")
    assert not wait_for(network.STAT_GOT_IP, 20)
    assert sta.status("rssi") == -50 and not sta.isconnected()
    assert sta.ifconfig()[0] == "0.0.0.0"
    around(HOME)
    assert wait_for(network.STAT_GOT_IP, 3), "the router has come to its senses"


def test_no_dhcp_does_not_matter_to_a_fixed_address():
    fresh()
    around(changed(fault="no_dhcp"))
    sta.ifconfig(("192.168.7.7", "255.255.255.0", "192.168.7.1", "192.168.7.1"))
    sta.connect("Maple Street 12", "correct horse")
    assert wait_for(network.STAT_GOT_IP, 3)
    assert sta.ifconfig()[0] == "192.168.7.7"
    sta.ifconfig("dhcp")


def test_drop_at_once():
    _connect(fault="drop")
    assert wait_for(network.STAT_GOT_IP, 3)
    assert wait_for(network.STAT_BEACON_TIMEOUT, 2)
    assert not sta.isconnected()


def test_drop_after_some_seconds_and_joining_again():
    _connect(reconnects=-1, fault="drop", after=5)
    assert wait_for(network.STAT_GOT_IP, 3)
    start = time.ticks_ms()
    assert wait_for(network.STAT_CONNECTING, 8)
    assert 4.9 <= since(start) <= 5.1
    assert wait_for(network.STAT_GOT_IP, 5), "it joins again by itself"


def test_retries_are_not_given_back_by_a_success():
    _connect(reconnects=1, fault="drop")
    seen = statuses(10)
    assert seen.count(network.STAT_GOT_IP) == 2 and seen[-1] == network.STAT_BEACON_TIMEOUT


def test_a_network_that_vanishes_is_missed_after_some_seconds():
    _connect(reconnects=-1)
    assert wait_for(network.STAT_GOT_IP, 3)
    around()
    assert sta.isconnected(), "not noticed at once"
    assert wait_for(network.STAT_NO_AP_FOUND, 12)
    around(HOME)
    assert wait_for(network.STAT_GOT_IP, 6)


def test_a_network_that_is_away_for_a_moment_is_not_missed():
    _connect()
    assert wait_for(network.STAT_GOT_IP, 3)
    around()
    assert sta.isconnected()
    around(HOME)
    assert statuses(10) == [network.STAT_GOT_IP]


def test_gone_is_seen_in_a_scan_but_not_joined():
    _connect(fault="gone")
    assert wait_for(network.STAT_NO_AP_FOUND, 4)
    assert sta.scan()[0][0] == b"Maple Street 12"


def test_a_signal_too_weak_is_heard_but_not_joined():
    _connect(rssi=-92)
    assert wait_for(network.STAT_HANDSHAKE_TIMEOUT, 6)
    assert sta.scan()[0][3] == -92


def test_a_changed_password_matters_at_the_next_join():
    _connect()
    assert wait_for(network.STAT_GOT_IP, 3)
    around(changed(password="another one"))
    assert statuses(3) == [network.STAT_GOT_IP]
    sta.disconnect()
    sta.connect("Maple Street 12", "correct horse")
    assert wait_for(15, 6)


def test_the_signal_changes_while_connected():
    _connect()
    assert wait_for(network.STAT_GOT_IP, 3)
    around(changed(rssi=-77))
    assert sta.status("rssi") == -77
    assert says(OSError, "AP required", sta.status, "stations")
