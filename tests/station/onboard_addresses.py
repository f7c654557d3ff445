"""By what name and address the board is on its network."""
# clock: moved

import network
from around import HOME, around, sta
from rig import fresh, home, join, let_go
from wifi_setup.radio import expand
from wifi_setup.station import Station


def test_the_host_name_is_set_before_joining():
    around(HOME)
    network.hostname("something")
    station = fresh(hostname="desk-lamp")
    assert network.hostname() == "something"
    station.begin(home())
    assert network.hostname() == "desk-lamp"


def test_the_country_is_set():
    around(HOME)
    station = fresh(country="de")
    station.begin(home())
    assert network.country() == "DE"


def test_a_fixed_address_and_dhcp_after_it():
    around(HOME)
    station = fresh()
    fixed = home(static=("192.168.7.20/23", "192.168.6.1", "9.9.9.9"))
    assert join(station, fixed) == "joined"
    assert sta.ifconfig() == ("192.168.7.20", "255.255.254.0", "192.168.6.1", "9.9.9.9")
    assert station.address() == "192.168.7.20"
    assert join(station, home()) == "joined"
    assert sta.ifconfig()[0] == "127.0.0.1"


def test_a_fixed_address_without_gateway_and_dns():
    around(HOME)
    station = fresh()
    assert join(station, home(static=("192.168.7.20/24", None, None))) == "joined"
    assert station.address() == "192.168.7.20"


def test_a_fixed_address_from_before_a_soft_reset_is_not_kept():
    around(HOME)
    station = fresh()
    assert join(station, home(static=("192.168.7.20/24", None, None))) == "joined"
    let_go()
    station = Station()
    assert join(station, home()) == "joined"
    assert station.address() == "127.0.0.1"


def test_the_mask_of_a_prefix():
    assert [expand("10.0.0.2/%d" % n)[1] for n in (1, 8, 23, 24, 30, 32)] == [
        "128.0.0.0",
        "255.0.0.0",
        "255.255.254.0",
        "255.255.255.0",
        "255.255.255.252",
        "255.255.255.255",
    ]
