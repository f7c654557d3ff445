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


def keep(session) -> None:
    """Store what has been joined; `session.saved` says whether that could be done."""
    station, network = session.station, session.network
    session.saved = False
    for _ in range(2):
        try:
            session.networks.keep(network, station.channel, station.bssid)
            session.nearby.save(network.ssid)
            session.saved = True
            return
        except (MemoryError, OSError, ValueError) as error:
            problem = error
            gc.collect()
    logging.getLogger("session").error("joined, but it cannot be stored: %s", problem)
