"""Why joining failed, in one word: the rules by which a radio's codes are read.

    reason_of(15, rssi=-60)  ->  "password"

Codes are those of `WLAN.status()`: ESP32 passes IEEE 802.11 reason codes (below 200) and
Espressif's own on (esp_wifi_types_generic.h, wifi_err_reason_t); rp2 has three, below 0. Loaded
when something has failed. Must not touch the radio.
"""

_WEAK_DBM = const(-80)
_NEEDS_NO_PASSWORD = const((0, 9))  # open; OWE, which is encrypted but open to all

_WORDS = const(
    (
        ("password", (15, 202, 204, 205, -3)),
        ("refused", (5, 203, -1)),
        ("gone", (201, -2)),
        ("security", (13, 18, 19, 20, 21, 22, 23, 24, 210, 211)),
        ("weak", (212,)),
        ("timeout", (2, 4, 39, 200)),
    )
)


def reason(entry, password, code, rssi, let_in):
    """Return the word for an attempt's last try: `mismatch`, or else `reason_of`."""
    return mismatch(entry, password) or reason_of(code, rssi, let_in)


def reason_of(code, rssi=None, let_in=False):
    """Return the word for the code with which a try ended.

    rssi: dBm, or None when not known; let_in: the network had let the radio in before.
    """
    for word, codes in _WORDS:
        if code in codes:
            word = weaken(word, rssi)
            return "dropped" if word == "timeout" and let_in else word
    return "dropped" if let_in else "unknown"


def weaken(word, rssi):
    """Return "weak" for a time-out of a network that can hardly be heard, else the word."""
    if word == "timeout" and rssi is not None and rssi < _WEAK_DBM:
        return "weak"
    return word


def mismatch(entry, password):
    """Return what is wrong when a network of a scan and a password cannot fit, else None.

    MicroPython 1.22 (IDF 5.0) says 201 in both cases, later ones 210 or 211.
    """
    if entry is None:
        return None
    is_open = entry[4] in _NEEDS_NO_PASSWORD
    if is_open and password:
        return "security"  # joining it without would let anybody pose as the real one
    if not is_open and not password:
        return "password"
    return None
