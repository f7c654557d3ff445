"""Files of the founding library, and damaged ones, as the fixtures' README describes them."""

import os

from wifi_setup.networks import Network, Networks

_FIXTURES = __file__.rsplit("/", 1)[0] + "/fixtures/"


def _bring(name):
    """The fixture's bytes, laid down as the only file there is."""
    for old in os.listdir():
        os.remove(old)
    with open(_FIXTURES + name, "rb") as file:
        content = file.read()
    with open("credentials", "wb") as file:
        file.write(content)
    return content


def _known():
    return [(network.ssid, network.password) for network in Networks().list()]


def _is_kept(name, content):
    with open(name, "rb") as file:
        return file.read() == content


def test_a_founding_network_is_known():
    content = _bring("credentials-founding-wpa2")
    assert _known() == [(b"Maple Street 12", b"correct horse battery")]
    assert _is_kept("credentials", content) and len(os.listdir()) == 1, "reading changes nothing"


def test_a_founding_open_network_is_known():
    _bring("credentials-founding-open")
    assert _known() == [("Café Zürich — Guests".encode(), None)]


def test_a_founding_network_of_odd_bytes_is_known():
    _bring("credentials-founding-bytes")
    assert _known() == [(b"\xff\xfe\x00caf\xe9", b"p&+%= ;\"'\\\xc3\xa9")]


def test_a_cleared_founding_file_is_sound_and_holds_nothing():
    _bring("credentials-founding-cleared")
    assert _known() == []
    assert os.listdir() == ["credentials"]


def test_an_empty_file_holds_nothing():
    _bring("credentials-empty")
    assert _known() == []
    assert os.listdir() == ["credentials"]


def test_a_founding_network_stays_the_first_when_one_is_added():
    _bring("credentials-founding-wpa2")
    Networks().add(Network("Elm"))
    assert _known() == [(b"Maple Street 12", b"correct horse battery"), (b"Elm", None)]
    Networks().succeeded("Elm", 6)
    assert _known()[0][0] == b"Elm"


def test_a_founding_network_can_be_forgotten():
    _bring("credentials-founding-wpa2")
    assert Networks().remove("Maple Street 12")
    assert _known() == []


def test_damaged_files_are_put_aside_and_kept():
    for name in ("credentials-cut-short", "credentials-bitrot", "credentials-garbage"):
        content = _bring(name)
        assert _known() == [], name
        assert os.listdir() == ["credentials.damaged"]
        assert _is_kept("credentials.damaged", content)


def test_a_board_with_a_damaged_file_can_be_set_up_again():
    content = _bring("credentials-bitrot")
    Networks().add(Network("Elm", "12345678"))
    assert _known() == [(b"Elm", b"12345678")]
    assert _is_kept("credentials.damaged", content)


def test_a_second_damaged_file_does_not_replace_the_first():
    _bring("credentials-bitrot")
    Networks().list()
    for number in (2, 3):
        with open("credentials", "wb") as file:
            file.write(b"damage %d" % number)
        assert _known() == []
        assert _is_kept("credentials.damaged.%d" % number, b"damage %d" % number)
    assert len(os.listdir()) == 3


def test_the_founding_library_could_read_what_is_written():
    import btree

    _bring("credentials-founding-wpa2")
    Networks().add(Network("Elm", priority=-1))
    with open("credentials", "r+b") as file:
        db = btree.open(file)
        assert db.get(b"ssid") == b"Maple Street 12"
        assert db.get(b"password") == b"correct horse battery"
        db.close()
    assert len(_known()) == 2, "a look by btree leaves the digest right"
