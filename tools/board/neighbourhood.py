"""The neighbourhood's file, seen from the PC: written whole, so that it is never half there."""

import json
import os
from pathlib import Path

EMPTY = {"networks": [], "phones": []}


class Neighbourhood:
    """A JSON file that is given, or one made from a dict; either may be changed at any time."""

    def __init__(self, given, place):
        self._is_given = isinstance(given, (str, os.PathLike))
        self.path = Path(given).resolve() if self._is_given else Path(place)
        self._known = None if self._is_given else {**EMPTY, **(given or {})}

    def read(self):
        """What is in the air now."""
        return self._known or json.loads(self.path.read_text(encoding="utf-8"))

    def save(self):
        """Writes it again, if it was made here."""
        if self._known is not None:
            self._write(self._known)

    def change(self, change):
        """Replaces the lists that a dict names, or lets a function change (or return) all."""
        now = self.read()
        if callable(change):
            now = change(now) or now
        else:
            now.update(change)
        if not self._is_given:
            self._known = now
        if self.path.parent.exists():
            self._write(now)

    def _write(self, content):
        new = self.path.with_name(self.path.name + ".new")
        # As UTF-8: MicroPython's json makes two characters of an escaped pair.
        text = json.dumps(content, indent=2, ensure_ascii=False)
        new.write_text(text + "\n", encoding="utf-8")
        new.replace(self.path)


def named(ssid):
    """A name as the neighbourhood's file gives it, as text; what is not UTF-8 as U+FFFD."""
    if isinstance(ssid, dict):
        return bytes.fromhex(ssid["hex"]).decode("utf-8", "replace")
    return ssid
