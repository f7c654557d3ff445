"""NetworkManager's connections: what is read, what is refused and why, and what is written."""

import random

import pytest

from tests.store.keyfiles import BALENA, ENTERPRISE, psk, wifi
from tools.connections.connection import Refused, read, write
from tools.connections.keyfile import BadKeyfile, compose, parse


def test_balenas_example_is_read_whole():
    assert read(BALENA) == {
        "ssid": b"My Awesome WiFi Ssid",
        "password": b"super_secret_wifi_password",
        "priority": 7,
        "hidden": True,
        "static": ["192.168.1.127/24", "192.168.1.1", "8.8.8.8"],
        "notes": ["a board takes one DNS server: 8.8.8.8 of 2"],
    }


@pytest.mark.parametrize(
    ("written", "ssid"),
    [
        ("Maple Street 12", b"Maple Street 12"),
        ("83;84;", b"ST"),
        (" 67; 97;102 ;195;169; ", "Café".encode()),
        ("83;84", b"83;84"),
        ("83", b"83"),
        (r"83\\;84\\;", b"83;84;"),
        (r"a\;b", b"a;b"),
        (r"\sspaces\\ ", b" spaces\\ "),
        ("ends in spaces  ", b"ends in spaces  "),
        ("Café 🍁", "Café 🍁".encode()),
        ("a=b#c[d]", b"a=b#c[d]"),
        ("255;254;0;", b"\xff\xfe\x00"),
    ],
)
def test_a_name_is_read_as_networkmanager_reads_it(written, ssid):
    assert read(wifi(written))["ssid"] == ssid


@pytest.mark.parametrize(
    ("written", "password"),
    [
        ("correct horse battery", b"correct horse battery"),
        (r"\s\tspaces\\and\nlines ", b" \tspaces\\and\nlines "),
        ("p&+%= ;\"'$<>", b"p&+%= ;\"'$<>"),
        ("83;84;85;", b"83;84;85;"),
        ("a" * 64, b"a" * 64),
        ("pässwörd", "pässwörd".encode()),
    ],
)
def test_a_password_is_read_as_networkmanager_reads_it(written, password):
    assert read(wifi(security=psk(written)))["password"] == password


def test_the_older_names_of_groups_and_windows_line_ends_are_read():
    text = wifi(security=psk("12345678")).replace("type=wifi", "type=802-11-wireless")
    text = text.replace("[wifi", "[802-11-wireless").replace("\n", "\r\n")
    assert read(text)["password"] == b"12345678"


def test_networks_without_security_are_open():
    assert read(wifi())["password"] is None
    assert read(wifi(security="[wifi-security]\nkey-mgmt=owe\n"))["password"] is None


def test_wpa3_takes_its_password():
    sae = psk("12345678").replace("wpa-psk", "sae")
    assert read(wifi(security=sae))["password"] == b"12345678"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (ENTERPRISE, "WPA-Enterprise"),
        (ENTERPRISE.replace("wpa-eap", "ieee8021x"), "WPA-Enterprise"),
        (ENTERPRISE.replace("wpa-eap", "wpa-eap-suite-b-192"), "WPA-Enterprise"),
        ("[connection]\ntype=ethernet\n", "ethernet"),
        ("[connection]\ntype=gsm\n", "gsm"),
        ("", "no type"),
        ("hello", "line 1"),
        ("[wifi\nssid=x", "line 1"),
        (wifi().replace("ssid=", "mode=ap\nssid="), "mode is ap"),
        (wifi(""), "ssid"),
        (wifi("x" * 33), "ssid"),
        (wifi("300;"), "255"),
        (wifi(security="[wifi-security]\nkey-mgmt=wpa-psk\n"), "psk"),
        (wifi(security=psk("geheim1")), "8 to 63"),
        (wifi(security=psk("g" * 64)), "64 hex"),
        (wifi(security="[wifi-security]\nkey-mgmt=none\nwep-key0=abcde\n"), "WEP"),
        (wifi(security="[wifi-security]\nkey-mgmt=new\npsk=12345678\n"), "unknown"),
        (wifi(ipv4="method=disabled"), "IPv4"),
        (wifi(ipv4="method=manual"), "IPv4"),
        (wifi(ipv4="method=manual\naddress1=192.168.1.300/24"), "IPv4"),
        (wifi(ipv4="method=manual\naddress1=192.168.1.20"), "prefix"),
        (wifi().replace("type=wifi", "type=wifi\nautoconnect-priority=high"), "priority"),
    ],
)
def test_what_a_board_cannot_use_is_refused_in_a_sentence(text, word):
    with pytest.raises(Refused) as refusal:
        read(text)
    assert word in str(refusal.value)
    for secret in ("geheim", "maja", "12345678", "abcde"):
        assert secret not in str(refusal.value)


def test_what_a_board_goes_without_is_noted():
    assert read(wifi(ipv4="method=auto\ndns=9.9.9.9;"))["notes"]
    assert read(wifi().replace("ssid=", "bssid=00:11:22:33:44:55\nssid="))["notes"]
    assert not read(wifi())["notes"]


@pytest.mark.parametrize("text", ["a=1", "[g]\nkey", "[g]x\n", "[g"])
def test_what_is_no_key_file_is_refused(text):
    with pytest.raises(BadKeyfile):
        parse(text)


def test_groups_survive_the_syntax():
    groups = {"a": {"Key": "  \\s\n\r\t;= ", "empty": ""}, "b c": {"k": "é"}}
    assert parse(compose(groups)) == groups


def test_every_network_survives_as_a_connection():
    random.seed(12)
    for _ in range(3000):
        ssid = bytes(random.choices(b"aZ09 ;\\=#[]\xc3\xa9\x00\xff", k=random.randint(1, 32)))
        password = "".join(random.choices("aZ09 ;\\=#[]é\n\t🔑", k=random.randint(8, 15)))
        network = {
            "ssid": ssid,
            "password": random.choice((None, password.encode())),
            "priority": random.randint(-999, 999),
            "hidden": random.random() < 0.5,
            "static": random.choice(
                (
                    None,
                    ["10.0.0.2/8", None, None],
                    ["10.0.0.2/30", "10.0.0.1", None],
                    ["10.0.0.2/24", None, "9.9.9.9"],
                    ["10.0.0.2/24", "10.0.0.1", "9.9.9.9"],
                )
            ),
        }
        assert read(write(network)) == {**network, "notes": []}


def test_a_password_that_no_file_can_hold_is_refused():
    for password in (b"\xff\xfe345678", b"\x00" * 8, b"abcde"):
        network = {"ssid": b"A", "password": password, "priority": 0, "hidden": False}
        with pytest.raises(Refused):
            write({**network, "static": None})
