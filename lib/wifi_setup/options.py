"""Everything a maker can set, with its default and its rule: one table.

    Options("ding-5cd80b1", ap_password="on the label", country="DE")

A class attribute is the default of every set-up on this board, so boot.py may say
`Options.port = 8080`. A wrong value raises ValueError with a sentence, a misspelt name
TypeError, both before any radio is touched. Must not know radios, files or pages.
"""

import sys


class Options:
    """What one set-up works with; docs/options.md tells of each at length."""

    essid = None  # name of the board's own Wi-Fi, 1 to 32 bytes
    message = None  # called with the WLAN after joining through the portal; its text is shown
    device = None  # name shown to people; None: the essid
    hostname = None  # name on the joined network (RFC 1123 label); None: made from the essid
    ap_password = None  # password of the board's own Wi-Fi, 8 to 63 characters; None: open
    ap_ip = None  # its IPv4 address; None: the firmware's, usually 192.168.4.1
    ap_channel = None  # 1 to 13; None: that of the network the board will probably join
    ap_hidden = False  # True: its name is not announced
    ap_max_clients = None  # 1 to 10 phones at a time; None: the firmware's
    port = 80  # of the portal's web server
    dns_port = 53  # of the portal's name server
    country = None  # two letters, for radios that heed it
    filename = "credentials"  # where networks are stored
    secret = None  # str or bytes that seals stored passwords; None: they are readable
    join_limit = 20  # seconds for each network
    idle_timeout = None  # seconds without a request until the portal gives up; None: never
    linger = 300  # seconds the portal stays after success when nobody presses Finish
    offline = False  # True: the page offers to go on without Wi-Fi
    retry = (15, 300)  # first and longest pause in seconds between tries of stored networks
    accent = None  # colour of the page, "#0a5fd9"
    logo = None  # text of an inline SVG
    sentence = None  # a line of the maker's on the first screen

    def __init__(self, essid, message=None, **options):
        """`essid` names the board's Wi-Fi; `options` are the names above."""
        for name in options:
            if name.startswith("_") or not hasattr(Options, name):
                raise TypeError("unknown option: " + name)
            setattr(self, name, options[name])
        self.essid = essid.decode() if isinstance(essid, bytes) else essid
        self.message = message
        before = set(sys.modules)  # the rules, three quarters of the cost, are needed but now
        from .borrow import unload
        from .option_rules import check, hostname_from

        check(self)
        self.device = self.device or self.essid
        self.hostname = self.hostname or hostname_from(self.essid)
        unload(before)
