"""The stored networks, as the program that uses them sees them."""

import os

from wifi_setup.networks import Network, Networks

_MAPLE = b"Maple Street 12"
_PASSWORD = b"correct horse battery"


def _fresh():
    networks = Networks()
    networks.clear()
    return networks


def _names(networks):
    return [network.ssid for network in networks.list()]


def _refused(action, *arguments):
    try:
        action(*arguments)
    except ValueError as error:
        return str(error)
    raise AssertionError("it was taken")


def test_nothing_is_known_at_first_and_no_file_is_made():
    networks = _fresh()
    assert networks.list() == []
    assert networks.get(_MAPLE) is None
    assert networks.settings() == {}
    assert os.listdir() == []


def test_everything_about_a_network_is_kept():
    _fresh().add(
        Network(
            _MAPLE,
            _PASSWORD,
            priority=-3,
            hidden=True,
            static=("192.168.1.20/24", "192.168.1.1", None),
            last=7,
            channel=11,
            bssid=b"\x00\x01\x02\xfd\xfe\xff",
        )
    )
    network = Networks().get("Maple Street 12")
    assert (network.ssid, network.password) == (_MAPLE, _PASSWORD)
    assert (network.priority, network.hidden, network.last) == (-3, True, 7)
    assert network.static == ("192.168.1.20/24", "192.168.1.1", None)
    assert (network.channel, network.bssid) == (11, b"\x00\x01\x02\xfd\xfe\xff")


def test_odd_names_and_passwords_survive():
    pairs = (
        (b"x" * 32, b"p" * 63),
        (b"a", b"0123456789abcdefABCDEF0123456789" * 2),
        ("🍁 Café".encode(), "pässwörd 🔑".encode()),
        (b'"\\&;+%<>', b"\"\\&;+%=#'\n\t"),
        (b"  spaces  ", b"  spaces  "),
        (b"\xff\xfe\x00caf\xe9", b"\xff\xfe\x00\x80\x81\xc3\xa9\xc0"),
        (b"\xed\xa0\x80", b"hex:not hex"),
        (b"hex:00", b"\x00" * 8),
        (b"\x00", None),
        (b"ssid.1", b"password.1"),
        (b"set.", b"abcde"),
    )
    networks = _fresh()
    for ssid, password in pairs:
        networks.add(Network(ssid, password))
    found = {network.ssid: network.password for network in Networks().list()}
    assert found == dict(pairs), found


def test_open_networks_have_no_password():
    networks = _fresh()
    networks.add(Network("Library", ""))
    assert networks.get("Library").password is None


def test_the_best_network_comes_first():
    networks = _fresh()
    for ssid, priority, last in (("A", 0, 1), ("B", 0, 3), ("C", 5, 0), ("D", 0, 0), ("E", 0, 0)):
        networks.add(Network(ssid, priority=priority, last=last))
    assert _names(networks) == [b"C", b"B", b"A", b"D", b"E"]


def test_adding_a_known_name_replaces_the_network():
    networks = _fresh()
    networks.add(Network("Maple", "first password"))
    networks.add(Network("Elm", "another one"))
    networks.add(Network("Maple", "second password"))
    assert len(networks.list()) == 2
    assert networks.get("Maple").password == b"second password"


def test_sixteen_are_stored_and_no_more():
    networks = _fresh()
    for index in range(16):
        networks.add(Network("%d" % index, priority=int(index == 3)))
    assert "16" in _refused(networks.add, Network("one more"))
    networks.add(Network("5", "87654321"))
    assert networks.get("5").password == b"87654321" and len(networks.list()) == 16


def test_for_what_was_joined_just_now_the_last_of_sixteen_gives_way():
    networks = _fresh()
    for index in range(16):
        networks.keep(Network("%d" % index, priority=int(index == 0)), 6, b"abcdef")
    networks.keep(Network("2"), 11)  # it is there already
    networks.keep(Network("one more"), 1)
    names = _names(networks)
    assert len(names) == 16 and b"1" not in names
    assert names[:3] == [b"0", b"one more", b"2"], names
    network = networks.get("one more")
    assert (network.channel, network.bssid, network.last) == (1, None, 18)


def test_removing_says_whether_it_was_there():
    networks = _fresh()
    networks.add(Network("Maple"))
    networks.add(Network("Elm"))
    assert networks.remove("Maple") is True
    assert networks.remove("Maple") is False
    assert _names(networks) == [b"Elm"]


def test_reorder_puts_the_named_first_and_the_others_after():
    networks = _fresh()
    for ssid in "ABCD":
        networks.add(Network(ssid))
    networks.succeeded("C")
    networks.reorder(["D", b"B", "not stored"])
    assert _names(networks) == [b"D", b"B", b"C", b"A"]


def test_the_last_success_is_counted_and_not_written_twice():
    networks = _fresh()
    for ssid in "ABC":
        networks.add(Network(ssid))
    bssid = b"\x01\x02\x03\x04\x05\x06"
    assert networks.succeeded("B", 6, bssid)
    inode = os.stat("credentials")[1]  # a write makes a new file
    assert not networks.succeeded("B", 6, bytearray(bssid))
    assert os.stat("credentials")[1] == inode
    assert networks.succeeded("C", 1, bssid)
    assert networks.succeeded("C", 11, bssid), "the access point has moved"
    assert networks.succeeded("B", 6, bssid)
    assert _names(networks) == [b"B", b"C", b"A"]
    assert not networks.succeeded("not stored", 6, bssid)


def test_the_first_success_of_a_founding_network_is_noted():
    networks = _fresh()
    networks.add(Network("A"))
    assert networks.succeeded("A")
    assert networks.get("A").last == 1
    assert not networks.succeeded("A")


def test_settings_are_kept_beside_the_networks():
    networks = _fresh()
    networks.add(Network("Maple"))
    value = {"host": "mqtt.example", "port": 1883, "topics": ["a/é", None, True, 2.5]}
    networks.set_setting("broker", value)
    networks.set_setting("größe", 0)
    networks.add(Network("Elm"))
    assert Networks().settings() == {"broker": value, "größe": 0}
    assert networks.setting("größe", 9) == 0
    assert networks.setting("nothing", 9) == 9
    networks.set_setting("broker", None)
    assert networks.settings() == {"größe": 0}
    assert len(networks.list()) == 2


def test_a_large_setting_is_kept():
    networks = _fresh()
    networks.set_setting("text", "long " * 2000)
    networks.add(Network("Maple"))
    assert networks.setting("text") == "long " * 2000


def test_a_setting_that_json_cannot_carry_is_refused():
    networks = _fresh()
    for value in (object(), b"bytes", {"a": [object()]}, {1: 2}, float("nan"), float("inf")):
        assert "JSON" in _refused(networks.set_setting, "x", value)
    assert "64" in _refused(networks.set_setting, "x" * 65, 1)
    assert networks.settings() == {}


def test_clear_forgets_everything():
    networks = _fresh()
    networks.add(Network("Maple", _PASSWORD))
    networks.set_setting("a", 1)
    for name in ("credentials.new", "credentials.damaged", "credentials.damaged.2"):
        with open(name, "wb") as file:
            file.write(_PASSWORD)
    with open("main.py", "w") as file:
        file.write("pass")
    networks.clear()
    assert os.listdir() == ["main.py"], os.listdir()
    assert networks.list() == [] and networks.settings() == {}
    networks.clear()
    os.remove("main.py")


def test_another_file_and_folder_can_be_used():
    os.mkdir("data")
    networks = Networks("data/wifi")
    networks.add(Network("Maple"))
    assert os.listdir("data") == ["wifi"]
    assert Networks("data/wifi").list()[0].ssid == b"Maple"
    networks.clear()
    os.rmdir("data")


def test_what_cannot_be_a_network_is_refused_in_a_sentence():
    networks = _fresh()
    secret = "only70" * 12
    for network in (
        Network(""),
        Network("x" * 33),
        Network("A", "short"[:4]),
        Network("A", secret),
        Network("A", "g" * 64),
        Network("A", priority="high"),
        Network("A", bssid=b"short"),
        Network("A", static=("192.168.1.20",)),
        Network("A", static=("192.168.1.20", None, None)),
        Network("A", static=("192.168.1.300/24", None, None)),
        Network("A", static=("192.168.1.20/24", "router", None)),
        Network("A", static=("192.168.1.20/31", None, None)),
    ):
        sentence = _refused(networks.add, network)
        assert " must " in sentence, sentence
        assert secret not in sentence
    assert os.listdir() == []


def test_records_that_others_made_are_left_alone():
    networks = _fresh()
    networks.add(Network("Maple"))
    records = networks.store.read()
    records[b"calibration"] = b"\x01\x02"
    records[b"ssid.txt"] = b"not ours"
    networks.store.write(records)
    networks.add(Network("Elm"))
    networks.remove("Maple")
    records = networks.store.read()
    assert records == {b"ssid": b"Elm", b"calibration": b"\x01\x02", b"ssid.txt": b"not ours"}


def test_what_a_newer_version_wrote_does_not_hide_the_network():
    networks = _fresh()
    for more in (b"[]", b"{", b'{"last": "x"}', b'{"new": 1}', b'{"bssid": 5}', b"\xff"):
        networks.store.write({b"ssid": b"Maple", b"password": b"12345678", b"more": more})
        network = Networks().list()[0]
        assert (network.ssid, network.password) == (b"Maple", b"12345678"), more


def test_the_founding_keys_hold_the_best_network():
    networks = _fresh()
    networks.add(Network("Elm", "12345678"))
    networks.add(Network("Maple", "87654321", priority=1))
    records = networks.store.read()
    assert records[b"ssid"] == b"Maple" and records[b"password"] == b"87654321"
    assert records[b"ssid.1"] == b"Elm"
