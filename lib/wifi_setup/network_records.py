"""The form in which networks and settings stand in the store's records.

    records = {b"ssid": b"Maple Street 12", b"password": b"correct horse battery"}
    networks = unpack(records)          # [Network], best first
    pack(networks, records)             # the same records, other ones left as they are

The best network has the two keys of the founding library, so that its files are read as they are
and it reads ours; what that library knows nothing of is in `more`, as JSON. The second network
has `ssid.1` and so on. With a seal, `sealed` takes the place of `password`. A setting is one JSON
text, under `set.<name>`.
"""

import json

from .network import Network


def unpack(records: dict, seal=None) -> list:
    """The networks in the records, best first. What cannot be understood is left out.

    A network whose sealed password does not open (other chip, other secret, no `seal`) has that
    in `sealed` and no password.
    """
    networks = []
    index, end = 0, b""
    while (ssid := records.get(b"ssid" + end)) is not None:
        network = Network(ssid, records.get(b"password" + end))
        sealed = records.get(b"sealed" + end)
        if sealed:
            network.password = seal and seal.open(ssid, sealed)
            network.sealed = None if network.password else sealed
        _set_more(network, records.get(b"more" + end))
        if 1 <= len(ssid) <= 32:
            networks.append(network)
        index += 1
        end = b".%d" % index
    return _best_first(networks)


def pack(networks: list, records: dict, seal=None) -> None:
    """Puts these networks in the place of those in the records."""
    for key in list(records):
        name, dot, index = key.partition(b".")
        if name in (b"ssid", b"password", b"sealed", b"more") and (index.isdigit() or not dot):
            del records[key]
    end = b""
    for index, network in enumerate(_best_first(networks), 1):
        records[b"ssid" + end] = network.ssid
        if network.sealed:
            records[b"sealed" + end] = network.sealed
        elif network.password and seal:
            records[b"sealed" + end] = seal.close(network.ssid, network.password)
        elif network.password:
            records[b"password" + end] = network.password
        more = _more(network)
        if more:
            records[b"more" + end] = json.dumps(more).encode()
        end = b".%d" % index


def settings(records: dict) -> dict:
    """All settings by name; one that cannot be read is left out."""
    found = {}
    for key, value in records.items():
        if key.startswith(b"set."):
            try:
                found[key[4:].decode()] = json.loads(value)
            except ValueError:
                pass
    return found


def _best_first(networks):
    # MicroPython's sort does not keep the order of equals, hence the index.
    order = sorted((-n.priority, -n.last, index) for index, n in enumerate(networks))
    return [networks[key[2]] for key in order]


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
