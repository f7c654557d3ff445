"""Firefox on the phone, steered by Marionette: its windows, and what its services know.

    with Firefox(here) as firefox:
        firefox.navigate("http://example.com/")
        firefox.chrome("return gBrowser.currentURI.spec")

Marionette is Firefox's own remote control: JSON over a socket. It is spoken here without a driver
between, because it alone reaches the browser's services.
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from tests.needs import need
from tests.phone import wait_until

_PORT = 2828  # in the phone's own network, so it is free
_SETTINGS = {
    # Firefox under remote control looks for no portals unless told to.
    "network.captive-portal-service.enabled": True,
    "network.connectivity-service.enabled": True,
    "browser.aboutwelcome.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
}


class Firefox:
    """A fresh one, gone at the end. `seconds` is how long any one command may take."""

    seconds = 30

    def __init__(self, here):
        self._here = here
        self._number = 0

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            folder = Path(tempfile.mkdtemp())
            # What Firefox has started may still be writing there.
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            self._start(stack, folder)
            self._stream = stack.enter_context(self._connect())
            self._receive()  # its greeting
            self._ask("WebDriver:NewSession", capabilities={})
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        with contextlib.suppress(OSError, ValueError):
            self._ask("Marionette:Quit", flags=["eForceQuit"])
        return self._stack.__exit__(*error)

    def navigate(self, url):
        """Waits until the page is loaded."""
        self._ask("WebDriver:Navigate", url=url)

    def url(self):
        """Of the page."""
        return self._ask("WebDriver:GetCurrentURL")["value"]

    def chrome(self, script):
        """What a script returns that runs with the rights of the browser itself."""
        self._ask("Marionette:SetContext", value="chrome")
        try:
            return self._ask("WebDriver:ExecuteScript", script=script, args=[])["value"]
        finally:
            self._ask("Marionette:SetContext", value="content")

    def _start(self, stack, folder):
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in _SETTINGS.items())
        (folder / "user.js").write_text("".join(lines))
        hidden = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
        environment = {k: v for k, v in os.environ.items() if k not in hidden}
        environment.update(HOME=str(folder), TMPDIR=str(folder), MOZ_CRASHREPORTER_DISABLE="1")
        remote = ["--marionette", "--remote-allow-system-access", "--headless", "--no-remote"]
        # With it ends all that it has started: a process namespace dies with its first process.
        alone = ["--pid", "--fork", "--kill-child", "--mount-proc"]
        process = self._here.net.phone.popen(
            ["setpriv", "--pdeathsig", "KILL", "unshare", *alone]
            + [need("firefox-esr"), *remote, "--profile", folder],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        stack.enter_context(process)
        stack.callback(process.kill)

    def _connect(self):
        def connect():
            return socket.create_connection(("127.0.0.1", _PORT), self.seconds)

        there = wait_until(lambda: self._here.on_phone(connect), self.seconds, "Marionette")
        with there:
            return there.makefile("rwb")

    def _ask(self, name, **parameters):
        self._number += 1
        message = json.dumps([0, self._number, name, parameters]).encode()
        self._stream.write(b"%d:%s" % (len(message), message))
        self._stream.flush()
        _, number, error, result = self._receive()
        assert number == self._number
        if error:
            raise ValueError(f"{name}: {error['error']}: {error['message']}")
        return result

    def _receive(self):
        length = b""
        while not length.endswith(b":"):
            byte = self._stream.read(1)
            if not byte:
                raise OSError("Firefox has hung up")
            length += byte
        return json.loads(self._stream.read(int(length[:-1])))
