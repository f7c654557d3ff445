"""The terminal of `make demo`."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
import webbrowser

from tools.demo import NEIGHBOURHOOD

_HELP = """
  WiFiSetup.clear()   make it forget its networks, as the next reset shows
  reset               press its reset button
  Ctrl-C              switch it off
"""
_ENDED = "\nThe board's program has ended: type reset to start it again, Ctrl-C to switch it off."


class Terminal:
    """What the user sees: the board's log, what to do now, and a prompt."""

    def __init__(self, board, url, browser):
        self._board, self._url, self._browser = board, url, browser
        self._shown = 0
        self._said = None
        self._power = threading.Lock()  # held while the reset button is pressed

    def run(self):
        """Until Ctrl-C, or until the board has ended by itself."""
        threading.Thread(target=self._read_lines, daemon=True).start()
        while self._is_on():
            self._show_log()
            self._say_what_to_do()
            time.sleep(0.1)
        self._show_log()
        print("The board has gone off by itself.")

    def _is_on(self):
        with self._power:
            return self._board.running

    def _show_log(self):
        text = self._board.output
        whole = text.rfind("\n") + 1
        for line in text[self._shown : whole].splitlines():
            # MicroPython's own prompt, where a program leaves the board.
            print(_ENDED if line == ">>> " else f"  board | {line}", flush=True)
        self._shown = max(self._shown, whole)

    def _say_what_to_do(self):
        radio = self._board.radio()
        access_point, station = radio.get("ap") or {}, radio.get("sta") or {}
        now = "ap" if access_point.get("active") else "sta" if station.get("connected") else None
        if now is None or now == self._said or not _answers(self._url):
            return
        first, self._said = self._said is None, now
        if now == "ap":
            _print_set_up(self._url, access_point.get("ssid"))
        else:
            print(f"\nThe board is on {station.get('ssid')}. Its own page: {self._url}")
        print(_HELP if first else "", flush=True)
        if first and self._browser and _has_display():
            webbrowser.open(self._url)

    def _read_lines(self):
        for line in sys.stdin or ():
            command = line.strip()
            if command == "reset":
                with self._power:
                    self._board.restart()
                    self._said = None
            elif command:
                self._evaluate(command)

    def _evaluate(self, command):
        try:
            answer = self._board.eval(command)
        except subprocess.TimeoutExpired:
            answer = "That took too long; it was stopped."
        if answer:
            print(answer, flush=True)


def _print_set_up(url, name):
    print(f"\nThe board's Wi-Fi {name!r} is up. Its set-up page: {url}")
    print("(Here that is the board's port 80; the addresses that it shows itself do not open.)\n")
    print("Networks around it:")
    for network in json.loads(NEIGHBOURHOOD.read_text(encoding="utf-8"))["networks"]:
        password = network.get("password")
        if network.get("security") == "wpa2-enterprise":
            password = "(a company login)"
        fault = "  (gives no address)" if network.get("fault") == "no_dhcp" else ""
        print(f"  {network['ssid']:<26} {password or '(open)'}{fault}")


def _answers(url):
    """Whether something listens there."""
    host, port = url.split("/")[2].split(":")
    try:
        with socket.create_connection((host, int(port)), timeout=1):
            return True
    except OSError:
        return False


def _has_display():
    return sys.platform == "darwin" or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
