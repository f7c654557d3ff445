"""The station side of the simulated radio, trap by trap."""
# clock: moved

import time

import network
from around import (
    around,
    changed,
    error,
    fresh,
    says,
    since,
    spend,
    sta,
    took,
    wait_for,
)


def test_nothing_works_before_it_is_active():
    sta.active(False)
    assert sta.active() is False and sta.isconnected() is False
    assert says(OSError, "Wifi Not Started", sta.connect, "a", "b")
    assert says(OSError, "Wifi Not Started", sta.disconnect)
    assert says(OSError, "Wifi Not Started", sta.config, "channel")
    assert sta.scan() == []
    assert sta.active(True) is True and sta.active() is True


def test_a_second_object_is_the_first():
    assert network.WLAN() is sta and network.WLAN(network.STA_IF) is sta
    assert says(ValueError, "invalid WLAN interface identifier", network.WLAN, 2)


def test_a_scan_takes_its_time_and_tells_all():
    fresh()
    around(
        changed(bssid="02:00:00:00:00:01"),
        {"ssid": "open", "rssi": -30, "channel": 11},
        {"ssid": "hidden", "hidden": True, "password": "12345678", "rssi": -70},
        {"ssid": {"hex": "fffe00"}, "security": "wpa2-enterprise", "rssi": -80},
        {"ssid": "too far", "rssi": -96},
    )
    found = []
    assert took(lambda: found.extend(sta.scan())) == 2.5
    assert [entry[0] for entry in found] == [b"open", b"Maple Street 12", b"", b"\xff\xfe\x00"]
    assert found[1] == (b"Maple Street 12", b"\x02\x00\x00\x00\x00\x01", 6, -50, 3, False)
    assert [entry[4] for entry in found] == [0, 3, 3, 5]
    assert [entry[5] for entry in found] == [False] * 4, "this port never tells hidden ones"


def test_joining_takes_a_second_or_two_and_gives_an_address():
    fresh()
    assert sta.ifconfig() == ("0.0.0.0",) * 4
    start = time.ticks_ms()
    assert sta.connect("Maple Street 12", "correct horse") is None
    assert wait_for(network.STAT_GOT_IP) and sta.isconnected()
    assert 1.1 <= since(start) <= 2.2
    assert sta.ifconfig() == ("127.0.0.1", "255.0.0.0", "127.0.0.1", "127.0.0.1")
    assert sta.status("rssi") == -50
    assert sta.config("ssid") == "Maple Street 12" and sta.config("channel") == 6


def test_a_name_of_32_bytes_is_told_with_its_password():
    fresh()
    for name, told in (("x" * 31, "x" * 31), ("x" * 32, "x" * 32 + "correct horse")):
        around(changed(ssid=name))
        sta.connect(name, "correct horse")
        assert wait_for(network.STAT_GOT_IP, 5)
        assert sta.config("ssid") == sta.config("essid") == told
        sta.disconnect()


def test_while_connecting_the_radio_can_do_nothing_else():
    fresh()
    sta.connect("Maple Street 12", "correct horse")
    assert took(sta.scan) == 0 and sta.scan() == []
    assert says(OSError, "Wifi Internal State Error", sta.connect, "another", "12345678")
    assert says(OSError, "Wifi Internal Error", sta.connect)
    assert says(OSError, "Wifi Internal State Error", sta.config, reconnects=-1)
    assert wait_for(network.STAT_GOT_IP)
    assert says(OSError, "Wifi Internal Error", sta.connect, "another", "12345678")


def test_kinds_that_fit():
    kinds = (
        ("open", "", None),
        ("wep", "12345", "12345"),
        ("wpa-wpa2", "12345678", "12345678"),
        ("wpa2", "ab" * 32, "AB" * 32),
        ("wpa3", "12345678", "12345678"),
        ("wpa2-wpa3", "12345678", "12345678"),
    )
    for security, password, given in kinds:
        fresh()
        around(changed(security=security, password=password))
        sta.connect("Maple Street 12", given)
        assert wait_for(network.STAT_GOT_IP, 5), (security, sta.status())


def test_a_hidden_network_is_joined_by_its_name():
    fresh()
    around(changed(hidden=True))
    assert sta.scan()[0][0] == b""
    sta.connect(b"Maple Street 12", b"correct horse")
    assert wait_for(network.STAT_GOT_IP, 5)


def test_of_several_the_lowest_channel_is_taken_not_the_strongest():
    fresh()
    around(
        changed(bssid="020000000001", channel=11, rssi=-40),
        changed(bssid="020000000002", channel=1, rssi=-80),
    )
    sta.connect("Maple Street 12", "correct horse")
    assert wait_for(network.STAT_GOT_IP, 5) and sta.status("rssi") == -80
    sta.disconnect()
    sta.connect("Maple Street 12", "correct horse", bssid=b"\x02\x00\x00\x00\x00\x01")
    assert wait_for(network.STAT_GOT_IP, 5) and sta.status("rssi") == -40
    sta.disconnect()
    sta.connect("Maple Street 12", "correct horse", bssid=b"\x02\x00\x00\x00\x00\x03")
    assert wait_for(network.STAT_NO_AP_FOUND, 5)


def test_arguments_are_taken_as_by_the_port():
    fresh()
    assert type(error(sta.connect, 5, "x")) is TypeError
    assert type(error(sta.connect, ssid="a", key="b")) is TypeError, "they have no names"
    assert type(error(sta.connect, "a", "b", bssid=b"short")) is ValueError
    assert says(OSError, "Wifi SSID Invalid", sta.connect, None)
    assert says(ValueError, "unknown status param", sta.status, "nonsense")
    assert says(OSError, "AP required", sta.status, "stations")
    assert says(OSError, "Wifi Not Connected", sta.status, "rssi")


def test_switching_off_leaves_the_network():
    fresh()
    sta.connect("Maple Street 12", "correct horse")
    assert wait_for(network.STAT_GOT_IP)
    sta.active(False)
    assert not sta.isconnected() and sta.ifconfig()[0] == "0.0.0.0"
    sta.active(True)
    assert not wait_for(network.STAT_GOT_IP, 4), "nobody has asked to connect again"


def test_connect_without_arguments_takes_the_last_ones():
    fresh()
    sta.connect()
    assert wait_for(network.STAT_GOT_IP, 5)


def test_a_program_that_sleeps_finds_all_that_has_happened_meanwhile():
    fresh()
    sta.config(reconnects=2)
    sta.connect("Maple Street 12", "wrong")
    spend(12)
    assert sta.status() == 15
