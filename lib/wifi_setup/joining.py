"""The beginning and the end of an attempt that a phone asked for.

Loaded for each of them, while what answers phones is not. It knows nothing of HTTP or of how
attempts go on.
"""

import gc
import logging


def begin(session) -> None:
    """Begin to join `session.network`, by its stored password if the phone gave none."""
    asked = session.network
    saved = session.networks.get(asked.ssid)
    if saved:
        saved.password = asked.password or saved.password
        saved.hidden = asked.hidden or saved.hidden
        session.network = saved
    logging.getLogger("session").info("joining %s", asked.ssid)
    session.station.begin(session.network, session.nearby.rows)


def keep(session) -> str:
    """Store what has been joined; return a sentence for people if that cannot be done, else ""."""
    station, network = session.station, session.network
    for _ in range(2):
        try:
            session.networks.keep(network, station.channel, station.bssid)
            session.nearby.save(network.ssid)
            return ""
        except (MemoryError, OSError, ValueError) as error:
            problem = error
            gc.collect()
    logging.getLogger("session").error("joined, but it cannot be stored: %s", problem)
    device = session.options.device
    return "%s could not store this network, and will ask again when it restarts. " % device
