"""The founding library's `Credentials`, for programs that read or write them by themselves.

    ssid, password = Credentials().get()

New programs use `Networks`, which knows several. Nothing inside imports this.
"""

from .networks import Network, Networks


class Credentials:
    """The best of the stored networks as a pair of bytes."""

    def __init__(self, filename="credentials"):
        self._networks = Networks(filename)

    def get(self):
        """Return (ssid, password); password None for an open network, both when there is none."""
        for network in self._networks.list():
            return network.ssid, network.password
        return None, None

    def put(self, ssid, password):
        """Store a network and prefer it to the others; ValueError if it cannot be one."""
        self._networks.add(Network(ssid, password))
        self._networks.reorder([ssid])

    def clear(self):
        """Forget all networks."""
        self._networks.clear()
