"""Addresses and names: ifconfig, ipconfig, hostname, country, the global ipconfig."""
# clock: moved

import network
from around import ap, around, changed, error, fresh, says, sta, wait_for

_STATIC = ("10.0.0.9", "255.255.255.0", "10.0.0.1", "9.9.9.9")


def _joined(**fields):
    fresh()
    around(changed(**fields))
    sta.connect("Maple Street 12", "correct horse")
    assert wait_for(network.STAT_GOT_IP, 5)


def test_a_lease_may_name_its_addresses():
    _joined(address="192.168.0.224/23", gateway="192.168.0.1", dns="8.8.8.8")
    assert sta.ifconfig() == ("192.168.0.224", "255.255.254.0", "192.168.0.1", "8.8.8.8")
    assert sta.ipconfig("addr4") == ("192.168.0.224", "255.255.254.0")
    assert sta.ipconfig("gw4") == "192.168.0.1" and sta.ipconfig("dhcp4") is True
    assert network.ipconfig("dns") == "8.8.8.8"


def test_a_fixed_address_stays_through_a_disconnect():
    _joined()
    sta.ifconfig(_STATIC)
    assert sta.ifconfig() == _STATIC and sta.ipconfig("dhcp4") is False
    sta.disconnect()
    assert sta.ifconfig() == _STATIC
    sta.ifconfig("dhcp")
    assert sta.ipconfig("dhcp4") is True


def test_the_ways_to_write_an_address():
    fresh()
    sta.ipconfig(addr4="10.1.2.3/16", gw4="10.1.0.1")
    assert sta.ifconfig()[:3] == ("10.1.2.3", "255.255.0.0", "10.1.0.1")
    sta.ipconfig(addr4=("10.1.2.4", "255.0.0.0"))
    assert sta.ipconfig("addr4") == ("10.1.2.4", "255.0.0.0")
    sta.ifconfig(["10.1.2.5", 24, "10.1.2.1", "10.1.2.1"])
    assert sta.ifconfig()[1] == "255.255.255.0"
    sta.ipconfig(dhcp4=True)


def test_wrong_addresses():
    fresh()
    ap.active(True)
    for wrong in ("10.0.0", "10.0.0.256", "a.b.c.d", ""):
        assert says(ValueError, "invalid arguments", sta.ipconfig, addr4=wrong), wrong
    assert says(ValueError, "invalid arguments", sta.ifconfig, "static")
    assert says(ValueError, "invalid arguments", ap.ifconfig, "dhcp")
    assert type(error(sta.ifconfig, ("10.0.0.1",))) in (TypeError, ValueError)
    assert says(ValueError, "unexpected key", ap.ipconfig, "dhcp4")
    assert says(ValueError, "unexpected key", sta.ipconfig, nonsense=1)
    assert says(TypeError, "must query one param", sta.ipconfig)


def test_the_soft_ap_shows_no_dns_and_does_not_take_that_back():
    fresh()
    ap.active(True)
    assert ap.ifconfig()[3] == "0.0.0.0"
    assert says(RuntimeError, "Wifi Unknown Error 0x5001", ap.ifconfig, ap.ifconfig())
    ap.ifconfig(("4.3.2.1", "255.255.255.0", "4.3.2.1", "4.3.2.1"))
    assert ap.ifconfig() == ("4.3.2.1", "255.255.255.0", "4.3.2.1", "4.3.2.1")
    ap.ipconfig(addr4="127.0.0.1/8", gw4="127.0.0.1")


def test_host_names_have_up_to_32_bytes():
    network.hostname("ding-5cd80b1")
    assert network.hostname() == "ding-5cd80b1" == sta.config("hostname")
    sta.config(dhcp_hostname="other")
    assert network.hostname() == "other" == sta.config("dhcp_hostname")
    assert says(ValueError, None, network.hostname, "x" * 33)
    assert says(ValueError, None, network.hostname, "ü" * 17)
    network.hostname("x" * 32)


def test_a_country_has_two_letters():
    assert network.country() == "XX"
    network.country("DE")
    assert network.country() == "DE"
    assert says(ValueError, None, network.country, "DEU")


def test_the_global_dns():
    network.ipconfig(dns="9.9.9.9")
    assert network.ipconfig("dns") == "9.9.9.9"
    assert says(ValueError, "unexpected key", network.ipconfig, "addr4")
    assert says(ValueError, "unexpected key", network.ipconfig, addr4="1.2.3.4")


def test_other_parameters_are_kept():
    fresh()
    sta.config(pm=network.WLAN.PM_NONE, txpower=8.5)
    assert sta.config("pm") == 0 and sta.config("txpower") == 8.5
    assert sta.config("mac") == b"\x24\x0a\xc4\x5c\xd8\x0b"
    assert says(ValueError, "invalid buffer length", sta.config, mac=b"12345")
    sta.config(mac=b"\x24\x0a\xc4\x5c\xd8\x0b")
