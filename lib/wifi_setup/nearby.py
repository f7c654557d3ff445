"""The networks that the last scan heard, as a list for people: one row a name, the best first.

    nearby = Nearby(capacity=40)
    nearby.update(station.scan(), {b"Home"})
    for row in nearby.rows:  # (ssid, bssid, channel, rssi, security), saved ones first
        print(text(row[0]), strength(row[3]), conn_type(row[4]))  # see report

It knows nothing of the radio, of files or of HTTP.
"""

_SSID = const(0)
_RSSI = const(3)


class Nearby:
    """The rows, and a count of scans. Holds at most `capacity` names, so that a street of flats
    cannot fill the heap."""

    def __init__(self, capacity=40):
        self.capacity = capacity
        self.rows = []
        self.twins = []  # of names heard more than once: the second strongest
        self.saved = set()
        self.scans = 0

    def update(self, heard, saved) -> None:
        """Take the result of a scan (strongest first) and the set of saved names."""
        self.scans += 1
        self.saved = saved
        names, rows, twins = set(), [], {}
        for row in heard:
            name = row[_SSID]
            if not name.strip(b"\0"):  # an empty name is a hidden network's
                continue
            if name in names:
                twins.setdefault(name, row[:5])
            elif len(rows) < self.capacity or name in saved:
                names.add(name)
                rows.append(row[:5])
        self.rows, self.twins = rows, list(twins.values())
        self._order()

    def save(self, ssid: bytes, saved: bool = True) -> None:
        """Take it that a name is saved now, or no longer."""
        self.saved.discard(ssid)
        if saved:
            self.saved.add(ssid)
        self.scans += 1  # pages ask for the list again
        self._order()

    def _order(self):
        # A new list: the old one may be on its way to a phone.
        key = lambda row: (row[_SSID] not in self.saved, -row[_RSSI])  # noqa: E731
        self.rows = sorted(self.rows, key=key)[: self.capacity]
