"""A phone that sets a board up, by the portal's JSON API."""

import http.client
import json
import time

from tools.measure.board import BoardFailed

PASSWORD = "correct horse battery"


def _ask(port, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        headers = {"Content-Type": "application/json"} if body else {}
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _until(condition, limit=20):
    """Waits until it is true; what fails meanwhile is tried again."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        try:
            found = condition()
        except (OSError, http.client.HTTPException, ValueError):
            found = None
        if found:
            return found
        time.sleep(0.05)
    raise BoardFailed("the set-up came to no end")


class Phone:
    """One that sets the board on this port up."""

    def __init__(self, port):
        self._port = port

    def setup(self):
        """The page, the list, a network, and Finish."""
        self.connect(PASSWORD, self.begin())
        self.until("up")
        self.post("finish", {"finish": True})

    def all(self):
        """The same with all that can be asked besides, and after going wrong."""
        self.post("set_hotspot_ssid", {"ssid": "Lamp of Ann"}, 200)
        self.post("set_hotspot_password", {"password": "on the label"}, 200)
        network = self.begin()
        self.connect("a wrong password", network)
        self.until("failed")
        self.connect(PASSWORD, network)
        self.until("up")
        self.post("forget", {"id": network})
        self.until("idle")
        _until(lambda: _ask(self._port, "GET", "/v1/connection_status")[0] == 200)
        self.setup()

    def begin(self):
        """Open the page, and choose from the list."""
        _until(lambda: _ask(self._port, "GET", "/")[0] == 200)
        rows = _until(lambda: [n for n in self.state("?full=1")["networks"] if n["strength"]])
        return rows[0]["id"]

    def connect(self, password, network):
        """Send the form off."""
        self.post("connect", {"id": network, "password": password})

    def post(self, route, fields, status=202):
        """Ask until it is granted."""
        _until(lambda: _ask(self._port, "POST", "/v1/" + route, fields)[0] == status)

    def state(self, query=""):
        """What the page hears."""
        return json.loads(_ask(self._port, "GET", "/v1/state" + query)[1])

    def until(self, state):
        """Wait for it."""
        _until(lambda: self.state()["state"] == state)
