"""Every option has its default, its rule, and a sentence for who breaks it."""

from wifi_setup.option_rules import hostname_from
from wifi_setup.options import Options

GOOD = {
    "essid": ("a", "x" * 32, "Desk lamp", "\U0001f3e0", b"bytes"),
    "message": (None, print),
    "device": (None, "Desk lamp in the hall"),
    "hostname": (None, "a", "Desk-Lamp-2", "x" * 32),
    "ap_password": (None, "8 chars.", "x" * 63),
    "ap_ip": (None, "192.168.4.1", "4.3.2.1", "10.0.0.254"),
    "ap_channel": (None, 1, 13),
    "ap_hidden": (False, True),
    "ap_max_clients": (None, 1, 10),
    "port": (80, 1, 65535),
    "dns_port": (53, 5353),
    "country": (None, "DE", "us"),
    "filename": ("credentials", "/flash/wifi.db"),
    "secret": (None, "text", b"bytes"),
    "join_limit": (20, 1, 0.5 + 1),
    "idle_timeout": (None, 1, 600),
    "linger": (300, 0, 1.5),
    "offline": (False, True),
    "retry": ((15, 300), (1, 1), [2, 4.5], None),
    "accent": (None, "#0a5fd9", "#ABC"),
    "logo": (None, "<svg></svg>", "\n  <svg viewBox='0 0 1 1'/>\n"),
    "sentence": (None, "Plug me in first."),
}

BAD = {
    "essid": ("", "x" * 33, "\U0001f3e0" * 9, None, 7),
    "message": ("text", 7),
    "device": ("", 7, "x" * 65),
    "hostname": ("", "-a", "a-", "a b", "a_b", "café", "x" * 33, b"bytes", "a.b"),
    "ap_password": (
        "",
        "7 chars",
        "x" * 64,
        "café café",
        "tab\tinside",
        b"bytes ok",
        12345678,
    ),
    "ap_ip": ("", "192.168.4", "192.168.4.256", "0.0.0.1", "127.0.0.1", "224.0.0.1", "1.2.3.0")
    + ("1.2.3.4.5", "1.2.3.x", "1.2.3.255", 7),
    "ap_channel": (0, 14, "6", True, 6.0),
    "ap_hidden": ("yes", 1, None),
    "ap_max_clients": (0, 11, "4"),
    "port": (0, 65536, -1, "80", None),
    "dns_port": (0, 65536),
    "country": ("", "D", "DEU", "D1", b"DE", 49),
    "filename": ("", None, b"credentials"),
    "secret": ("", b"", 7),
    "join_limit": (0, -1, None, "20", True, 86401),
    "idle_timeout": (0, -1, "60"),
    "linger": (-1, None, "300"),
    "offline": (1, "no", None),
    "retry": (15, (15,), (300, 15), (0, 5), ("a", "b"), (1, 2, 3), (1, 1e9)),
    "accent": ("0a5fd9", "#0a5fd", "red", "#12345g", "#0a5fd9;", 7),
    "logo": ("", "logo.svg", "<img>", b"<svg>"),
    "sentence": ("", 7, "x" * 513),
}


def made(name, value):
    if name == "essid":
        return Options(value)
    return Options("ding-5cd80b1", **{name: value})


def test_there_is_a_rule_for_every_option():
    names = {name for name in dir(Options) if not name.startswith("_")}
    assert names == set(GOOD) == set(BAD), names ^ set(GOOD)


def test_good_values():
    for name, values in GOOD.items():
        for value in values:
            got = getattr(made(name, value), name)
            if value is not None and name != "essid":
                assert got == value, (name, value)


def test_bad_values_are_told_in_a_sentence():
    for name, values in BAD.items():
        for value in values:
            try:
                made(name, value)
            except ValueError as error:
                assert str(error).startswith(name + " must be "), (name, value, str(error))
                continue
            raise AssertionError((name, value))


def test_a_password_is_in_no_sentence():
    for value in ("secret", b"secret ok", "secret" * 20):
        for name in ("ap_password", "secret"):
            try:
                made(name, value)
            except ValueError as error:
                assert "secret " not in str(error).replace("secret must", "")
                assert "secretsecret" not in str(error) and "b'" not in str(error)


def test_misspelt_names():
    for name in ("ap_pasword", "Port", "_check", "essid2", "__init__"):
        try:
            made(name, 1)
        except TypeError as error:
            assert name in str(error)
            continue
        raise AssertionError(name)


def test_defaults_for_all_can_be_set_and_are_checked():
    before = Options.port
    try:
        Options.port = 8080
        assert Options("a").port == 8080
        assert Options("a", port=81).port == 81
        Options.port = 0
        try:
            Options("a")
            raise AssertionError("a wrong default must be told too")
        except ValueError:
            pass
    finally:
        Options.port = before


def test_derived_names():
    options = Options("Desk lamp (2)")
    assert options.device == options.essid == "Desk lamp (2)"
    assert options.hostname == "desk-lamp-2"
    options = Options("café".encode(), device="Lamp", hostname="Lamp-7")
    assert (options.essid, options.device, options.hostname) == ("café", "Lamp", "Lamp-7")


def test_a_name_that_is_not_utf8():
    try:
        Options(b"\xff\xfe")
        raise AssertionError("not UTF-8")
    except ValueError:
        pass


def test_host_names_are_rfc_1123_labels():
    for name, label in (
        ("ding-5cd80b1", "ding-5cd80b1"),
        ("Desk lamp", "desk-lamp"),
        ("  _Desk__lamp!  ", "desk-lamp"),
        ("--a--b--", "a-b"),
        ("café 21", "caf-21"),
        ("x" * 31 + " y", "x" * 31),
        ("7", "7"),
    ):
        assert hostname_from(name) == label, (name, hostname_from(name))
    anonymous = hostname_from("\U0001f3e0\U0001f4a1")
    assert anonymous.startswith("board-") and len(anonymous) == 12, anonymous


def test_any_name_at_all_gives_a_label():
    letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
    for code in range(1, 0x250):
        for name in (chr(code), "a" + chr(code), chr(code) + "-b" + chr(code)):
            label = hostname_from(name)
            assert 1 <= len(label) <= 32 and label[0] != "-" != label[-1], (code, label)
            assert all(letter in letters for letter in label), (code, label)
