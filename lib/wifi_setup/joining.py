"""The beginning and the end of an attempt that a phone asked for.

Loaded for each of them, while what answers phones is not. It knows nothing of HTTP or of how
attempts go on.
"""

import logging

_log = logging.getLogger("session")


def begin(session) -> None:
    """Begin to join `session.network`, by its stored password if the phone gave none."""
    asked = session.network
    saved = session.networks.get(asked.ssid)
    if saved:
        saved.password = asked.password or saved.password
        saved.hidden = asked.hidden or saved.hidden
        session.network = saved
    _log.info("joining %s", asked.ssid)
    session.station.begin(session.network, session.nearby.rows)


def succeed(session, problem) -> None:
    """Tell of what has been joined; `problem`: why it could not be stored, or None."""
    session.saved = problem is None
    if problem:
        _log.error("joined, but it cannot be stored: %s", problem)
    else:
        session.nearby.save(session.network.ssid)
    try:
        said = session.message(session.station.wlan) if session.message else None
    except Exception as error:  # noqa: BLE001 - the maker's own check
        _log.exception("joined, but", exc_info=error)
        said = error.args[0] if error.args and isinstance(error, ValueError) else ""
        # The maker's own words, but no more of them than find room in an answer.
        return session.failed("check", said[:1000] if isinstance(said, str) else "")
    session.state, session.fresh = "up", True
    session.text = "" if said is None else str(said)[:1000]
