"""The neighbourhood's file: read piece by piece, at any time, and without the heap when idle."""

import gc
import json
import os
import time

import micropython
import network
from simulated import air, clock


def _written(text):
    with open(air.path, "w") as file:
        file.write(text)
    time.sleep_ms(25)


def _entries():
    return [(n.ssid, n.password, n.channel) for n in air.networks()]


def test_no_file_is_an_empty_air():
    try:
        os.remove(air.path)
    except OSError:
        pass  # there was none
    assert list(air.networks()) == [] and air.phones() == []


def test_what_is_not_told_has_a_sensible_value():
    air.describe([{"ssid": "plain"}, {"ssid": "locked", "password": "12345678"}])
    plain, locked = air.networks()
    assert (plain.security, plain.channel, plain.rssi, plain.hidden) == (0, 6, -50, False)
    assert locked.security == 3 and locked.fault is None
    assert len(plain.bssid) == 6 and plain.bssid != locked.bssid


def test_each_access_point_has_a_bssid_of_its_own_that_stays():
    air.describe(
        [{"ssid": "mesh"}, {"ssid": "mesh"}, {"ssid": "mesh", "bssid": "02:00:00:00:00:09"}]
    )
    first, second, third = [n.bssid for n in air.networks()]
    assert first != second and third == b"\x02\x00\x00\x00\x00\x09"
    assert [n.bssid for n in air.networks()] == [first, second, third]


def test_names_with_any_sign():
    names = [
        'a "quoted" \\ name',
        "]}{[,:",
        '"networks": [{',
        "Zürich ☕",
        "ends in \\",
        "[",
        "x" * 32,
        "\t<img src=x>",
    ]
    air.describe([{"ssid": name, "password": name} for name in names])
    assert [entry[0] for entry in _entries()] == [name.encode() for name in names]
    assert [entry[1] for entry in _entries()] == [name.encode() for name in names]


def test_names_that_are_not_utf_8():
    air.describe([{"ssid": {"hex": "ff00fe"}, "password": {"hex": "0102"}}])
    assert _entries() == [(b"\xff\x00\xfe", b"\x01\x02", 6)]


def test_the_form_of_the_file_is_free():
    _written(
        '{\n  "comment": "a \\"networks\\": [ in a text",\n\n'
        '  "phones" : [ {"mac":"aabbccddeeff"} ],'
        '\n "networks"\n:\n[\n{ "ssid":\n"A", "channel": 1 } , {"ssid":"B"}\n]\n}\n'
    )
    assert [entry[0] for entry in _entries()] == [b"A", b"B"]
    assert air.phones() == [(b"\xaa\xbb\xcc\xdd\xee\xff",)]


def test_forty_networks_take_little_of_the_heap_and_of_the_time():
    air.describe([{"ssid": "network %d" % n, "password": "x" * 20} for n in range(40)])
    gc.collect()
    before, start, count = gc.mem_alloc(), time.ticks_us(), 0
    for _ in air.networks():
        count += 1
    spent = time.ticks_diff(time.ticks_us(), start)
    gc.collect()
    assert count == 40 and gc.mem_alloc() - before < 512
    print("40 networks: %d us" % spent)
    assert spent < 200000


def test_the_file_is_looked_at_again_when_it_changes():
    version = air.version()
    air.describe([{"ssid": "A"}])
    time.sleep_ms(25)
    assert air.version() == version + 1 == air.version()
    time.sleep_ms(25)
    assert air.version() == version + 1


def test_an_idle_radio_takes_nothing_of_the_heap():
    clock.scale = 0.02
    sta, ap = network.WLAN(0), network.WLAN(1)
    sta.active(True)
    ap.active(True)
    air.describe([{"ssid": "A", "password": "12345678"}], [{"mac": "aabbccddeeff"}])
    for connected in (False, True):
        if connected:
            sta.connect("A", "12345678")
            while not sta.isconnected():
                time.sleep_ms(1)
        assert ap.isconnected()
        time.sleep_ms(25)
        micropython.heap_lock()
        try:
            for _ in range(60):
                sta.status()
                ap.isconnected()
                assert sta.isconnected() is connected
                time.sleep_ms(1)
        finally:
            micropython.heap_unlock()


def test_a_change_while_the_heap_is_locked_is_seen_later():
    ap = network.WLAN(1)
    text = json.dumps({"networks": [], "phones": []})
    assert ap.isconnected()
    _written(text)
    micropython.heap_lock()
    try:
        ap.isconnected()
    finally:
        micropython.heap_unlock()
    assert ap.isconnected() is False
