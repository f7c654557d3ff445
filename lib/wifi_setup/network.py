"""One network that this board knows.

    Network("Maple Street 12", "correct horse battery", priority=2)

Its name and password are bytes: a network's name need not be UTF-8. A module of its own, so that
who joins it need not keep the store in the heap. It must not know where it is stored.
"""


class Network:
    """One network. `str` for the name and the password is encoded as UTF-8."""

    def __init__(
        self,
        ssid,
        password=None,
        priority: int = 0,
        hidden: bool = False,
        static=None,
        last: int = 0,
        channel: int = 0,
        bssid=None,
    ):
        self.ssid = to_bytes(ssid)  # 1 to 32 bytes
        self.password = to_bytes(password) or None  # None: an open network
        self.priority = priority  # higher is tried earlier
        self.hidden = hidden  # does not say its name, so a scan does not show it
        self.static = static  # None, or ("192.168.1.20/24", gateway or None, DNS server or None)
        self.last = last  # higher: joined later
        self.channel = channel  # where it was joined last; 0: unknown
        self.bssid = bssid  # the six bytes of the access point it was joined at last, or None
        self.sealed = None  # a password that this board cannot open: it is kept, not tried

    def strongest(self, seen):
        """The strongest row of a scan that has its name, or None."""
        best = None
        for row in seen:
            if row[0] == self.ssid and (best is None or row[3] > best[3]):
                best = row
        return best


def to_bytes(text):
    """`text` as bytes, if it is not bytes already; None stays None."""
    return text.encode() if isinstance(text, str) else text and bytes(text)
