"""The API's POST routes that change what is stored.

Each takes `(session, fields, response)`; HttpError says what was wrong. Loaded for each of them
and given back after it. It knows nothing of requests or radios.
"""

from slim.status import HttpError

from .labels import text
from .wanted import Refused, check_password, check_ssid, named, to_bytes


def forget(session, fields, response):
    """Forget one network, the joined one, or all."""
    if session.finishing:
        raise HttpError(409, "%s is finishing." % session.options.device)
    if fields.get("all_networks"):
        ssids = [network.ssid for network in session.networks.list()]
    elif fields.get("ssid") or fields.get("id"):
        ssids = [named(fields)]
    else:
        ssids = [session.network.ssid] if session.state == "up" and session.network else []
    for ssid in ssids:
        _store(session, "remove", ssid)
        session.nearby.save(ssid, False)
        if session.state in ("up", "failed") and session.network and session.network.ssid == ssid:
            session.state, session.network, session.owner = "idle", None, None  # nobody finishes
            session.scanning = False
            session.patience.plan(session.station.leave, response, session.settle)
    response.close()
    response.json({"message": "accepted"}, 202)


def set_hotspot_ssid(session, fields, response):
    """The name of the board's own Wi-Fi, from the next time on."""
    ssid = check_ssid(to_bytes(fields.get("ssid"), "ssid"))
    if b"\0" in ssid or text(ssid).encode() != ssid:  # half a pair would be no valid JSON later
        raise Refused("This must be a text.", "ssid")
    _set(session, "hotspot_ssid", ssid, response)


def set_hotspot_password(session, fields, response):
    """The password of the board's own Wi-Fi, from the next time on."""
    password = to_bytes(fields.get("password"), "password")
    check_password(password, False)
    if not all(32 <= byte <= 126 for byte in password):  # or the access point stays off
        raise Refused("Only letters, digits and signs of ASCII are possible.", "password")
    _set(session, "hotspot_password", password, response)


def set_interface(session, fields, response):
    """A board joins by one interface, so there is nothing to choose."""
    if fields.get("interface") not in ("auto", "wlan0"):
        raise Refused("A board has only wlan0.", "interface")
    response.json({"message": "ok"})


def _set(session, name, value, response):
    _store(session, "set_setting", name, value.decode())
    response.json({"message": "ok"})


def _store(session, action, *arguments):
    try:
        getattr(session.networks, action)(*arguments)
    except OSError:  # the file is read-only, or no room is left
        raise HttpError(507, "%s cannot store anything." % session.options.device)
