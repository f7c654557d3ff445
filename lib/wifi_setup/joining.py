"""Begins an attempt that a phone asked for; loaded for that, once what answers phones has gone.

It knows nothing of HTTP or of how attempts go on.
"""

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
