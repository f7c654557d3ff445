"""The servers that are compared, and where their code comes from."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple, Optional

from tools.interpreter import cache_folder
from tools.measure import board, lib

PROGRAMS = Path(__file__).resolve().parent / "on_board"


class Peer(NamedTuple):
    """A server: its name, its release on PyPI (None: this clone's), and what it leaves out."""

    name: str
    release: Optional[str]
    files: str
    note: str

    @property
    def program(self):
        """The program that serves the three requests; ours is the one that is measured anyway."""
        if not self.release:
            return board.PROGRAMS / "server.py"
        return PROGRAMS / f"{self.name}_server.py"

    @property
    def counting(self):
        """The one that says what it has allocated, if it is given one more word."""
        return self.program if self.release else board.PROGRAMS / "counting.py"


PEERS = (
    Peer("slim", None, "", ""),
    Peer(
        "microdot", "microdot==2.7.0", "microdot/microdot.py", "on asyncio; its core module only"
    ),
    Peer("phew", "micropython-phew==0.0.3", "phew/*.py", "on asyncio; its log file switched off"),
)


def folder(peer):
    """The folder of a server's .mpy files, fetched and compiled at the first use."""
    if not peer.release:
        return lib.compiled()
    target = cache_folder() / "peers" / peer.release
    if not target.is_dir():
        fetched = target.with_name(target.name + ".new")
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
        subprocess.run([*install, "--target", str(fetched), peer.release], check=True)
        wanted = fetched / "wanted"
        for path in fetched.glob(peer.files):
            to = wanted / path.relative_to(fetched)
            # A package of one module is put on a board without its package.
            to = to if "*" in peer.files else wanted / path.name
            to.parent.mkdir(parents=True, exist_ok=True)
            path.rename(to)
        lib.compile_tree(wanted, fetched / "mpy")
        (fetched / "mpy").rename(target)
        subprocess.run(["rm", "-r", str(fetched)], check=True)
    return target
