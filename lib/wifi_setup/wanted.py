"""What a request wants, to join or to have changed in the store, checked before anything moves.

    network, typed = wanted({"ssid": "Home", "password": "12345678"}, nearby, "Lamp")

Raises Refused with a sentence for people. What `change` is asked for is done, and answered, by
`errands`: there is no room for both. It knows nothing of requests or radios.
"""

from binascii import unhexlify

from slim import HttpError

from .network import Network
from .report import lock, text

_USELESS = {
    "company": "Needs a company login, which %s can't use.",
    "old": "Its security is too old for %s.",
}
_TRIES = const(20)  # turns in which room is looked for to store something
_HEX = const(b"0123456789abcdefABCDEF")


class Refused(HttpError):
    """A 400 whose `field` names the one at fault: `ssid` or `password`; None: no single one."""

    def __init__(self, sentence, field):
        super().__init__(400, sentence)
        self.field = field


def wanted(fields: dict, nearby, device: str) -> tuple:
    """`(Network, typed)` for the fields of a request; `typed`: its name came by hand.

    A saved network may come without its password, which is not looked up here.
    """
    network = Network(named(fields))
    row = network.strongest(nearby.rows)
    kind = lock(row[4]) if row else ""
    if fields.get("username") or fields.get("conn_type") == "ENTERPRISE":
        kind = "company"
    if kind in _USELESS:
        raise Refused(_USELESS[kind] % device, "ssid")
    typed = row is None and not fields.get("id")
    network.hidden = typed or bool(fields.get("hidden"))
    secret = to_bytes(fields.get("password") or "", "password")
    if secret or (kind == "wpa" and network.ssid not in nearby.saved):
        check_password(secret)
    network.password = secret or None
    return network, typed


def change(session, route, fields, response):
    """Have changed in the store what this route is for: `forget`, `set_hotspot_ssid` or
    `set_hotspot_password`. There is nothing to choose by `set_interface`."""
    name = value = ssids = None
    if route == "set_interface":
        if fields.get("interface") not in ("auto", "wlan0"):
            raise Refused("A board has only wlan0.", "interface")
        return response.json({"message": "ok"})
    if route != "forget":
        name, value = route[4:], _hotspot(fields, route[12:])
    elif fields.get("all_networks") is not True:
        if fields.get("all_networks"):  # "false", from a form
            raise Refused("This must be true or false.", "all_networks")
        ssids = []
        if fields.get("ssid") or fields.get("id"):
            ssids = [named(fields)]
        elif session.network and (session.state == "up" or session.reason == "check"):
            ssids = [session.network.ssid]
    if session.finishing or (session.patience.action and not session.scanning):
        raise HttpError(409, "%s is busy." % session.options.device)
    session.tries = _TRIES
    session.change(response, ssids, name, value)


def _hotspot(fields, field):
    """The `ssid` or `password` of the board's own Wi-Fi, from the next time on."""
    if field == "ssid":
        value = named({field: fields.get(field)})
        if b"\0" in value or text(value).encode() != value:  # half a pair would be no valid JSON
            raise Refused("This must be a text.", field)
    else:
        value = to_bytes(fields.get(field), field)
        check_password(value, False)
        if not all(32 <= byte <= 126 for byte in value):  # or the access point stays off
            raise Refused("Only letters, digits and signs of ASCII are possible.", field)
    return value.decode()


def check_password(secret: bytes, key: bool = True) -> None:
    """Raise Refused for what is no WPA password: 8 to 63 bytes or, with `key`, 64 hex digits."""
    if not secret:
        raise Refused("Enter the password.", "password")
    if len(secret) < 8:
        raise Refused("A Wi-Fi password has at least 8 characters.", "password")
    is_key = key and len(secret) == 64 and not secret.strip(_HEX)
    if len(secret) > 63 and not is_key:
        raise Refused("A Wi-Fi password has at most 63 characters.", "password")


def named(fields: dict) -> bytes:
    """The name that the fields give: `id`, its bytes in hex, or `ssid`, a text."""
    try:
        exact = unhexlify(to_bytes(fields.get("id") or "", "ssid"))
    except ValueError:
        raise Refused("Choose a network.", "ssid")
    ssid = exact or to_bytes(fields.get("ssid") or "", "ssid")
    if not ssid:
        raise Refused("Enter the network's name.", "ssid")
    if len(ssid) > 32:
        raise Refused("A network name has at most 32 characters.", "ssid")
    return ssid


def to_bytes(value, field: str) -> bytes:
    """A text from JSON as UTF-8.

    Some programs write emoji as an escaped pair, `\\ud83d\\ude00`, of which the json module makes
    two characters; they are joined here.
    """
    if not isinstance(value, str):
        raise Refused("This must be a text.", field)
    raw = value.encode()
    at = raw.find(b"\xed")
    while at >= 0:
        pair = raw[at : at + 6]
        high, low = _code(pair), _code(pair[3:])
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:
            code = 0x10000 + ((high & 0x3FF) << 10 | low & 0x3FF)
            # Not by `chr`, which keeps each character that it makes for ever.
            tail = [0x80 | code >> shift & 63 for shift in (12, 6, 0)]
            raw = raw[:at] + bytes([0xF0 | code >> 18] + tail) + raw[at + 6 :]
        at = raw.find(b"\xed", at + 1)
    return raw


def _code(raw):
    """The character of three bytes of UTF-8."""
    return (raw[0] & 15) << 12 | (raw[1] & 63) << 6 | raw[2] & 63 if len(raw) > 2 else 0
