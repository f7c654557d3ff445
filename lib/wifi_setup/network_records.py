"""The form in which networks stand in the store's records.

    records = {b"ssid": b"Maple Street 12", b"password": b"correct horse battery"}
    networks = unpack(records)          # [Network]
    pack(networks, records)             # the same records, other ones left as they are

The best network has the two keys of the founding library, so that its files are read as they are
and it reads ours; what that library knows nothing of is in `more`, as JSON. The second network
has `ssid.1` and so on. With a seal, `sealed` takes the place of `password`.
"""

import json

from .network import Network

_SSID = b"ssid"
_PASSWORD = b"password"
_SEALED = b"sealed"
_MORE = b"more"
_FIELDS = (_SSID, _PASSWORD, _SEALED, _MORE)


def unpack(records: dict, seal=None) -> list:
    """The networks in the records, best first. What cannot be understood is left out.

    A network whose sealed password does not open (other chip, other secret, no `seal`) has that
    in `sealed` and no password.
    """
    networks = []
    index = 0
    while (ssid := records.get(_key(_SSID, index))) is not None:
        network = Network(ssid, records.get(_key(_PASSWORD, index)))
        sealed = records.get(_key(_SEALED, index))
        if sealed:
            network.password = seal and seal.open(ssid, sealed)
            network.sealed = None if network.password else sealed
        _set_more(network, records.get(_key(_MORE, index)))
        if 1 <= len(ssid) <= 32:
            networks.append(network)
        index += 1
    return networks


def pack(networks: list, records: dict, seal=None) -> None:
    """Puts these networks, best first, in the place of those in the records."""
    for key in list(records):
        name, dot, index = key.partition(b".")
        if name in _FIELDS and (index.isdigit() or not dot):
            del records[key]
    for index, network in enumerate(networks):
        records[_key(_SSID, index)] = network.ssid
        if network.sealed:
            records[_key(_SEALED, index)] = network.sealed
        elif network.password and seal:
            records[_key(_SEALED, index)] = seal.close(network.ssid, network.password)
        elif network.password:
            records[_key(_PASSWORD, index)] = network.password
        more = _more(network)
        if more:
            records[_key(_MORE, index)] = json.dumps(more).encode()


def _key(field, index):
    return b"%s.%d" % (field, index) if index else field


def _more(network):
    more = {}
    for name in ("priority", "hidden", "static", "last", "channel"):
        value = getattr(network, name)
        if value:
            more[name] = value
    if network.bssid:
        more["bssid"] = network.bssid.hex()
    return more


def _set_more(network, text):
    try:
        more = json.loads(text) if text else {}
        bssid = more.get("bssid")
        network.bssid = bytes.fromhex(bssid) if bssid else None
        network.static = tuple(more["static"]) if more.get("static") else None
        network.hidden = bool(more.get("hidden"))
        for name in ("priority", "last", "channel"):
            setattr(network, name, int(more.get(name, 0)))
    except (AttributeError, TypeError, ValueError):
        pass  # written by something newer: the network itself can still be joined
