"""What `connect()` costs from cold, on a board with one stored network: heap and instructions."""

import functools
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools.interpreter import command
from tools.measure import lib
from tools.measure.board import PROGRAMS, TIME_LIMIT, BoardFailed, NoValgrind


def _run(folder, *arguments, bits, before=()):
    # Each module's path stays in the heap: it must be as short as on a board.
    if not Path(folder, "lib").exists():
        Path(folder, "lib").symlink_to(lib.compiled())
    done = subprocess.run(
        [*before, *command(bits), str(PROGRAMS / "connect.py"), *arguments],
        cwd=folder,
        env={**os.environ, "MICROPYPATH": ".frozen:lib"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=TIME_LIMIT,
        check=False,
    )
    output = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        raise BoardFailed(output)
    return output


@functools.cache
def _held():
    """(bytes while it joins, bytes afterwards)."""
    with tempfile.TemporaryDirectory(prefix="measure-") as folder:
        _run(folder, "prepare", bits=32)
        said = re.search(r"held (\d+) (\d+)", _run(folder, "heap", bits=32))
        return int(said.group(1)), int(said.group(2))


def heap_while_joining():
    """Bytes held while `connect()` joins, code and names included, 32-bit, from .mpy."""
    return _held()[0]


def heap_after_joining():
    """Bytes still held after `connect()`, of which most is what the facade itself is."""
    return _held()[1]


def instructions():
    """Instructions of `connect()` from cold, imports from .mpy included, radio excluded."""
    if not shutil.which("valgrind"):
        raise NoValgrind("valgrind is missing: apt install valgrind")
    with tempfile.TemporaryDirectory(prefix="measure-") as folder:
        _run(folder, "prepare", bits=64)
        return _counted(folder) - _counted(folder, "nothing")


def _counted(folder, *arguments):
    log = Path(folder) / "log"
    before = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    _run(folder, *arguments, bits=64, before=[*before, f"--log-file={log}"])
    return int(re.search(r"Collected : (\d+)", log.read_text()).group(1))
