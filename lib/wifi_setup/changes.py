"""Changes to the networks and settings in the store's records, and the rules that they keep.

    records = change(records, None, "put", (Network("Maple Street 12", "correct horse battery"),))

An edit is a function of the list of networks that returns whether it changed anything. Imported
only when something changes, and gone before the result is written. The sentences of a ValueError
name the field, never a password.
"""

import json

from .network_records import pack, unpack

_MOST = const(16)  # networks: for as many there is room in a heap of 96 KB, portal and all


def change(records: dict, seal, edit: str, args):
    """The records after an edit, which is named; None if it changes nothing."""
    if edit == "set":
        return records if _set(records, *args) else None
    networks = unpack(records, seal)
    if not globals()[edit](networks, *args):
        return None
    pack(networks, records, seal)
    return records


def _set(records, name, value):
    key = b"set." + name.encode()
    if len(key) > 68:
        raise ValueError("a setting's name has at most 64 bytes")
    if not _is_plain(value):
        raise ValueError("a setting's value must be something that JSON can carry")
    old = records.pop(key, None)
    if value is not None:
        records[key] = json.dumps(value).encode()
    return records.get(key) != old


def _is_plain(value):
    # json.dumps refuses nothing: it writes bytes as if they were text, and objects as `<object>`.
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(value[key]) for key in value)
    if isinstance(value, (list, tuple)):
        return all(_is_plain(part) for part in value)
    if isinstance(value, float):
        return value - value == 0  # neither infinite nor no number
    return value is None or isinstance(value, (bool, int, str))


def put(networks, network):
    """Add it, or replace the one of its name."""
    check(network)
    at = _find(networks, network.ssid)
    if at is not None:
        networks[at] = network
    elif len(networks) < _MOST:
        networks.append(network)
    else:
        raise ValueError("no more than 16 networks can be stored: remove one before")
    return True


def keep(networks, network, channel, bssid):
    """Put it, as joined just now."""
    if _find(networks, network.ssid) is None:
        del networks[_MOST - 1 :]  # the last one, if there is no room
    put(networks, network)
    note(networks, network.ssid, channel, bssid)
    return True


def drop(networks, ssid):
    """Remove it."""
    at = _find(networks, ssid)
    if at is not None:
        del networks[at]
    return at is not None


def order(networks, ssids):
    """Let them be the best, in this order."""
    wanted = [network for ssid in ssids for network in networks if network.ssid == ssid]
    wanted += [network for network in networks if network.ssid not in ssids]
    for index, network in enumerate(wanted):
        network.priority = len(wanted) - index
    return True


def note(networks, ssid, channel, bssid):
    """Let it be the one joined last, and there."""
    at = _find(networks, ssid)
    if at is None:
        return False
    last, network = max([network.last for network in networks]), networks[at]
    old = network.last, network.channel, network.bssid
    if not last or network.last != last:
        network.last = last + 1
    network.channel, network.bssid = channel, bssid
    return old != (network.last, channel, bssid)


def _find(networks, ssid):
    for index, network in enumerate(networks):
        if network.ssid == ssid:
            return index
    return None


def check(network):
    """Raise ValueError unless it can be a network."""
    if not network.ssid or len(network.ssid) > 32:
        raise ValueError("ssid must have 1 to 32 bytes")
    if not _is_password(network.password):
        raise ValueError("password must have 8 to 63 bytes, or 64 hex digits")
    for name in ("priority", "last", "channel"):
        if not isinstance(getattr(network, name), int):
            raise ValueError("%s must be a whole number" % name)
    if network.bssid is not None and len(network.bssid) != 6:
        raise ValueError("bssid must have 6 bytes")
    if network.static is not None and not _is_static(network.static):
        raise ValueError("static must be (IPv4 address/prefix, gateway, DNS server)")


def _is_password(password):
    # 8 to 63 characters or 64 hex digits are WPA's (IEEE 802.11-2020 J.4); 5 bytes are a WEP key.
    if password is None or len(password) == 5 or 8 <= len(password) <= 63:
        return True
    try:
        return len(password) == 64 and len(bytes.fromhex(password.decode())) == 32
    except ValueError:
        return False


def _is_static(static):
    if not isinstance(static, (tuple, list)) or len(static) != 3:
        return False
    address, _, prefix = static[0].partition("/")
    if not prefix.isdigit() or not 1 <= int(prefix) <= 30:
        return False
    for text in (address, static[1], static[2]):
        parts = text.split(".") if isinstance(text, str) else ()
        sound = all(part.isdigit() and int(part) <= 255 and len(part) < 4 for part in parts)
        if text is not None and not (sound and len(parts) == 4):
            return False
    return True
