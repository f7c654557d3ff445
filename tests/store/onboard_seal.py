"""Sealed passwords: what they protect, and what happens on another chip."""

import os

import machine
from wifi_setup.networks import Network, Networks
from wifi_setup.seal import Seal, hmac

_PASSWORD = b"correct horse battery"
_CHIP = machine.unique_id


def _fresh(secret="the maker's"):
    networks = Networks(secret=secret)
    networks.clear()
    return networks


def _file():
    with open("credentials", "rb") as file:
        return file.read()


def test_hmac_is_that_of_rfc_4231():
    for key, data, digest in (
        (
            b"\x0b" * 20,
            b"Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        ),
        (
            b"Jefe",
            b"what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            b"\xaa" * 131,
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
    ):
        assert hmac(key, data).hex() == digest


def test_a_sealed_password_is_not_in_the_file():
    networks = _fresh()
    networks.add(Network("Maple", _PASSWORD))
    networks.add(Network("Open"))
    assert _PASSWORD not in _file() and b"Maple" in _file()
    found = {n.ssid: n.password for n in Networks(secret=b"the maker's").list()}
    assert found == {b"Maple": _PASSWORD, b"Open": None}


def test_passwords_of_every_length_look_alike():
    seal = Seal("s")
    for size in range(1, 65):
        sealed = seal.close(b"Maple", b"x" * size)
        assert len(sealed) == 128
        assert seal.open(b"Maple", sealed) == b"x" * size


def test_the_same_password_never_looks_the_same():
    seal = Seal("s")
    seen = {seal.close(b"Maple", _PASSWORD) for _ in range(50)}
    assert len({sealed[:16] for sealed in seen}) == 50
    assert len({sealed[16:32] for sealed in seen}) == 50


def test_no_changed_bit_is_accepted():
    seal = Seal("s")
    sealed = seal.close(b"Maple", _PASSWORD)
    for index in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[index // 8] ^= 1 << index % 8
        assert seal.open(b"Maple", bytes(changed)) is None, index
    for size in range(len(sealed)):
        assert seal.open(b"Maple", sealed[:size]) is None
    assert seal.open(b"Maple", sealed + b"\x00") is None


def test_passwords_cannot_be_swapped_between_networks():
    seal = Seal("s")
    assert seal.open(b"Elm", seal.close(b"Maple", _PASSWORD)) is None


def test_plain_passwords_are_sealed_at_the_next_change():
    Networks().clear()
    Networks().add(Network("Maple", _PASSWORD))
    assert _PASSWORD in _file()
    networks = Networks(secret="s")
    assert networks.get("Maple").password == _PASSWORD
    networks.succeeded("Maple", 6)
    assert _PASSWORD not in _file()
    assert networks.get("Maple").password == _PASSWORD


def test_another_secret_or_chip_knows_the_network_no_more_but_keeps_it():
    _fresh("right").add(Network("Maple", _PASSWORD))
    for stranger in (Networks(secret="wrong"), Networks()):
        assert stranger.list() == [] and stranger.get("Maple") is None
        stranger.add(Network("Elm", "12345678"))
        stranger.set_setting("a", 1)
    assert Networks(secret="right").get("Maple").password == _PASSWORD
    machine.unique_id = lambda: b"others"
    try:
        assert Networks(secret="right").get("Maple") is None
    finally:
        machine.unique_id = _CHIP
    assert Networks(secret="right").get("Maple").password == _PASSWORD


def test_setting_up_again_replaces_what_cannot_be_opened():
    _fresh("right").add(Network("Maple", _PASSWORD))
    networks = Networks(secret="wrong")
    networks.add(Network("Maple", "12345678"))
    assert [(n.ssid, n.password) for n in networks.list()] == [(b"Maple", b"12345678")]
    assert networks.remove("Maple") and networks.list() == []


def test_an_empty_secret_is_refused():
    for secret in ("", b""):
        try:
            Networks("other", secret).list()
            raise AssertionError("it was taken")
        except ValueError as error:
            assert "secret" in str(error)
    assert "other" not in os.listdir()
