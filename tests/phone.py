"""A phone on the board's network, for tests: asks for pages and waits for what they say."""

import http.client
import json
import time
from urllib.parse import urlencode


class Phone:
    """Speaks HTTP to one address, each request on a connection of its own."""

    def __init__(self, port, host="127.0.0.1", source=None, own_host=None):
        self._address = host, port
        self._source = (source, 0) if source else None
        self._own_host = own_host or f"{host}:{port}"

    def ask(self, method, path, body=None, headers=None, host=None, timeout=10):
        """One request; an answer with `.status`, `.headers`, `.body` (bytes) and `.json()`."""
        connection = http.client.HTTPConnection(
            *self._address, timeout=timeout, source_address=self._source
        )
        try:
            headers = {"Host": host or self._own_host, **(headers or {})}
            connection.request(method, path, body=body, headers=headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, **kwargs):
        return self.ask("GET", path, **kwargs)

    def post(self, path, content, **kwargs):
        """A JSON body, as the page sends it."""
        headers = {"Content-Type": "application/json", **kwargs.pop("headers", {})}
        return self.ask("POST", path, json.dumps(content).encode(), headers, **kwargs)

    def submit(self, path, fields, **kwargs):
        """A form, as a browser without scripts sends it."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "text/html",
            **kwargs.pop("headers", {}),
        }
        return self.ask("POST", path, urlencode(fields).encode(), headers, **kwargs)

    def state(self, full=False):
        """What the page would be told."""
        return self.get("/v1/state?full=1" if full else "/v1/state").json()

    def wait_for_page(self, timeout=20):
        """Until the portal answers."""
        return wait_until(lambda: self.get("/").status == 200, timeout, "the portal's page")

    def wait_for_state(self, *states, timeout=30):
        """Until the state is one of these; the whole answer."""
        now = {}

        def is_there():
            now.clear()
            now.update(self.state())
            return now["state"] in states

        wait_until(is_there, timeout, lambda: f"{' or '.join(states)}, not {now}")
        return now


class Answer:
    """An answer, read to its end."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def json(self):
        return json.loads(self.body)


def wait_until(condition, timeout, what):
    """The first true result of `condition()`; refused and broken connections count as not yet.

    `what` is being waited for: a text, or a function that gives it.
    """
    end = time.monotonic() + timeout
    while True:
        try:
            result = condition()
        except (OSError, http.client.HTTPException, ValueError) as error:
            result, what_else = None, f" (last: {error!r})"
        else:
            what_else = ""
        if result:
            return result
        if time.monotonic() > end:
            text = what() if callable(what) else what
            raise AssertionError(f"waited {timeout} s for {text}{what_else}")
        time.sleep(0.05)
