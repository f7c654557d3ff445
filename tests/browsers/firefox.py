"""Debian's Firefox, by WebDriver BiDi, which is the browser's own: no driver stands between."""

import contextlib
import json
import tempfile
from pathlib import Path

from tests.browsers.page import Page
from tests.browsers.programs import program
from tests.browsers.wire import Refused, Wire
from tests.needs import need

# Steered by remote control, Firefox asks its maker nothing; this is what we add.
_SETTINGS = {"intl.accept_languages": "en-GB, en"}
_ENTER = "\ue006"


@contextlib.contextmanager
def firefox(scripts=True):
    """A page in a fresh Firefox; `scripts` can be switched off."""
    with contextlib.ExitStack() as stack:
        profile = stack.enter_context(tempfile.TemporaryDirectory())
        settings = {**_SETTINGS, "javascript.enabled": scripts}
        Path(profile, "user.js").write_text(
            "".join(
                f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
                for name, value in settings.items()
            )
        )
        command = [need("firefox-esr"), "--headless", "--no-remote", "--profile", profile]
        listening = stack.enter_context(
            program([*command, "--remote-debugging-port=0"], r"BiDi listening on (ws://\S+)")
        )
        yield Firefox(stack.enter_context(Wire.to(listening[1] + "/session")))


class Firefox(Page):
    """Its first tab."""

    def __init__(self, wire):
        self._wire = wire
        wire.ask("session.new", capabilities={})
        self._context = wire.ask("browsingContext.getTree")["contexts"][0]["context"]
        wire.ask("session.subscribe", events=["log.entryAdded"])
        width, height = self.size
        self._ask("browsingContext.setViewport", viewport={"width": width, "height": height})

    def open(self, url):
        self._ask("browsingContext.navigate", url=url, wait="complete")

    def ask(self, function, *arguments):
        arguments = ", ".join(map(json.dumps, arguments))
        answer = self._wire.ask(
            "script.evaluate",
            expression=f"JSON.stringify(({function})({arguments}))",
            # Beside the page, not in it: neither its policy nor a lack of scripts is in the way.
            target={"context": self._context, "sandbox": "test"},
            awaitPromise=False,
        )
        if answer["type"] != "success":
            raise Refused(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def tap(self, x, y):
        self._act(
            "pointer",
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        )

    def type(self, text):
        for key in text.replace("\n", _ENTER):
            self._act("key", {"type": "keyDown", "value": key}, {"type": "keyUp", "value": key})

    def faults(self):
        self._wire.ask("session.status")  # what was on its way is here
        entries = [event["params"] for event in self._wire.events]
        return [entry["text"] for entry in entries if entry["level"] == "error"]

    def _act(self, kind, *actions):
        source = {"type": kind, "id": kind, "actions": list(actions)}
        self._ask("input.performActions", actions=[source])

    def _ask(self, method, **params):
        return self._wire.ask(method, context=self._context, **params)
