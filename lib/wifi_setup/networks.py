"""The networks that this board knows, and its own settings.

    networks = Networks()
    networks.add(Network("Maple Street 12", "correct horse battery"))
    for network in networks.list():              # best first
        print(network.ssid, network.priority)

Names and passwords are bytes: a network's name need not be UTF-8. It must not know of the radio.
"""

import sys

from .borrow import unload
from .network import Network as Network  # programs import it from here
from .network import to_bytes
from .store import Store


class Networks:
    """The stored networks and settings. Each action opens the file, and closes it again.

    What changes something is atomic, and raises OSError if it cannot be stored (nothing is changed
    then). Reading never raises for a damaged file: it is put aside, and nothing is known.
    """

    def __init__(self, filename: str = "credentials", secret=None):
        """`secret` (str or bytes): passwords are sealed with it; see docs/storage.md."""
        self._store = Store(filename)
        self._secret = secret
        self._seal = None

    def list(self) -> list:
        """All networks, the best first: by priority, then the one joined last."""
        from .network_records import unpack

        networks = unpack(self._store.read(), self._opener())
        if any(network.sealed for network in networks):
            import logging

            logging.getLogger("store").warning(
                "passwords sealed on another chip, or with another secret, cannot be opened"
            )
            networks = [network for network in networks if not network.sealed]
        return best_first(networks)

    def get(self, ssid):
        """The network of this name, or None."""
        ssid = to_bytes(ssid)
        for network in self.list():
            if network.ssid == ssid:
                return network
        return None

    def add(self, network) -> None:
        """Stores a network, in the place of the one of that name if there is one.

        ValueError, with a sentence, if it cannot be a network.
        """
        self._change("put", network)

    def remove(self, ssid) -> bool:
        """Forgets a network; False if there was none of this name."""
        return self._change("drop", to_bytes(ssid))

    def reorder(self, ssids) -> None:
        """Gives the named networks the highest priorities, in this order; the others follow."""
        self._change("order", [to_bytes(ssid) for ssid in ssids])

    def succeeded(self, ssid, channel: int = 0, bssid=None) -> bool:
        """Notes where a network was joined just now; no write, and False, if nothing is new."""
        ssid = to_bytes(ssid)
        bssid = bytes(bssid) if bssid else None
        networks = self.list()
        latest = max((network.last for network in networks), default=0)
        for network in networks:
            if network.ssid == ssid:
                break
        else:
            return False
        if latest and (network.last, network.channel, network.bssid) == (latest, channel, bssid):
            return False
        return self._change("note", ssid, channel, bssid)

    def clear(self) -> None:
        """Forgets everything: networks, settings, and files that were put aside."""
        self._store.clear()

    def setting(self, name: str, default=None):
        """A setting of the device's own, as it was set."""
        return self.settings().get(name, default)

    def settings(self) -> dict:
        """All settings by name."""
        from .settings import unpack

        return unpack(self._store.read())

    def set_setting(self, name: str, value) -> None:
        """Stores a setting: anything that JSON can carry; None forgets it."""
        from .settings import edit

        records = self._store.read_to_change()
        if edit(records, name, value):
            self._store.write(records)

    def _change(self, edit, *arguments):
        # What edits is given back to the heap before the rest is loaded, which writes.
        before = set(sys.modules)
        try:
            records = self._changed(edit, arguments)
            unload(before)
            if records is None:
                return False
            self._store.write(records)
            return True
        finally:
            unload(before)

    def _changed(self, edit, arguments):
        from .network_changes import change

        return change(self._store.read_to_change(), self._opener(), edit, arguments)

    def _opener(self):
        if self._secret is not None and self._seal is None:
            from .seal import Seal

            self._seal = Seal(self._secret)
        return self._seal


def best_first(networks: list) -> list:
    """The same networks by priority, then the one joined last; equals in the order they had."""
    # MicroPython's sort does not keep the order of equals, hence the index.
    order = sorted((-n.priority, -n.last, index) for index, n in enumerate(networks))
    return [networks[index] for _, _, index in order]
