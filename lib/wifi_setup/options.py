"""Everything a maker can set, with its default and its rule: one table.

    Options("ding-5cd80b1", ap_password="on the label", country="DE")

A class attribute is the default of every set-up on this board, so boot.py may say
`Options.port = 8080`. A wrong value raises ValueError with a sentence, a misspelt name
TypeError, both before any radio is touched. Must not know radios, files or pages.
"""

_LABEL = "abcdefghijklmnopqrstuvwxyz0123456789-"


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
        self._check_names()
        self._check_access_point()
        self._check_session()
        self.device = self.device or self.essid
        self.hostname = self.hostname or hostname_from(self.essid)

    def _check_names(self):
        _need(_is_text(self.essid, 32), "essid", "text of 1 to 32 bytes")
        _need(self.message is None or callable(self.message), "message", "callable")
        _need(self.device is None or _is_text(self.device, 64), "device", "text of 1 to 64 bytes")
        _need(
            self.hostname is None or _is_label(self.hostname),
            "hostname",
            "1 to 32 letters, digits and hyphens, with no hyphen at either end",
        )
        _need(_is_text(self.filename, 255), "filename", "a file name")
        secret = self.secret
        _need(
            secret is None or (isinstance(secret, (str, bytes)) and len(secret) > 0),
            "secret",
            "text or bytes, and not empty",
        )
        country = self.country
        _need(
            country is None or (_is_text(country, 2) and len(country) == 2 and country.isalpha()),
            "country",
            "two letters",
        )

    def _check_access_point(self):
        _need(
            self.ap_password is None or _is_passphrase(self.ap_password),
            "ap_password",
            "8 to 63 printable ASCII characters",
        )
        _need(self.ap_ip is None or _is_host_address(self.ap_ip), "ap_ip", "an IPv4 address")
        _need(self.ap_channel is None or _is_int(self.ap_channel, 1, 13), "ap_channel", "1 to 13")
        clients = self.ap_max_clients
        _need(clients is None or _is_int(clients, 1, 10), "ap_max_clients", "1 to 10")
        _need(_is_int(self.port, 1, 65535), "port", "1 to 65535")
        _need(_is_int(self.dns_port, 1, 65535), "dns_port", "1 to 65535")

    def _check_session(self):
        _need(_is_number(self.join_limit, 1), "join_limit", "at least 1 second")
        idle = self.idle_timeout
        _need(idle is None or _is_number(idle, 1), "idle_timeout", "at least 1 second, or None")
        _need(_is_number(self.linger, 0), "linger", "0 seconds or more")
        _need(_is_back_off(self.retry), "retry", "two numbers of seconds, the smaller one first")
        _need(self.accent is None or _is_colour(self.accent), "accent", 'a colour like "#0a5fd9"')
        logo = self.logo
        _need(
            logo is None or (isinstance(logo, str) and logo.strip().startswith("<svg")),
            "logo",
            "the text of an SVG, beginning with <svg",
        )
        _need(
            self.sentence is None or _is_text(self.sentence, 512),
            "sentence",
            "text of 1 to 512 bytes",
        )


def hostname_from(name):
    """Return an RFC 1123 label of at most 32 characters made from any name.

    "Desk lamp (2)" gives "desk-lamp-2"; a name without one usable letter gives "board-"
    and the end of the chip's number, so that two such boards still differ.
    """
    label = ""
    for letter in name.lower():
        if letter in _LABEL and letter != "-":
            label += letter
        elif label and label[-1] != "-":
            label += "-"
    return label[:32].strip("-") or _anonymous()


def _anonymous():
    import machine

    return "board-" + "".join(["%02x" % byte for byte in machine.unique_id()[-3:]])


def _need(good, name, what):
    # The value itself stays out of the sentence: it may be a password.
    if not good:
        raise ValueError(name + " must be " + what)


def _is_text(value, limit):
    return isinstance(value, str) and 1 <= len(value.encode()) <= limit


def _is_label(value):
    if not _is_text(value, 32) or value.startswith("-") or value.endswith("-"):
        return False
    return all(letter in _LABEL for letter in value.lower())


def _is_passphrase(value):
    # IEEE 802.11-2020 J.4.1: 8 to 63 characters, each 32 to 126.
    if not isinstance(value, str) or not 8 <= len(value) <= 63:
        return False
    return all(32 <= ord(letter) <= 126 for letter in value)


def _is_host_address(value):
    parts = value.split(".") if isinstance(value, str) else ()
    if len(parts) != 4 or not all(part.isdigit() and int(part) <= 255 for part in parts):
        return False
    return 1 <= int(parts[0]) <= 223 and parts[0] != "127" and 1 <= int(parts[3]) <= 254


def _is_int(value, low, high):
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_number(value, low):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= low


def _is_back_off(value):
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        return False
    return _is_number(value[0], 1) and _is_number(value[1], 1) and value[0] <= value[1]


def _is_colour(value):
    if not isinstance(value, str) or len(value) not in (4, 7) or value[0] != "#":
        return False
    return all(digit in "0123456789abcdef" for digit in value[1:].lower())
