"""The list of networks: one row a name, saved first, names that cannot break anything."""

import gc

from wifi_setup.nearby import Nearby
from wifi_setup.opening import channel
from wifi_setup.report import conn_type, lock, strength, text


def heard(*names, security=3):
    """A scan with these names, the strongest first."""
    return [(name, b"\2%05d" % at, 6, -40 - at, security, False) for at, name in enumerate(names)]


def names(nearby):
    return [row[0] for row in nearby.rows]


def test_one_row_a_name_with_the_strongest_access_point():
    nearby = Nearby()
    mesh = [(b"Home", b"weakaa", 1, -70, 3, False), (b"Home", b"strong", 6, -41, 3, False)]
    mesh.sort(key=lambda row: -row[3])
    nearby.update(mesh, set())
    assert nearby.rows == [(b"Home", b"strong", 6, -41, 3)]
    assert nearby.twins == [(b"Home", b"weakaa", 1, -70, 3)]  # so it is known to be a mesh
    nearby.update(mesh[:1], set())
    assert nearby.twins == []


def test_saved_ones_come_first_then_the_strongest():
    nearby = Nearby()
    nearby.update(heard(b"A", b"B", b"C", b"D"), {b"C"})
    assert names(nearby) == [b"C", b"A", b"B", b"D"]
    nearby.save(b"C", False)
    nearby.save(b"D")
    assert names(nearby) == [b"D", b"A", b"B", b"C"]


def test_hidden_networks_are_left_out():
    nearby = Nearby()
    nearby.update(heard(b"", b"A", b"\0\0\0"), set())
    assert names(nearby) == [b"A"]


def test_a_street_of_networks_is_cut_but_never_a_saved_one():
    nearby = Nearby(capacity=10)
    street = [b"flat %d" % at for at in range(60)]
    nearby.update(heard(*street), {b"flat 59"})
    assert len(nearby.rows) == 10
    assert names(nearby)[:2] == [b"flat 59", b"flat 0"]


def test_the_channel_is_that_of_the_saved_or_strongest_network():
    nearby = Nearby()
    assert channel(nearby.rows) == 0
    rows = [(b"A", b"aaaaaa", 11, -40, 3, False), (b"B", b"bbbbbb", 3, -60, 3, False)]
    nearby.update(rows, set())
    assert channel(nearby.rows) == 11
    nearby.update(rows, {b"B"})
    assert channel(nearby.rows) == 3
    nearby.update([(b"5 GHz", b"aaaaaa", 36, -40, 3, False), rows[1]], set())
    assert channel(nearby.rows) == 3


def test_a_channel_that_the_radio_would_refuse_is_not_chosen():
    for number in (12, 13, 14):
        nearby = Nearby()
        nearby.update([(b"A", b"aaaaaa", number, -40, 3, False)], {b"A"})
        assert channel(nearby.rows) == 0, number


def test_each_finished_scan_counts_and_each_other_list():
    nearby = Nearby()
    nearby.update([], set())
    nearby.update([], set())
    assert nearby.scans == 2
    nearby.save(b"A")
    nearby.save(b"A", False)
    assert nearby.scans == 4


def test_strength_goes_from_0_to_100():
    assert [strength(rssi) for rssi in (-120, -100, -75, -50, -30)] == [0, 0, 50, 100, 100]


def test_each_kind_of_security_has_a_name_and_a_lock():
    kinds = {
        0: ("NONE", "none"),
        1: ("WEP", "old"),
        2: ("WPA", "wpa"),
        3: ("WPA2", "wpa"),
        4: ("WPA2", "wpa"),
        5: ("ENTERPRISE", "company"),
        6: ("WPA3", "wpa"),
        7: ("WPA3", "wpa"),
        8: ("WAPI", "old"),
        9: ("OWE", "none"),
        10: ("ENTERPRISE", "company"),
        14: ("ENTERPRISE", "company"),
        16: ("ENTERPRISE", "company"),
        40: ("WPA3", "wpa"),  # whatever comes next
    }
    for number, expected in kinds.items():
        assert (conn_type(number), lock(number)) == expected, number


def test_names_that_are_utf8_are_shown_as_they_are():
    for name in ("Café", "家", "😀 home", "<img src=x onerror=alert(1)>", 'a"b\\c', "\t", ""):
        assert text(name.encode()) == name


def test_bytes_that_are_not_utf8_are_shown_as_replacement_characters():
    for raw, shown in (
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"a\xe9b", "a\ufffdb"),
        (b"\xe5\xae", "\ufffd\ufffd"),  # cut short
        (b"\xc0\xaf", "\ufffd\ufffd"),  # overlong
        (b"\xe0\x80\xaf", "\ufffd\ufffd\ufffd"),
        (b"\xed\xa0\xbd", "\ufffd\ufffd\ufffd"),  # half of a pair
        (b"\xf4\x90\x80\x80", "\ufffd" * 4),  # beyond Unicode
        (b"\xf8\x88\x80\x80\x80", "\ufffd" * 5),
        (b"\x80x", "\ufffdx"),
    ):
        assert text(raw) == shown, raw


def test_no_character_that_was_ever_shown_stays_in_the_heap():
    """The interpreter's `chr` keeps each for ever, so that strange names would fill the heap."""

    def show(first):
        for code in range(first, first + 1000):
            assert text(bytes((0xE0 | code >> 12, 0x80 | code >> 6 & 63, 0x80 | code & 63)))
        gc.collect()
        return gc.mem_alloc()

    show(0x4E00)
    before = show(0x5400)
    assert show(0x6000) - before < 1024
