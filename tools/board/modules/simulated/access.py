"""Whether an access point lets a station in: the rules of the Wi-Fi library and of the routers.

Reason codes are those of IEEE 802.11 and of Espressif (esp_wifi_types_generic.h). No state.
"""

from micropython import const

from simulated import air

_NO_AP_FOUND = const(201)
_ASSOC_FAIL = const(203)
_HANDSHAKE_TIMEOUT = const(204)
_NO_COMPATIBLE_SECURITY = const(210)
_BELOW_AUTHMODE = const(211)

_TOO_WEAK = const(-90)  # dBm; heard in a scan, but no handshake gets through


def match(ssid, key, bssid):
    """(the access point to join, None) or (None, the reason why there is none).

    The first one that answers is taken, not the strongest: MicroPython leaves the scan method at
    "fast", which goes through the channels from below.
    """
    best, reason = None, _NO_AP_FOUND
    for network in air.networks():
        if network.ssid != ssid or network.fault == "gone":
            continue
        if bssid and network.bssid != bssid:
            continue
        mismatch = _mismatch(network.security, key)
        if mismatch:
            reason = mismatch
        elif best is None or network.channel < best.channel:
            best = network
    return (best, None) if best else (None, reason)


def _mismatch(security, key):
    """The reason why a network of this kind is passed over with such a key, or None."""
    if not key:
        return None if security == 0 else _NO_COMPATIBLE_SECURITY
    if security in (1, 2):  # WEP and WPA are below the threshold that a long key sets
        return _BELOW_AUTHMODE if len(key) >= 8 else None
    return None if security in (3, 4, 6, 7) else _NO_COMPATIBLE_SECURITY


def handshake_fault(network, key, attempt):
    """The reason why the four-way handshake of this attempt (1, 2, ...) fails, or None."""
    if network.rssi <= _TOO_WEAK:
        return _HANDSHAKE_TIMEOUT
    if key == network.password:
        return None
    if len(key) == 64 and key.lower() == network.password.lower():
        return None
    wrong = network.wrong
    if isinstance(wrong, int):
        return wrong
    return wrong[min(attempt, len(wrong)) - 1]


def refusal(network, key, attempt):
    """The reason why the access point turns the station away, or None."""
    if isinstance(network.fault, int):
        return network.fault
    if network.fault == "refuse":
        return _ASSOC_FAIL
    return handshake_fault(network, key, attempt)
