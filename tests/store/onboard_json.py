"""What holds for the btree holds on firmware that has none, where the file is JSON."""

import json
import os
import sys

_HERE = __file__.rsplit("/", 1)[0]
sys.path.insert(0, _HERE + "/no_btree")

import onboard_damage  # noqa: E402
import onboard_networks  # noqa: E402
import onboard_power_cuts  # noqa: E402
import onboard_refusals  # noqa: E402
from wifi_setup.networks import Network, Networks  # noqa: E402


def _run_all(tests, but=()):
    names = [name for name in dir(tests) if name.startswith("test_") and name not in but]
    for name in names:
        print(name)
        getattr(tests, name)()
    assert len(names) > 5


def _file():
    with open("credentials", "rb") as file:
        return file.read()


def _only(content):
    for name in os.listdir():
        os.remove(name)
    with open("credentials", "wb") as file:
        file.write(content)


def test_the_file_is_json_with_its_digest():
    _only(b"")
    Networks().add(Network("Café", b"\xff\xfe12345678"))
    text = json.loads(_file())
    assert text["records"] == {"ssid": "Café", "password": "hex:fffe3132333435363738"}
    assert text["digest"].startswith("sha256: ") and len(text["digest"]) == 72


def test_networks():
    _only(b"")
    os.remove("credentials")
    _run_all(onboard_networks)


def test_refusals():
    # One JSON file has no leaf that could be full.
    leaf = "test_more_than_a_leaf_holds_is_refused_and_keeps_the_old_network"
    _run_all(onboard_refusals, but=(leaf,))


def test_power_cuts():
    # Its random changes are the same files with other records.
    _run_all(
        onboard_power_cuts,
        but=("test_how_many_cuts_were_tried", "test_a_long_life_of_random_changes"),
    )
    print("%d power cuts" % onboard_power_cuts._cuts)
    assert onboard_power_cuts._cuts > 500


def test_damage():
    for count, longest in ((1, 1), (10, 10)):
        onboard_damage._damage_many(onboard_damage._store_file(count, longest), True)
    print("%d damaged files" % onboard_damage._tried)


def test_files_from_firmware_with_btree_are_read():
    with open(_HERE + "/fixtures/credentials-founding-wpa2", "rb") as file:
        _only(file.read())
    networks = Networks()
    assert networks.get("Maple Street 12").password == b"correct horse battery"
    networks.add(Network("Elm"))
    assert _file().startswith(b"{")
    assert len(networks.list()) == 2
