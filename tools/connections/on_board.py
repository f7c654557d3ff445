"""The board's half: sent to it as source, and run there by MicroPython with its own library."""

from wifi_setup.networks import Network, Networks


def store(filename, rows):
    """Stores networks, each in one step; for each None, or why it was not taken."""
    networks = Networks(filename)
    results = []
    for ssid, password, priority, hidden, static in rows:
        network = Network(
            bytes.fromhex(ssid),
            None if password is None else bytes.fromhex(password),
            priority,
            hidden,
            static,
        )
        try:
            networks.add(network)
            results.append(None)
        except (OSError, ValueError) as error:
            results.append(str(error))
    return results


def fetch(filename):
    """All networks, the best first."""
    return [
        (n.ssid.hex(), n.password and n.password.hex(), n.priority, n.hidden, n.static)
        for n in Networks(filename).list()
    ]
