"""NetworkManager's connections: into a board's store and back, by the command itself."""

import os
import random
import stat

import pytest

from tests.tools.pseudo_board import PseudoBoard
from tools.connections.__main__ import main
from tools.connections.connection import Refused, read, write
from tools.connections.keyfile import BadKeyfile, compose, parse
from tools.deploy.command import main as deploy

BALENA = """\
[connection]
id=balena-wifi
type=wifi
autoconnect-priority=7

[wifi]
hidden=true
mode=infrastructure
ssid=My Awesome WiFi Ssid

[ipv4]
address1=192.168.1.127/24,192.168.1.1
dns=8.8.8.8;8.8.4.4;
dns-search=
method=manual

[ipv6]
addr-gen-mode=stable-privacy
method=auto

[wifi-security]
auth-alg=open
key-mgmt=wpa-psk
psk=super_secret_wifi_password
"""
ENTERPRISE = """\
[connection]
id=office
type=wifi
[wifi]
ssid=Office
[wifi-security]
key-mgmt=wpa-eap
[802-1x]
eap=peap;
identity=maja
password=geheimes Wort
"""


def wifi(ssid="Maple", security="", **groups):
    """The text of a small connection."""
    text = f"[connection]\ntype=wifi\n[wifi]\nssid={ssid}\n{security}"
    return text + "".join(f"[{name}]\n{body}\n" for name, body in groups.items())


def psk(value):
    return f"[wifi-security]\nkey-mgmt=wpa-psk\npsk={value}\n"


@pytest.fixture
def folder(tmp_path):
    """The files of a simulated board."""
    (tmp_path / "board").mkdir()
    return tmp_path / "board"


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


def test_in_and_out_of_a_simulated_board(folder, tmp_path, capfd):
    files = {
        "home": BALENA,
        "office": ENTERPRISE,
        "bytes": wifi("255;254;0;", psk("pässwörd & Co;")),
        "open": wifi("Library"),
    }
    for name, text in files.items():
        (tmp_path / f"{name}.nmconnection").write_text(text, encoding="utf-8")
    paths = [str(tmp_path / f"{name}.nmconnection") for name in files]
    assert main(["import", *paths, str(tmp_path / "missing"), "--board", str(folder)]) == 1
    said = capfd.readouterr()
    assert "My Awesome WiFi Ssid is stored" in said.out and "Note: a board takes one" in said.out
    assert "office.nmconnection is left out: it is WPA-Enterprise" in said.err
    assert "missing is left out: No such file" in said.err
    for secret in ("super_secret", "geheim", "pässwörd"):
        assert secret not in said.out + said.err

    out = tmp_path / "out"
    assert main(["export", str(out), "--board", str(folder)]) == 0
    found = {path.name: read(path.read_text(encoding="utf-8")) for path in out.iterdir()}
    assert sorted(network["ssid"] for network in found.values()) == sorted(
        [b"My Awesome WiFi Ssid", b"\xff\xfe\x00", b"Library"]
    )
    home = found["My Awesome WiFi Ssid.nmconnection"]
    assert home == {**read(BALENA), "notes": []}
    assert all(stat.S_IMODE(os.stat(path).st_mode) == 0o600 for path in out.iterdir())

    other = tmp_path / "other"
    other.mkdir()
    assert main(["import", *map(str, out.iterdir()), "--board", str(other)]) == 0
    again = tmp_path / "again"
    assert main(["export", str(again), "--board", str(other)]) == 0
    assert {p.name: p.read_bytes() for p in again.iterdir()} == {
        p.name: p.read_bytes() for p in out.iterdir()
    }


def test_over_the_serial_port(tmp_path, capfd):
    connection = tmp_path / "home.nmconnection"
    connection.write_text(BALENA, encoding="utf-8")
    with PseudoBoard(tmp_path / "flash") as board:
        assert main(["import", str(connection), "--port", board.port]) == 1
        assert "make deploy" in capfd.readouterr().err
        assert deploy(["--port", board.port, "--no-demo", "--source"]) == 0
        assert main(["import", str(connection), "--port", board.port]) == 0
        assert main(["export", str(tmp_path / "out"), "--port", board.port]) == 0
    said = capfd.readouterr()
    assert "super_secret" not in said.out + said.err
    (written,) = (tmp_path / "out").iterdir()
    assert read(written.read_text(encoding="utf-8")) == {**read(BALENA), "notes": []}


def test_names_that_no_file_can_have_get_others(folder, tmp_path, capfd):
    names = ["../etc/x", "..", "A:B", "a:b", "a/b", " . "]
    for index, name in enumerate(names):
        path = tmp_path / f"{index}.nmconnection"
        path.write_text(wifi(name.replace(" ", r"\s")), encoding="utf-8")
        assert main(["import", str(path), "--board", str(folder)]) == 0
    assert main(["export", str(tmp_path / "out"), "--board", str(folder)]) == 0
    written = list((tmp_path / "out").iterdir())
    found = {read(path.read_text(encoding="utf-8"))["ssid"].decode() for path in written}
    assert found == set(names)
    assert len({path.name.lower() for path in written}) == len(names)


def test_a_folder_that_is_not_there_is_told(tmp_path, capfd):
    assert main(["export", str(tmp_path / "out"), "--board", str(tmp_path / "none")]) == 1
    assert "There is no folder" in capfd.readouterr().err


def test_a_board_that_knows_nothing_exports_nothing(folder, tmp_path, capfd):
    assert main(["export", str(tmp_path / "out"), "--board", str(folder)]) == 0
    assert "no stored networks" in capfd.readouterr().out
