"""The soft AP of the simulated radio: its order of things, its errors, its channel, its phones."""
# clock: moved

import network
from around import ap, around, changed, error, fresh, says, sta, took, wait_for

_PHONE = {"mac": "aa:bb:cc:dd:ee:ff"}


def test_a_name_is_only_taken_once_it_is_active():
    fresh()
    assert says(OSError, "Wifi Invalid Mode", ap.config, ssid="ding")
    ap.active(True)
    ap.config(ssid="ding")
    assert ap.config("ssid") == "ding" == ap.config("essid")


def test_switching_on_takes_its_time():
    fresh()
    sta.active(False)
    assert 0.5 <= took(lambda: ap.active(True)) <= 1
    assert took(lambda: ap.active(True)) == 0, "it is on already"


def test_out_of_the_box_it_is_open_with_a_name_of_its_own():
    assert network.WLAN(network.WLAN.IF_AP).config("mac") == b"\x24\x0a\xc4\x5c\xd8\x0c"
    fresh()
    ap.active(True)
    assert ap.config("security") == 0 and ap.config("hidden") is False
    assert ap.config("max_clients") == 4


def test_security_needs_a_key_and_a_key_needs_security():
    fresh()
    ap.active(True)
    ap.config(security=0)
    assert says(OSError, "Wifi Invalid Password", ap.config, security=3, key="short")
    assert ap.config("security") == 0, "all or nothing"
    ap.config(key="long enough")
    assert ap.config("security") == 0, "still open: a key alone does not protect it"
    ap.config(security=network.WLAN.SEC_WPA2)
    assert ap.config("authmode") == 3
    ap.config(ssid="ding", password="long enough", authmode=network.AUTH_WPA2_PSK)
    ap.config(security=0)


def test_values_out_of_range_are_0x0102():
    fresh()
    ap.active(True)
    for wrong in ({"security": 1}, {"security": 5}, {"max_clients": 11}, {"channel": 0}):
        assert says(RuntimeError, "Wifi Unknown Error 0x0102", ap.config, **wrong), wrong


def test_channels_that_the_default_country_lacks_are_refused():
    fresh()
    ap.active(True)
    ap.config(ssid="ding", channel=11)
    for channel in (12, 13, 14):
        wrong = {"ssid": "lamp", "channel": channel}
        assert says(RuntimeError, "Wifi Unknown Error 0x0102", ap.config, **wrong), channel
        assert ap.config("ssid") == "ding" and ap.config("channel") == 11, "all or nothing"


def test_names_and_keys_are_cut_to_what_fits():
    fresh()
    ap.active(True)
    ap.config(ssid="x" * 40)
    assert ap.config("ssid") == "x" * 32
    ap.config(ssid="ding")


def test_parameters_belong_to_a_side():
    fresh()
    ap.active(True)
    for name, value in (("ssid", "x"), ("hidden", True), ("security", 0), ("key", "x" * 8)):
        assert says(OSError, "AP required", sta.config, **{name: value}), name
    assert says(OSError, "AP required", sta.config, "hidden")
    assert says(OSError, "STA required", ap.config, reconnects=1)
    assert says(OSError, "STA required", ap.config, "hostname")
    assert says(ValueError, "unknown config param", ap.config, "key")
    assert says(ValueError, "unknown config param", ap.config, nonsense=1)
    assert says(TypeError, "can query only one param", ap.config)
    assert says(TypeError, "either pos or kw args are allowed", ap.config, "ssid", hidden=True)


def test_its_channel():
    fresh()
    ap.active(True)
    ap.config(channel=9)
    assert ap.config("channel") == 9 and sta.config("channel") == 9, "there is one radio"


def test_it_follows_the_station_to_its_channel():
    fresh()
    ap.active(True)
    ap.config(channel=1)
    around(changed(channel=11))
    sta.connect("Maple Street 12", "correct horse")
    assert wait_for(network.STAT_GOT_IP, 5)
    assert ap.config("channel") == 11
    ap.config(channel=1)
    assert ap.config("channel") == 11, "held there by the station"


def test_a_scan_takes_longer_with_the_ap_on():
    fresh()
    ap.active(True)
    assert took(sta.scan) == 3.2


def test_phones_on_it():
    fresh()
    assert ap.isconnected() is False
    assert says(OSError, "Wifi Invalid Mode", ap.status, "stations")
    around(phones=[_PHONE])
    assert ap.isconnected() is False, "it is off"
    ap.active(True)
    assert ap.isconnected() is True
    assert ap.status("stations") == [(b"\xaa\xbb\xcc\xdd\xee\xff",)]
    around(phones=[_PHONE, {"mac": "aabbccddee00", "ip": "192.168.4.3"}])
    assert ap.status("stations")[1] == (b"\xaa\xbb\xcc\xdd\xee\x00", "192.168.4.3")
    around()
    assert ap.isconnected() is False and ap.status("stations") == []
    assert ap.status() is None
    assert says(OSError, "STA required", ap.status, "rssi")


def test_the_station_can_be_used_only_if_it_is_on_too():
    fresh()
    sta.active(False)
    ap.active(True)
    assert says(OSError, "Wifi Invalid Mode", sta.connect, "a", "12345678")
    assert says(OSError, "STA must be active", sta.scan)
    assert type(error(sta.config, reconnects=1)) is OSError
