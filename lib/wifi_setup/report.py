"""The session's state as the JSON that pages and programs read; docs/api.md describes it.

Loaded for each answer and given back after it. It reads a session and changes nothing in it.
"""

import json
from binascii import hexlify

from micropython import const

from .labels import conn_type, lock, strength, text

_JSON = const("application/json")
_UP = const(("fresh", "saved", "lost", "finishing"))
_PIECE = const(256)  # characters of a logo at a time: there is no room for a second one


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
        return internet(response)
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
        "mine": session.is_mine(address),
        "scan": session.nearby.scans,
        "scanning": session.scanning,
    }
    if now != "idle":
        said["net"] = text(network.ssid) if network else ""
        said["id"] = hexlify(network.ssid).decode() if network else ""
    if now == "busy":
        said["step"] = session.station.step or "find"
    elif now != "idle":
        said["message"] = session.text
        _add(said, session, ("reason", "rssi", "typed") if now == "failed" else _UP)
    if now == "up":
        said["addresses"] = addresses(session)
        said["left"] = session.patience.seconds_left()
    return said


def _add(said, session, names):
    for name in names:
        said[name] = getattr(session, name)


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
            "id": hexlify(ssid).decode(),
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
            "id": hexlify(ssid).decode(),
            "conn_type": conn_type(security),
            "strength": strength(rssi),
        }
        yield comma + json.dumps(row)
        comma = ", "
    yield comma if comma != ", " else ""
    yield '], "iw_compatible": true}'
