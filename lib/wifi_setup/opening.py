"""Opens a portal: scans, raises the access point, and starts the services.

    start(portal)

Its code goes back to the heap when it has run. It knows nothing of what follows.
"""

import logging

from slim.dns import MicroDNSSrv
from slim.loop import Loop
from slim.slim_server import SlimServer

from .borrow import use
from .network import Network
from .site import Site


def start(portal) -> None:
    """Give the portal its `loop` and `wlan`; OSError if a port is taken."""
    session, station, options = portal.session, portal.session.station, portal.options
    if session.state == "up":  # by what was joined before the portal was opened
        name = station.name()
        session.network = station.network or (Network(name) if name else None)
    session.look_round()
    channel = session.nearby.channel()
    made = use("access_point", "prepared", options, session.networks, channel)
    session.ap_name, portal.wlan = made.ssid, made.wlan
    made.__enter__()
    address, port = made.address, options.port
    url = "http://%s/" % address if port == 80 else "http://%s:%d/" % (address, port)
    portal.loop = loop = Loop()
    # Bound to the AP's own address: on the joined network nothing listens.
    server = loop.add(SlimServer(loop.poller, address, port))
    server.add_module(Site(session, portal.ask_internet, url, address))
    found = MicroDNSSrv.ip_bytes(address)
    loop.add(MicroDNSSrv(found, loop.poller, address, options.dns_port))
    logging.getLogger("portal").info("%r is up, its page is on %s", session.ap_name, address)
