"""A browser's remote control over a WebSocket: numbered commands, their results, and events.

Both WebDriver BiDi and Chromium's DevTools protocol speak so. It knows the commands of neither.
"""

import contextlib
import json

from websockets.sync.client import connect


class Refused(Exception):
    """The browser could not do it, perhaps only for now: a page that is being left has no text."""


class Wire:
    """`with Wire.to(url) as wire: wire.ask("session.new", capabilities={})`."""

    limit = 20  # s that the browser may take for an answer

    def __init__(self, socket):
        self._socket = socket
        self._number = 0
        self.events = []  # as they came: {"method": ..., "params": ...}

    @classmethod
    @contextlib.contextmanager
    def to(cls, url):
        """Connected to a browser on this machine, past any proxy."""
        with connect(url, max_size=None, ping_interval=None, proxy=None) as socket:
            yield cls(socket)

    def ask(self, method, **params):
        """The result of a command; raises Refused with the browser's words."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv(self.limit))
            if answer.get("id") == self._number:
                break
            self.events.append(answer)
        if "error" in answer:
            raise Refused(f"{method}: {answer.get('message') or answer['error']}")
        return answer["result"]
