"""What the numbers and bytes of a scan are called for people.

    text(b"Home"), strength(-60), conn_type(3), lock(3)  # "Home", 80, "WPA2", "wpa"

Loaded while an answer is made. It knows nothing of the radio, of files or of HTTP.
"""

import sys

from micropython import const

# wifi_auth_mode_t of ESP-IDF, by number.
_CONN_TYPES = const(
    "NONE WEP WPA WPA2 WPA2 ENTERPRISE WPA3 WPA3 WAPI OWE ENTERPRISE WPA3 WPA3 DPP "
    "ENTERPRISE ENTERPRISE ENTERPRISE"
)
_LOCKS = {"NONE": "none", "OWE": "none", "ENTERPRISE": "company"}
_OLD = const(("WEP", "WAPI", "DPP"))


def conn_type(security: int) -> str:
    """The name of a scan's security number: NONE, WEP, WPA, WPA2, WPA3, ENTERPRISE, ..."""
    if sys.platform == "rp2" and security > 1:  # bits there: 1 private, 2 WPA, 4 WPA2
        security = 3 if security & 4 else 2
    names = _CONN_TYPES.split()
    return names[security] if security < len(names) else "WPA3"


def lock(security: int) -> str:
    """What it asks of people: `none`, `wpa` (a password), `company` (a login), `old` (no use)."""
    name = conn_type(security)
    return "old" if name in _OLD else _LOCKS.get(name, "wpa")


def strength(rssi: int) -> int:
    """A signal in dBm as 0 to 100."""
    return max(0, min(100, 2 * (rssi + 100)))


def text(ssid: bytes) -> str:
    """A name for showing: each byte that is not UTF-8 becomes U+FFFD."""
    shown = ""
    at = 0
    while at < len(ssid):
        size = _sequence(ssid, at)
        shown += ssid[at : at + size].decode() if size else "\ufffd"
        at += size or 1
    return shown


def _sequence(raw, at):
    """Bytes of the UTF-8 character (RFC 3629) that begins here; 0 if none does.

    The interpreter's own check lets overlong forms and halves of pairs pass; JSON must not.
    """
    first = raw[at]
    if first < 0x80:
        return 1
    size = 0 if first < 0xC2 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    piece = raw[at : at + size]
    if not size or len(piece) < size or any(byte & 0xC0 != 0x80 for byte in piece[1:]):
        return 0
    code = ord(piece.decode()) if first < 0xF5 else 0
    if code < (0x80, 0x800, 0x10000)[size - 2] or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return 0
    return size
