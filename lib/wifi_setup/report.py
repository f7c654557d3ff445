"""The session's state as the JSON that pages and programs read; docs/api.md describes it. And what
the numbers and bytes of a scan are called for people.

    text(b"Home"), strength(-60), conn_type(3), lock(3)  # "Home", 80, "WPA2", "wpa"

Loaded for each answer and given back after it. It reads a session and changes nothing in it.
"""

import json
import sys

_JSON = const("application/json")
_UP = const(("fresh", "saved", "lost", "finishing"))
_PIECE = const(256)  # characters of a logo at a time: there is no room for a second one

# wifi_auth_mode_t of ESP-IDF, by number.
_CONN_TYPES = const(
    "NONE WEP WPA WPA2 WPA2 ENTERPRISE WPA3 WPA3 WAPI OWE ENTERPRISE WPA3 WPA3 DPP "
    "ENTERPRISE ENTERPRISE ENTERPRISE"
)
_OLD = const(("WEP", "WAPI", "DPP"))


def answer(name, session, request, internet):
    """Answer a route that only reads; `internet` as in `Site`."""
    response, address = request.response, request.address
    if name == "state":
        if request.query.get("full"):  # with the networks and the maker's look
            response.stream(full_state(session, address), content_type=_JSON)
        else:
            response.json(state(session, address))
    elif name == "list_access_points":
        response.stream(access_points(session), content_type=_JSON)
    elif name == "healthcheck":
        response.json({"message": "ok"})
    elif session.station.is_joined():  # connection_status
        internet(response)
    else:
        response.json({"wifi": False, "internet": False})


def state(session, address) -> dict:
    """`GET /v1/state` for the client at this address."""
    now, network = session.state, session.network
    said = {
        "boot": session.boot,
        "device": session.options.device,
        "ap": session.ap_name,
        "local": local(session),
        "state": now,
        "mine": session.owner in (None, address),
        "scan": session.nearby.scans,
        "scanning": session.scanning,
    }
    if now != "idle":
        said["net"] = text(network.ssid) if network else "\ufffd"  # MicroPython cannot tell it
        said["id"] = network.ssid.hex() if network else ""
    if now == "busy":
        said["step"] = session.station.step or "find"
    elif now != "idle":
        said["message"] = session.text
        for name in ("reason", "rssi", "typed") if now == "failed" else _UP:
            said[name] = getattr(session, name)
    if now == "up":
        said["addresses"] = addresses(session)
        said["left"] = session.patience.seconds_left()
    return said


def local(session) -> str:
    """The board's address by name on the joined network (multicast DNS)."""
    return "http://%s.local/" % session.options.hostname


def addresses(session) -> list:
    """Where to find the board on the joined network, the one for people first."""
    return [local(session), "http://%s/" % session.station.address()]


def full_state(session, address):
    """Yield `GET /v1/state?full=1` in pieces: a street of networks is never one string."""
    options, rows = session.options, session.nearby.rows  # these, whatever is scanned meanwhile
    yield json.dumps(state(session, address))[:-1]
    comma = ', "networks": ['
    for ssid, _, _, rssi, security in rows:
        row = {
            "id": ssid.hex(),
            "name": text(ssid),
            "strength": strength(rssi),
            "lock": lock(security),
            "saved": ssid in session.nearby.saved,
        }
        yield comma + json.dumps(row)
        comma = ", "
    if not rows:
        yield comma
    look = {"accent": options.accent, "sentence": options.sentence}
    yield '], "offline": %s, "look": %s' % (json.dumps(options.offline), json.dumps(look)[:-1])
    logo = options.logo
    yield ', "logo": "' if logo else ', "logo": null}}'
    for at in range(0, len(logo or ""), _PIECE):
        yield json.dumps(logo[at : at + _PIECE])[1:-1]
    if logo:
        yield '"}}'


def access_points(session):
    """Yield `GET /v1/list_access_points` in pieces."""
    comma = '{"ssids": ['
    for ssid, _, _, rssi, security in session.nearby.rows:
        row = {
            "ssid": text(ssid),
            "id": ssid.hex(),
            "conn_type": conn_type(security),
            "strength": strength(rssi),
        }
        yield comma + json.dumps(row)
        comma = ", "
    yield comma if comma != ", " else ""
    yield '], "iw_compatible": true}'


def conn_type(security: int) -> str:
    """The name of a scan's security number: NONE, WEP, WPA, WPA2, WPA3, ENTERPRISE, ..."""
    if sys.platform == "rp2" and security > 1:  # bits there: 1 private, 2 WPA, 4 WPA2
        security = 3 if security & 4 else 2
    names = _CONN_TYPES.split()
    return names[security] if security < len(names) else "WPA3"


def lock(security: int) -> str:
    """What it asks of people: `none`, `wpa` (a password), `company` (a login), `old` (no use)."""
    name = conn_type(security)
    if name in ("NONE", "OWE"):
        return "none"
    return "company" if name == "ENTERPRISE" else "old" if name in _OLD else "wpa"


def strength(rssi: int) -> int:
    """A signal in dBm as 0 to 100."""
    return max(0, min(100, 2 * (rssi + 100)))


def text(ssid: bytes) -> str:
    """A name for showing: each byte that is not UTF-8 becomes U+FFFD."""
    shown, at = "", 0
    while at < len(ssid):
        size = 1
        while size < 5 and not _is_character(ssid[at : at + size]):
            size += 1
        shown += ssid[at : at + size].decode() if size < 5 else "\ufffd"
        at += size if size < 5 else 1
    return shown


def _is_character(raw):
    # One of UTF-8 (RFC 3629). The interpreter itself lets overlong forms and halves of pairs pass;
    # JSON must not. `chr` would tell too, but keeps each character that it makes for ever.
    try:
        code = ord(raw.decode())
    except (TypeError, ValueError):  # it is more or less than one, or none at all
        return False
    least = (0, 0x80, 0x800, 0x10000)[len(raw) - 1]
    return least <= code < 0x110000 and not 0xD800 <= code < 0xE000
