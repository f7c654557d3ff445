"""MicroPython's network module over a simulated radio: what ports/esp32/network_wlan.c does.

    sta = network.WLAN(network.WLAN.IF_STA)

Same names, arguments, results, errors and traps as on an ESP32: endless retries hide a wrong
password unless `reconnects` is set, the reason of an earlier failure stays in `status()`, a scan
gives [] while connecting, a soft AP takes its name only once it is active, and so on; the networks
are those of `simulated.air`. Asking for the status allocates nothing while nothing happens.
"""

from simulated.interface import checked as _checked
from simulated.wlan import WLAN  # noqa: F401
from simulated.wlan import radio as _radio
from simulated.wlan_config import data as _data
from simulated.wlan_config import set_hostname as _set_hostname

STA_IF, AP_IF = 0, 1

STAT_IDLE, STAT_CONNECTING, STAT_GOT_IP = 1000, 1001, 1010
STAT_BEACON_TIMEOUT = 200
STAT_NO_AP_FOUND = 201
STAT_WRONG_PASSWORD = 202
STAT_ASSOC_FAIL = STAT_CONNECT_FAIL = 203
STAT_HANDSHAKE_TIMEOUT = 204
STAT_NO_AP_FOUND_W_COMPATIBLE_SECURITY = 210
STAT_NO_AP_FOUND_IN_AUTHMODE_THRESHOLD = 211
STAT_NO_AP_FOUND_IN_RSSI_THRESHOLD = 212

AUTH_OPEN, AUTH_WEP, AUTH_WPA_PSK, AUTH_WPA2_PSK, AUTH_WPA_WPA2_PSK = 0, 1, 2, 3, 4
AUTH_WPA2_ENTERPRISE, AUTH_WPA3_PSK, AUTH_WPA2_WPA3_PSK, AUTH_WAPI_PSK, AUTH_OWE = 5, 6, 7, 8, 9
AUTH_WPA3_ENT_192, AUTH_WPA3_EXT_PSK, AUTH_WPA3_EXT_PSK_MIXED_MODE = 10, 11, 12


_country = "XX"
_dns = None  # the global one, if it was set


def country(*code):
    """Gets or sets the two letters; the ESP32 does nothing with them."""
    global _country
    if not code:
        return _country
    if len(_data(code[0])) != 2:
        raise ValueError
    _country = code[0]


def hostname(*name):
    """Gets or sets the name told to DHCP and mDNS when a connect begins."""
    if not name:
        return _radio.hostname
    _set_hostname(_radio, name[0])


def ipconfig(*args, **kwargs):
    """Gets or sets the global `dns`."""
    global _dns
    if not kwargs:
        if len(args) != 1:
            raise TypeError("must query one param")
        if args[0] != "dns":
            raise ValueError("unexpected key")
        return _dns or _radio.sta.dns
    if args:
        raise TypeError("can't specify pos and kw args")
    for key, value in kwargs.items():
        if key != "dns":
            raise ValueError("unexpected key")
        _dns = _radio.sta.dns = _checked(value)
