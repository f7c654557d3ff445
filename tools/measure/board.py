"""Runs a program of `on_board/` in the interpreter and talks to it from outside.

Such a program prints `ready` when it listens on the port that is its first argument, serves until
it is interrupted, and then prints what it measured, one figure a line behind its name.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tools.interpreter import command
from tools.ports import free_port

PROGRAMS = Path(__file__).resolve().parent / "on_board"
TIME_LIMIT = 120  # s

# As many blocks as an ESP32 has with 128 KB free (a block of the 64-bit heap has 32 bytes, not
# 16): what an allocation costs depends on how many blocks are looked at.
HEAP = "256K"


class NoValgrind(Exception):
    """Instructions cannot be counted here; the text says what to do."""


class BoardFailed(Exception):
    """The program ended with an error; the text is its output."""


class Program:
    """A running program; a context manager that ends it in any case."""

    def __init__(self, name, *args, lib, bits=64, heapsize=None, before=()):
        line = [*before, *command(bits)]
        if heapsize:
            line += ["-X", f"heapsize={heapsize}"]
        self._folder = tempfile.TemporaryDirectory(prefix="measure-")
        # Each module's path stays in the heap: it must be as short as on a board.
        Path(self._folder.name, "lib").symlink_to(lib)
        self._process = subprocess.Popen(
            [*line, str(PROGRAMS / name), *map(str, args)],
            cwd=self._folder.name,
            env={**os.environ, "MICROPYPATH": ".frozen:lib"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            universal_newlines=True,
        )
        self._lines = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        self._process.stdout.close()
        self._folder.cleanup()

    def wait_ready(self):
        """Return when it listens; BoardFailed if it ends before."""
        for line in self._process.stdout:
            if line.rstrip() == "ready":
                return
            self._lines.append(line.rstrip())
        raise BoardFailed("\n".join(self._lines))

    def end(self, word=None):
        """Interrupt it; the words that it printed behind this one."""
        self._process.send_signal(signal.SIGINT)
        output, _ = self._process.communicate(timeout=TIME_LIMIT)
        self._lines += output.splitlines()
        if self._process.returncode:
            raise BoardFailed("\n".join(self._lines))
        found = [line.split()[1:] for line in self._lines if line.split()[:1] == [word]]
        return found[-1] if found else []


def instructions(name, count, drive, *args, lib):
    """Instructions (callgrind's Ir) that a program executes while it serves `count` requests.

    `drive(port, count)` sends them. Raises NoValgrind if there is none.
    """
    if not shutil.which("valgrind"):
        raise NoValgrind("valgrind is missing: apt install valgrind")
    with tempfile.TemporaryDirectory(prefix="callgrind-") as folder:
        log = Path(folder) / "log"
        before = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
        before.append(f"--log-file={log}")
        port = free_port()
        with Program(name, port, *args, lib=lib, heapsize=HEAP, before=before) as program:
            program.wait_ready()
            drive(port, count)
            program.end()
        return int(re.search(r"Collected : (\d+)", log.read_text()).group(1))


def instructions_per_request(name, drive, *args, lib, count):
    """The difference between `count` and twice as many requests, for each of them.

    Start, import and the first request's growth of buffers fall out of the difference.
    """
    once = instructions(name, count, drive, *args, lib=lib)
    twice = instructions(name, 2 * count, drive, *args, lib=lib)
    return round((twice - once) / count)


def heap_per_request(name, count, drive, *args, lib):
    """Bytes that one request takes from the 32-bit interpreter's heap, all garbage included.

    The program collects no garbage; it says how much is allocated at each `drive`'s end.
    """
    used = []
    for requests in (count, 2 * count):
        port = free_port()
        with Program(name, port, *args, lib=lib, bits=32, heapsize="32M") as program:
            program.wait_ready()
            drive(port, requests)
            used.append(int(program.end("allocated")[0]))
    return round((used[1] - used[0]) / count)


def smallest_heap(works, low, high, step=1):
    """The smallest heap in KB, between two bounds, with which `works(28)` is true.

    It is found to within `step`, and tried three times; 0 if the upper bound will not do either.
    """
    if not works(high):
        return 0
    while high - low >= step:
        middle = (low + high) // 2
        if all(works(middle) for _ in range(3)):
            high = middle
        else:
            low = middle + 1
    return high
