"""A whole set-up on the simulated board, 32-bit and from .mpy: what it takes and what it keeps."""

import functools
import tempfile
from pathlib import Path

from tools import firmware
from tools.board import Board
from tools.measure import board, lib
from tools.measure.phone import PASSWORD, Phone

_NETWORK = {"ssid": "Maple Street 12", "password": PASSWORD, "channel": 6}

# btree, network and the like are C on a real board, and so no part of what is measured.
_MAIN = """
import btree, gc, machine, network, socket, sys
before = set(sys.modules)
def message(sta):
    print("MODULES", *[name for name in sys.modules if name not in before])
    return "ready"
from wifi_setup import WiFiSetup
ws = WiFiSetup("ding-5cd80b1", message)
gc.collect()
held = gc.mem_alloc()
joined = ws.connect_or_setup().isconnected()
gc.collect()
print("HELD", *(held, gc.mem_alloc()) if joined else ("nothing",))
print("DONE")
"""

_ONCE_MORE = """
held = gc.mem_alloc()
ws.setup()
gc.collect()
print("MORE", gc.mem_alloc() - held)
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
                    phone(Phone(device.port))
                if _ONCE_MORE in program:
                    device.wait_for("HELD")
                    phone(Phone(device.port))
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
    return _run(_MAIN.replace("ws = ", _NAMES + "ws = "), phone=Phone.setup, made=made)


class More(int):
    """A difference, with a `detail`: what it is the difference of."""

    detail = ""


def _held(words):
    before, after = map(int, words["HELD"])
    more = More(after - before)
    more.detail = f"  ({before:,} before, {after:,} after)"
    return more


def import_heap():
    """Bytes of heap that importing all takes that is loaded while the portal is open."""
    names = [name for name in _whole()["MODULES"] if name != "__main__"]
    return int(_run(_IMPORT.format(names=names))["HELD"][0])


def heap_after():
    """Bytes of heap that `connect_or_setup()` still holds when it has set the board up."""
    return _held(_whole())


def heap_after_portal():
    """The same from after a `connect()` in vain: what the portal alone leaves."""
    program = _MAIN.replace("gc.collect()\nheld", "ws.connect()\ngc.collect()\nheld")
    program = program.replace("connect_or_setup", "setup").replace("ws = ", _NAMES + "ws = ")
    return _held(_run(program, phone=Phone.setup))


def heap_after_another():
    """Bytes of heap that a second set-up adds to it."""
    program = _MAIN.replace('print("DONE")', _ONCE_MORE + 'print("DONE")')
    return int(_run(program, phone=Phone.setup)["MORE"][0])


@functools.cache
def _folder():
    folder = tempfile.TemporaryDirectory(prefix="firmware-")
    firmware.build(Path(folder.name, "micropython"))
    return folder


def _frozen():
    """An interpreter with the library frozen in, made once; removed when the program ends."""
    return Path(_folder().name, "micropython")


def heap_after_frozen():
    """The same with firmware that has the library frozen in, where names take up no heap."""
    return _held(_whole(_frozen()))


def runs_frozen_in_heap(kilobytes):
    """Whether a whole set-up runs with so much heap when the library is frozen in."""
    return runs_in_heap(kilobytes, made=_frozen())


def smallest_heap_frozen():
    """KB of heap with which it does, to within 2."""
    return board.smallest_heap(runs_frozen_in_heap, 14, 40, step=2)


def runs_in_heap(kilobytes, phone=Phone.setup, made=None):
    """Whether a whole set-up runs with so much heap."""
    try:
        return _run(_MAIN, f"{kilobytes}K", phone, made)["HELD"] != ["nothing"]
    except (board.BoardFailed, KeyError):
        return False


def does_all_in_heap(kilobytes):
    """Whether one does in which everything is asked for."""
    return runs_in_heap(kilobytes, Phone.all)


def smallest_heap():
    """KB of heap with which a whole set-up runs, to within 2."""
    return board.smallest_heap(runs_in_heap, 48, 80, step=2)


def smallest_heap_for_all():
    """KB of heap with which one does in which everything is asked for, to within 2."""
    return board.smallest_heap(does_all_in_heap, 48, 80, step=2)
