"""The API's POST routes that change what is stored.

Each takes `(session, fields, response)`; HttpError says what was wrong. It is done, and answered,
by `errands`: there is no room for both. It knows nothing of requests or radios.
"""

from micropython import const
from slim.slim_server import SlimServer
from slim.status import HttpError

from .labels import text
from .wanted import Refused, check_password, check_ssid, named, to_bytes

_TRIES = const(20)  # turns in which room is looked for


def forget(session, fields, response):
    """Forget one network, the joined one, or all."""
    if fields.get("all_networks"):
        ssids = None
    elif fields.get("ssid") or fields.get("id"):
        ssids = [named(fields)]
    else:
        ssids = [session.network.ssid] if session.state == "up" and session.network else []
    return _change(session, response, ssids)


def set_hotspot_ssid(session, fields, response):
    """The name of the board's own Wi-Fi, from the next time on."""
    ssid = check_ssid(to_bytes(fields.get("ssid"), "ssid"))
    if b"\0" in ssid or text(ssid).encode() != ssid:  # half a pair would be no valid JSON later
        raise Refused("This must be a text.", "ssid")
    return _change(session, response, None, "hotspot_ssid", ssid.decode())


def set_hotspot_password(session, fields, response):
    """The password of the board's own Wi-Fi, from the next time on."""
    password = to_bytes(fields.get("password"), "password")
    check_password(password, False)
    if not all(32 <= byte <= 126 for byte in password):  # or the access point stays off
        raise Refused("Only letters, digits and signs of ASCII are possible.", "password")
    return _change(session, response, None, "hotspot_password", password.decode())


def set_interface(session, fields, response):
    """A board joins by one interface, so there is nothing to choose."""
    if fields.get("interface") not in ("auto", "wlan0"):
        raise Refused("A board has only wlan0.", "interface")
    response.json({"message": "ok"})


def _change(session, *args):
    if session.finishing or (session.patience.action and not session.scanning):
        raise HttpError(409, "%s is busy." % session.options.device)
    session.tries = _TRIES
    session.change(*args)
    return SlimServer.RESPONSE_PENDING
