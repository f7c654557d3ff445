"""What a phone asked for and is done when what answers phones has gone: joins, and changes.

Loaded for it and given back after it. It knows nothing of routes, or of how attempts go on.
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
    logging.getLogger("session").info("now joining %s", asked.ssid)
    session.station.begin(session.network, session.nearby.rows + session.nearby.twins)


def change(session, response, ssids, name=None, value=None) -> None:
    """Forget these networks (None: all), or store a setting if it has a name, and answer."""
    status, said = 202, "accepted"
    try:
        if name:
            session.networks.set_setting(name, value)
            status, said = 200, "ok"
        else:
            _forget(session, response, ssids)
    except (MemoryError, OSError) as error:  # the file is read-only, or no room is left
        small = isinstance(error, MemoryError)
        if small and session.tries:  # there may be room in the next turn
            session.tries -= 1
            return session.change(response, ssids, name, value)
        status = 503 if small else 507
        said = "%s cannot store anything." % session.options.device
    response.close()
    response.json({"message": said}, status)


def _forget(session, response, ssids):
    if ssids is None:
        ssids = [network.ssid for network in session.networks.list()]
    for ssid in ssids:
        session.networks.remove(ssid)
        session.nearby.save(ssid, False)
        network = session.network
        if session.state in ("up", "failed") and network and network.ssid == ssid:
            session.state, session.network, session.owner = "idle", None, None  # nobody finishes
            session.patience.plan(session.station.leave, response, session.settle)
