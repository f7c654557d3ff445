"""What may be asked for: each refusal is a sentence for people and names the field."""

import gc
import json

from wifi_setup.nearby import Nearby
from wifi_setup.wanted import Refused, check_password, to_bytes, wanted


def around(*saved):
    nearby = Nearby()
    rows = [
        (b"Home", b"aaaaaa", 6, -40, 3, False),
        (b"Cafe", b"bbbbbb", 1, -50, 0, False),
        (b"Office", b"cccccc", 11, -60, 5, False),
        (b"Attic", b"dddddd", 11, -60, 1, False),
        (b"\xff\xfe", b"eeeeee", 11, -70, 3, False),
    ]
    nearby.update(rows, set(saved))
    return nearby


def ask(fields, *saved):
    return wanted(fields, around(*saved), "Lamp")


def refused(fields, *saved):
    try:
        ask(fields, *saved)
    except Refused as error:
        assert error.status == 400
        return error.field, error.sentence
    raise AssertionError("not refused: %r" % fields)


def test_a_network_with_its_password():
    network, typed = ask({"id": "486f6d65", "password": "12345678"})
    assert (network.ssid, network.password, network.hidden, typed) == (
        b"Home",
        b"12345678",
        False,
        False,
    )


def test_an_open_network_needs_none():
    network, typed = ask({"ssid": "Cafe"})
    assert network.password is None and not typed


def test_a_name_typed_by_hand_is_joined_as_hidden():
    network, typed = ask({"ssid": "Cellar", "password": "12345678"})
    assert typed and network.hidden


def test_exact_bytes_come_back_as_hex():
    network, typed = ask({"id": "fffe", "password": "12345678"})
    assert network.ssid == b"\xff\xfe" and not typed


def test_a_saved_network_needs_no_password():
    assert ask({"id": "486f6d65", "password": ""}, b"Home")[0].password is None
    assert ask({"id": "486f6d65", "password": "new secret"}, b"Home")[0].password == b"new secret"


def test_refusals_name_the_field():
    for fields, field, start in (
        ({}, "ssid", "Enter the network's name."),
        ({"ssid": ""}, "ssid", "Enter the network's name."),
        ({"ssid": 5}, "ssid", "This must be a text."),
        ({"ssid": ["Home"]}, "ssid", "This must be a text."),
        ({"ssid": "x" * 33}, "ssid", "A network name has at most 32 characters."),
        ({"ssid": "é" * 17}, "ssid", "A network name has at most 32 characters."),
        ({"id": "zz"}, "ssid", "Choose a network."),
        ({"id": "abc"}, "ssid", "Choose a network."),
        ({"id": "é"}, "ssid", "Choose a network."),
        ({"id": "00" * 33}, "ssid", "A network name has at most 32 characters."),
        ({"ssid": "Home"}, "password", "Enter the password."),
        ({"ssid": "Home", "password": "short"}, "password", "A Wi-Fi password has at least 8"),
        ({"ssid": "Home", "password": "x" * 64}, "password", "A Wi-Fi password has at most 63"),
        ({"ssid": "Home", "password": 12345678}, "password", "This must be a text."),
        ({"ssid": "Office", "password": "12345678"}, "ssid", "Needs a company login, which Lamp"),
        ({"ssid": "Home", "username": "ada"}, "ssid", "Needs a company login"),
        ({"ssid": "Home", "conn_type": "ENTERPRISE"}, "ssid", "Needs a company login"),
        ({"ssid": "Attic", "password": "12345678"}, "ssid", "Its security is too old for Lamp."),
    ):
        found = refused(fields)
        assert found[0] == field and found[1].startswith(start), (fields, found)


def test_passwords_of_8_to_63_bytes_or_64_hex_digits_pass():
    for good in (b"12345678", b"x" * 63, b"0123456789abcdefABCDEF" + b"0" * 42, "é".encode() * 4):
        check_password(good)
    for bad in (b"1234567", b"g" * 64, b"0" * 65, b"0" * 31 + b"g" + b"0" * 32):
        try:
            check_password(bad)
        except Refused:
            continue
        raise AssertionError(bad)


def test_emoji_arrive_whole_however_they_were_written():
    for written in ('"\\ud83d\\ude00 d\\u00e9j\\u00e0 \\ud83d\\ude00"', '"😀 déjà 😀"'):
        assert to_bytes(json.loads(written), "ssid") == "😀 déjà 😀".encode()
    for half in ('"\\ud83d"', '"\\ude00\\ud83d"', '"\\ud83dx"', '"\\uac00"'):
        assert to_bytes(json.loads(half), "ssid") == json.loads(half).encode()


def test_no_character_that_was_ever_asked_for_stays_in_the_heap():
    """The interpreter's `chr` keeps each for ever: a phone could fill the heap by them."""

    def ask_for(first):
        for low in range(first, first + 300):
            raw = to_bytes(json.loads('"\\ud83d\\u%04x"' % low), "ssid")
            assert len(raw) == 4
        gc.collect()
        return gc.mem_alloc()

    ask_for(0xDC00)
    before = ask_for(0xDD30)
    assert ask_for(0xDE60) - before < 512
