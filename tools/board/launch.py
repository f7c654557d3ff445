"""How a board's interpreter is started: the command, the environment, and the size of its heap."""

import functools
import os
import subprocess
from pathlib import Path

from tools import interpreter
from tools.board.compiled import compiled

ROOT = Path(__file__).resolve().parents[2]
_MODULES = Path(__file__).resolve().parent / "modules"
_SPARE_HEAP = 4096  # bytes, for what the simulated radio needs at work

POWER_ON = "import simulated.power_on as p; p.run()"
THEN_WAIT = "; p.wait()"
EVALUATE = """
import simulated.power_on as p
p.prepare()
try:
    from wifi_setup import WiFiSetup
except ImportError:
    pass
p.evaluate({!r})
"""
_MEASURE = "import gc, simulated.power_on, network, machine, socket, btree; gc.collect()"


class Launch:
    """What all processes of one board have in common; `bits`: 64, 32, or an interpreter's path."""

    def __init__(self, settings, bits, heapsize, mpy, lib):
        self._settings, self._bits, self._heapsize, self._mpy = settings, bits, heapsize, mpy
        self._lib = Path(lib or ROOT / "lib")
        self.inside = []  # a command that runs another one in the board's network namespace

    def command(self, *arguments):
        """The interpreter with its options, and these arguments."""
        command = [*self.inside, *_interpreter(self._bits)]
        if self._heapsize:
            size = _bytes(self._heapsize) + own_heap(self._bits, self._mpy)
            command += ["-X", f"heapsize={size}"]
        return [*command, *arguments]

    def environment(self, **more):
        """The environment of the interpreter's process."""
        path = [".frozen", "lib", *map(str, _folders(self._mpy, self._lib, _MODULES))]
        host = {"BOARD_HOST": str(os.getpid()), "MICROPYPATH": ":".join(path)}
        return {**os.environ, **self._settings, **host, **more}


@functools.cache
def own_heap(bits, mpy):
    """Bytes of heap that the simulation's own modules take, which are C on a real board."""
    path = ":".join([".frozen", *map(str, _folders(mpy, _MODULES))])
    used = []
    for code in ("import gc; gc.collect()", _MEASURE):
        command = [*_interpreter(bits), "-c", code + "; print(gc.mem_alloc())"]
        used.append(int(subprocess.check_output(command, env={**os.environ, "MICROPYPATH": path})))
    # One part in 40 of a heap is its own bookkeeping.
    return (used[1] - used[0] + _SPARE_HEAP) * 41 // 40


def _interpreter(bits):
    return interpreter.command(bits) if bits in (64, 32) else [str(bits)]


def _folders(mpy, *folders):
    return [compiled(folder) if mpy else folder for folder in folders]


def _bytes(size):
    factor = {"K": 1024, "M": 1024 * 1024}.get(str(size)[-1:].upper())
    return int(str(size)[:-1]) * factor if factor else int(size)
