"""The networks that this board knows, and its own settings.

    networks = Networks()
    networks.add(Network("Maple Street 12", "correct horse battery"))
    for network in networks.list():              # best first
        print(network.ssid, network.priority)

Names and passwords are bytes: a network's name need not be UTF-8. It must not know of the radio.
"""

import gc
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
        self.store = Store(filename)
        self.secret = secret
        self.seal = None

    def list(self) -> list:
        """All networks, the best first: by priority, then the one joined last."""
        from .network_records import unpack

        networks = unpack(self.store.read(), self._opener())
        usable = [network for network in networks if not network.sealed]
        if len(usable) < len(networks):
            import logging

            logging.getLogger("store").warning(
                "passwords sealed on another chip, or with another secret, cannot be opened"
            )
        return usable

    def get(self, ssid):
        """The network of this name, or None."""
        ssid = to_bytes(ssid)
        for network in self.list():
            if network.ssid == ssid:
                return network
        return None

    def add(self, network) -> None:
        """Stores a network, in the place of the one of that name if there is one.

        ValueError, with a sentence, if it cannot be a network, or if 16 others are stored.
        """
        self._change("put", network)

    def keep(self, network, channel: int = 0, bssid=None) -> None:
        """Stores a network joined just now, and where; of 16 others the last gives way."""
        self._change("keep", network, channel, bytes(bssid) if bssid else None)

    def remove(self, ssid) -> bool:
        """Forgets a network; False if there was none of this name."""
        return self._change("drop", to_bytes(ssid))

    def reorder(self, ssids) -> None:
        """Gives the named networks the highest priorities, in this order; the others follow."""
        self._change("order", [to_bytes(ssid) for ssid in ssids])

    def succeeded(self, ssid, channel: int = 0, bssid=None) -> bool:
        """Notes where a network was joined just now; no write, and False, if nothing is new."""
        return self._change("note", to_bytes(ssid), channel, bytes(bssid) if bssid else None)

    def clear(self) -> None:
        """Forgets everything: networks, settings, and files that were put aside."""
        self.store.clear()

    def setting(self, name: str, default=None):
        """A setting of the device's own, as it was set."""
        return self.settings().get(name, default)

    def settings(self) -> dict:
        """All settings by name."""
        from .network_records import settings

        return settings(self.store.read())

    def set_setting(self, name: str, value) -> None:
        """Stores a setting: anything that JSON can carry; None forgets it."""
        self._change("set", name, value)

    def _change(self, edit, *args):
        before = set(sys.modules)
        gc.collect()  # what is loaded now needs room in one piece
        try:
            from .changes import change

            records = change(self.store.read_to_change(), self._opener(), edit, args)
            del change
            unload(before)  # what edits is given back before the rest is loaded, which writes
            if records is not None:
                self.store.write(records)
            return records is not None
        finally:
            unload(before)

    def _opener(self):
        if self.secret is not None and self.seal is None:
            from .seal import Seal

            self.seal = Seal(self.secret)
        return self.seal
