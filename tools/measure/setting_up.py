"""A whole set-up on the simulated board, 32-bit and from .mpy: what it takes and what it keeps."""

import functools
import http.client
import json
import tempfile
import time
from pathlib import Path

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


def _phone(port):
    """What a phone does: the page, the list, a network, and Finish."""

    def state(query=""):
        return json.loads(_ask(port, "GET", "/v1/state" + query)[1])

    _until(lambda: _ask(port, "GET", "/")[0] == 200)
    wanted = _until(lambda: [n for n in state("?full=1")["networks"] if n["strength"]])[0]
    network = {"id": wanted["id"], "password": _NETWORK["password"]}
    _until(lambda: _ask(port, "POST", "/v1/connect", network)[0] == 202)
    _until(lambda: state()["state"] == "up")
    _until(lambda: _ask(port, "POST", "/v1/finish", {"finish": True})[0] == 202)


def _run(program, heapsize="256K", phone=None):
    """The words that a program printed behind each of its own names."""
    with tempfile.TemporaryDirectory(prefix="set-up-") as folder:
        Path(folder, "main.py").write_text(program)
        # Each module's path stays in the heap: it must be as short as on a board.
        Path(folder, "lib").symlink_to(lib.compiled())
        options = {"bits": 32, "mpy": True, "heapsize": heapsize, "scale": 0.02}
        with Board(folder, {"networks": [_NETWORK]}, **options) as device:
            try:
                if phone:
                    phone(device.port)
                device.wait_for("DONE")
            except TimeoutError as error:
                raise board.BoardFailed(device.output) from error
            lines = [line.split() for line in device.output.splitlines()]
    return {line[0]: line[1:] for line in lines if line and line[0].isupper()}


@functools.cache
def _whole():
    return _run(_MAIN, phone=_phone)


def import_heap():
    """Bytes of heap that importing all takes that is loaded while the portal is open."""
    names = [name for name in _whole()["MODULES"] if name != "__main__"]
    return int(_run(_IMPORT.format(names=names))["HELD"][0])


def heap_after():
    """Bytes of heap that are still held when a set-up has ended."""
    return int(_whole()["HELD"][0])


def runs_in_heap(kilobytes):
    """Whether a whole set-up runs with so much heap."""
    try:
        return _run(_MAIN, f"{kilobytes}K", _phone)["HELD"] != ["nothing"]
    except (board.BoardFailed, KeyError):
        return False


def smallest_heap():
    """KB of heap with which a whole set-up runs, to within 4."""
    return board.smallest_heap(runs_in_heap, 48, 160, step=4)
