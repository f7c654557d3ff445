"""A whole set-up on the simulated board, 32-bit and from .mpy: what it takes and what it keeps."""

import functools
import http.client
import json
import tempfile
import time
from pathlib import Path

from tools import firmware
from tools.board import Board
from tools.measure import board, lib

_NETWORK = {"ssid": "Maple Street 12", "password": "correct horse battery", "channel": 6}

# btree, network and the like are C on a real board, and so no part of what is measured.
_MAIN = """
import btree, gc, machine, network, socket, sys
before = set(sys.modules)
def message(sta):
    print("MODULES", *[name for name in sys.modules if name not in before])
    return "ready"
from wifi_setup import WiFiSetup
ws = WiFiSetup("ding-5cd80b1", message)
ws.connect()
gc.collect()
held = gc.mem_alloc()
joined = ws.setup().isconnected()
gc.collect()
print("HELD", gc.mem_alloc() - held if joined else "nothing")
print("DONE")
"""

_IMPORT = """
import btree, gc, machine, network, socket, sys
gc.collect()
before = gc.mem_alloc()
for name in {names}:
    __import__(name)
gc.collect()
print("HELD", gc.mem_alloc() - before)
print("DONE")
"""


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
    raise board.BoardFailed("the set-up came to no end")


class _Phone:
    """One that sets the board on this port up."""

    def __init__(self, port):
        self._port = port

    def setup(self):
        """The page, the list, a network, and Finish."""
        self.connect(_NETWORK["password"], self.begin())
        self.until("up")
        self.post("finish", {"finish": True})

    def all(self):
        """The same with all that can be asked besides, and after going wrong."""
        self.post("set_hotspot_ssid", {"ssid": "Lamp of Ann"}, 200)
        self.post("set_hotspot_password", {"password": "on the label"}, 200)
        network = self.begin()
        self.connect("a wrong password", network)
        self.until("failed")
        self.connect(_NETWORK["password"], network)
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


def _run(program, heapsize="256K", phone=None, made=None):
    """The words that a program printed behind each of its own names."""
    with tempfile.TemporaryDirectory(prefix="set-up-") as folder:
        Path(folder, "main.py").write_text(program)
        if not made:
            # Each module's path stays in the heap: it must be as short as on a board.
            Path(folder, "lib").symlink_to(lib.compiled())
        options = {"bits": 32, "mpy": True, "heapsize": heapsize, "scale": 0.02}
        options["firmware"] = made
        with Board(folder, {"networks": [_NETWORK]}, **options) as device:
            try:
                if phone:
                    phone(_Phone(device.port))
                device.wait_for("DONE")
            except TimeoutError as error:
                raise board.BoardFailed(device.output) from error
            lines = [line.split() for line in device.output.splitlines()]
    return {line[0]: line[1:] for line in lines if line and line[0].isupper()}


# The interpreter's table of names doubles now and then, by some KB at last. Whether it does in
# between depends on the simulation's own names: here it has been done before.
_NAMES = 'for number in range(200):\n    hasattr(gc, "name%d" % number)\n'


@functools.cache
def _whole(made=None):
    return _run(_MAIN.replace("ws = ", _NAMES + "ws = "), phone=_Phone.setup, made=made)


def import_heap():
    """Bytes of heap that importing all takes that is loaded while the portal is open."""
    names = [name for name in _whole()["MODULES"] if name != "__main__"]
    return int(_run(_IMPORT.format(names=names))["HELD"][0])


def heap_after():
    """Bytes of heap that are still held when a set-up has ended."""
    return int(_whole()["HELD"][0])


def heap_after_frozen():
    """The same with firmware that has the library frozen in, where names take up no heap."""
    with tempfile.TemporaryDirectory(prefix="firmware-") as folder:
        path = Path(folder, "micropython")
        firmware.build(path)
        return int(_whole(path)["HELD"][0])


def runs_in_heap(kilobytes, phone=_Phone.setup):
    """Whether a whole set-up runs with so much heap."""
    try:
        return _run(_MAIN, f"{kilobytes}K", phone)["HELD"] != ["nothing"]
    except (board.BoardFailed, KeyError):
        return False


def does_all_in_heap(kilobytes):
    """Whether one does in which everything is asked for."""
    return runs_in_heap(kilobytes, _Phone.all)


def smallest_heap():
    """KB of heap with which a whole set-up runs, to within 2."""
    return board.smallest_heap(runs_in_heap, 48, 80, step=2)


def smallest_heap_for_all():
    """KB of heap with which one does in which everything is asked for, to within 2."""
    return board.smallest_heap(does_all_in_heap, 48, 80, step=2)
