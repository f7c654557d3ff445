"""Changes to the networks in the store's records.

    records = change(records, None, "put", (Network("Maple Street 12", "correct horse battery"),))

An edit is a function of the list of networks that returns whether it changed anything. Imported
only when something changes, and gone before the result is written; only `networks` uses it.
"""

from .network_records import pack, unpack
from .network_rules import check
from .networks import best_first


def change(records: dict, seal, edit: str, arguments):
    """The records after an edit, which is named; None if it changes nothing."""
    networks = unpack(records, seal)
    if not _EDITS[edit](networks, *arguments):
        return None
    pack(best_first(networks), records, seal)
    return records


def put(networks: list, network) -> bool:
    """Adds a network, or replaces the one of its name; ValueError if it cannot be one."""
    check(network)
    for index, old in enumerate(networks):
        if old.ssid == network.ssid:
            networks[index] = network
            return True
    networks.append(network)
    return True


def drop(networks: list, ssid: bytes) -> bool:
    """Takes the network of this name out."""
    for index, network in enumerate(networks):
        if network.ssid == ssid:
            del networks[index]
            return True
    return False


def order(networks: list, ssids: list) -> bool:
    """Numbers the priorities so that the named ones come first, in this order."""
    wanted = [network for ssid in ssids for network in networks if network.ssid == ssid]
    wanted += [network for network in best_first(networks) if network.ssid not in ssids]
    for index, network in enumerate(wanted):
        network.priority = len(wanted) - index
    return True


def note(networks: list, ssid: bytes, channel: int, bssid) -> bool:
    """Notes that this one was joined last, and where."""
    latest = max((network.last for network in networks), default=0)
    for network in networks:
        if network.ssid == ssid:
            if network.last != latest or not latest:
                network.last = latest + 1
            network.channel, network.bssid = channel, bssid
            return True
    return False


_EDITS = {"put": put, "drop": drop, "order": order, "note": note}
