"""Chromium 64, the oldest engine the page is made for, by the DevTools protocol it had then."""

import contextlib
import json
import tempfile
from urllib.request import ProxyHandler, build_opener

from tests.browsers.page import Page
from tests.browsers.programs import program
from tests.browsers.wire import Refused, Wire
from tests.needs import absent
from tools.old_chromium import NoChromium, find

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
    "--lang=en-GB",
    "--remote-debugging-port=0",
)
_WRONG = ("security", "javascript", "violation")  # and not "network": phones lose the board


@contextlib.contextmanager
def old_chromium(scripts=True):
    """A page in a fresh Chromium 64; `scripts` can be switched off."""
    try:
        executable = find()
    except NoChromium as error:
        absent(str(error))
    with contextlib.ExitStack() as stack:
        profile = stack.enter_context(tempfile.TemporaryDirectory())
        size = "--window-size=" + ",".join(map(str, Page.size))
        command = [executable, *_FLAGS, size, f"--user-data-dir={profile}"]
        listening = stack.enter_context(program(command, r"listening on ws://([^/]+)/"))
        wire = stack.enter_context(Wire.to(_new_tab(listening[1])))
        yield OldChromium(wire, scripts)


def _new_tab(address):
    """The URL of its remote control; asked for past any proxy."""
    with build_opener(ProxyHandler({})).open(f"http://{address}/json/new") as answer:
        return json.load(answer)["webSocketDebuggerUrl"]


class OldChromium(Page):
    """A tab of it."""

    def __init__(self, wire, scripts):
        self._wire = wire
        for domain in ("Runtime", "Log", "Page"):
            wire.ask(domain + ".enable")
        wire.ask("Emulation.setScriptExecutionDisabled", value=not scripts)

    def open(self, url):
        self._wire.ask("Page.navigate", url=url)

    def ask(self, function, *arguments):
        arguments = ", ".join(map(json.dumps, arguments))
        answer = self._wire.ask(
            "Runtime.evaluate", expression=f"({function})({arguments})", returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise Refused(answer["exceptionDetails"]["text"])
        return answer["result"].get("value")

    def tap(self, x, y):
        for kind in ("mousePressed", "mouseReleased"):
            self._wire.ask(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1
            )

    def type(self, text):
        for letter in text.replace("\n", "\r"):
            code = 13 if letter == "\r" else 0
            key = {"text": letter, "key": "Enter" if code else letter}
            self._wire.ask(
                "Input.dispatchKeyEvent", type="keyDown", windowsVirtualKeyCode=code, **key
            )
            self._wire.ask("Input.dispatchKeyEvent", type="keyUp", windowsVirtualKeyCode=code)

    def faults(self):
        self._wire.ask("Runtime.evaluate", expression="0")  # what was on its way is here
        found = []
        for event in self._wire.events:
            if event["method"] == "Runtime.exceptionThrown":
                details = event["params"]["exceptionDetails"]
                found.append(details.get("exception", {}).get("description") or details["text"])
            elif event["method"] == "Log.entryAdded":
                entry = event["params"]["entry"]
                if entry["source"] in _WRONG:
                    found.append(entry["text"])
        return found
