"""The access point: it comes up as it was asked for, and goes off whatever happens."""

import io
import logging
import os
import sys
from time import sleep_ms

import network
import wifi_setup.opening
from simulated import air
from wifi_setup.nearby import Nearby
from wifi_setup.opening import AccessPoint
from wifi_setup.options import Options
from wifi_setup.portal import Portal

wlan = network.WLAN(network.WLAN.IF_AP)
PORT = 10000 + int.from_bytes(os.urandom(2), "big") // 4  # other tests run at the same time


def told(name):
    return wlan.config(name)


def test_it_is_up_inside_and_off_after():
    with AccessPoint("Desk lamp") as access_point:
        assert wlan.active() and told("ssid") == "Desk lamp" and told("security") == 0
        assert access_point.address == wlan.ifconfig()[0]
    assert not wlan.active()


def test_it_goes_off_when_something_fails_inside():
    try:
        with AccessPoint("Desk lamp"):
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    assert not wlan.active()


def test_with_a_password_it_is_wpa2():
    with AccessPoint("Desk lamp", "on the label"):
        assert told("security") == network.WLAN.SEC_WPA2


def test_without_one_it_is_open_whatever_it_was_before():
    with AccessPoint("Desk lamp", "on the label"):
        pass
    with AccessPoint("Desk lamp"):
        assert told("security") == 0


def test_channel_hidden_and_clients():
    with AccessPoint("Desk lamp", channel=11, hidden=True, max_clients=2):
        assert (told("channel"), told("hidden"), told("max_clients")) == (11, True, 2)


def test_another_address_is_told_to_the_phones_as_their_name_server_too():
    with AccessPoint("Desk lamp", ip="4.3.2.1") as access_point:
        assert access_point.address == "4.3.2.1"
        assert wlan.ifconfig() == ("4.3.2.1", "255.255.255.0", "4.3.2.1", "4.3.2.1")
    with AccessPoint("Desk lamp", ip="127.0.0.1"):
        pass  # which is this machine's again


def test_a_configuration_that_the_radio_refuses_leaves_it_off():
    try:
        with AccessPoint("Desk lamp", "short"):
            raise AssertionError("came up")
    except OSError:
        pass
    assert not wlan.active()


def test_phones_on_it_are_seen():
    air.describe(phones=[{"mac": "aa:bb:cc:dd:ee:ff"}])
    with AccessPoint("Desk lamp") as access_point:
        assert Portal.in_use(access_point)
        air.describe()
        sleep_ms(60)
        assert not Portal.in_use(access_point)


class OldRadio:
    """Firmware that knows only the names of long ago."""

    known = ("essid", "password", "authmode", "channel", "hidden")

    def __init__(self):
        self.settings = {}
        self.on = False
        self.order = []

    def active(self, *on):
        if on:
            self.order.append("active")
            self.on = on[0]
        return self.on

    def config(self, **settings):
        for name in settings:
            if name not in self.known:
                raise ValueError("unknown config param")
        self.order.append("config")
        self.settings.update(settings)

    def ifconfig(self):
        return ("192.168.4.1", "255.255.255.0", "192.168.4.1", "0.0.0.0")

    def status(self, what):
        raise ValueError("unknown status param")

    def isconnected(self):
        return True


def test_the_old_names_are_used_where_the_new_ones_are_unknown():
    access_point = AccessPoint("Desk lamp", "on the label", channel=6)
    access_point.wlan = radio = OldRadio()
    with access_point:
        assert radio.settings == {
            "essid": "Desk lamp",
            "password": "on the label",
            "authmode": 3,
            "channel": 6,
            "hidden": False,
        }
        assert radio.order == ["active", "config"] and Portal.in_use(access_point)
    assert not radio.on


def test_what_somebody_else_hid_is_announced():
    """By a program, or by the options of before: a soft reset leaves all as it was."""
    wlan.active(True)
    wlan.config(ssid="mine", hidden=True)
    with AccessPoint("Desk lamp"):
        assert told("ssid") == "Desk lamp" and told("hidden") is False


class Pico(OldRadio):
    """Its platform, and its radio as firmware of before 1.24 has it: no WLAN.SEC_ names."""

    platform, AP_IF = "rp2", 1
    known = ("ssid", "key", "security", "channel")

    def WLAN(self, _):
        return self


def test_on_a_pico_it_comes_up_protected_and_without_what_its_radio_lacks():
    pico, module = Pico(), wifi_setup.opening
    module.network = module.sys = pico
    try:
        with AccessPoint("Desk lamp", "on the label", 13, hidden=True, max_clients=2):
            assert pico.settings == {
                "ssid": "Desk lamp",
                "key": "on the label",
                "security": 0x00400006,  # CYW43_AUTH_WPA2_MIXED_PSK
                "channel": 13,
            }
            assert pico.order == ["config", "active"]
        with AccessPoint("Desk lamp"):
            assert pico.settings["security"] == 0
    finally:
        module.network, module.sys = network, sys
    assert not pico.on


class Station:
    """Hears what the test says."""

    network = None

    def __init__(self, rows):
        self.rows, self.wlan = rows, None

    def scan(self):
        assert not wlan.active(), "scanned after the access point was up"
        return self.rows

    def is_joined(self):
        return False

    def cancel(self):
        pass


class Stored:
    def __init__(self, **settings):
        self._settings = settings

    def list(self):
        return []

    def setting(self, name):
        return self._settings.get(name)


def portal(rows=(), settings=None, **options):
    made = Options("Desk lamp", port=PORT, dns_port=PORT + 1, **options)
    return Portal(made, Station(list(rows)), Stored(**(settings or {})))


def test_it_comes_up_on_the_channel_of_the_strongest_network():
    rows = [(b"A", b"aaaaaa", 9, -40, 3, False), (b"B", b"bbbbbb", 3, -60, 3, False)]
    opened = portal(rows)
    try:
        opened.start()
        assert told("channel") == 9
    finally:
        opened.close()
    assert not wlan.active()


def test_a_board_that_is_joined_is_told_no_channel():
    """It would be moved off its network: the strongest one nearby need not be the one it is on."""
    wlan.active(True)
    wlan.config(channel=3)
    for options in ({}, {"ap_channel": 5}):
        opened = portal([(b"A", b"aaaaaa", 9, -40, 3, False)], **options)
        station = opened.session.station
        wlan.active(False)
        opened.session.state, station.name = "up", lambda: b"Home"
        try:
            opened.start()
            assert told("channel") == 3
        finally:
            opened.close()


def test_the_makers_channel_is_obeyed():
    opened = portal([(b"A", b"aaaaaa", 9, -40, 3, False)], ap_channel=4)
    try:
        opened.start()
        assert told("channel") == 4
    finally:
        opened.close()


def test_with_the_strongest_network_on_13_it_opens_on_another_channel():
    rows = [(b"A", b"aaaaaa", 13, -40, 3, False), (b"B", b"bbbbbb", 3, -60, 3, False)]
    for heard, expected in ((rows, (3,)), (rows[:1], range(1, 12))):
        opened = portal(heard)
        try:
            opened.start()
            assert told("ssid") == "Desk lamp" and told("channel") in expected
        finally:
            opened.close()


def test_a_makers_channel_that_the_radio_refuses_is_left_out_and_said():
    for channel in (12, 13):
        written = io.StringIO()
        logging.basicConfig(stream=written)
        opened = portal([(b"A", b"aaaaaa", 9, -40, 3, False)], ap_channel=channel)
        try:
            opened.start()
            assert told("ssid") == "Desk lamp" and told("channel") <= 11
        finally:
            opened.close()
            logging.basicConfig()
        assert "channel %d is refused here" % channel in written.getvalue()


def test_a_taken_port_leaves_nothing_behind():
    import socket

    taken = socket.socket()
    taken.bind(socket.getaddrinfo("127.0.0.1", PORT)[0][-1])
    taken.listen(1)
    try:
        opened = portal()
        try:
            opened.run()
            raise AssertionError("ran on a taken port")
        except OSError:
            pass
        assert not wlan.active()
    finally:
        taken.close()
    opened = portal()  # and the next one opens
    opened.start()
    opened.close()
    opened.close()  # twice does no harm
    assert not wlan.active()


def test_capacity_is_a_documented_limit():
    assert Nearby().capacity == 40
