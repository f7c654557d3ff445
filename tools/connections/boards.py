"""A board's stored networks, reached by its own program: a simulated board's, or over serial.

    with at(folder=".board") as board:
        board.ask("fetch", "credentials")

Passwords travel through pipes and the serial line only, never on a command line.
"""

import contextlib
import json
import subprocess
from pathlib import Path

from tools.board.launch import Launch

_ON_BOARD = Path(__file__).with_name("on_board.py")

_ANSWER = """
import json, sys
name, arguments = json.loads(sys.stdin.readline())
print("\\x1e" + json.dumps(globals()[name](*arguments)))
"""


class Unreachable(Exception):
    """The board cannot be asked; its text is a sentence."""


@contextlib.contextmanager
def at(folder=None, port=None):
    """The board whose files are in a folder, or the one on a serial port ("": the only one)."""
    if folder is not None:
        yield _Folder(folder)
        return
    try:
        from serial.tools.list_ports import comports

        from tools.deploy import DeployError
        from tools.deploy.link import Link
        from tools.deploy.ports import find_port
    except ImportError:
        raise Unreachable(
            "A real board needs mpremote, which 'make deploy' installs: after it, run this with "
            ".venv/bin/python instead of python3."
        )
    try:
        with Link(find_port(port, comports)) as link:
            link.run(_ON_BOARD.read_text(encoding="utf-8"))
            yield _Serial(link)
    except DeployError as error:
        raise Unreachable(_with_hint(str(error)))


class _Folder:
    def __init__(self, folder):
        if not Path(folder).is_dir():
            raise Unreachable(f"There is no folder {folder}.")
        self._folder = folder
        self._launch = Launch({}, 64, None, False, None)

    def ask(self, name, *arguments):
        """The result of a function of on_board.py."""
        source = _ON_BOARD.read_text(encoding="utf-8") + _ANSWER
        done = subprocess.run(
            self._launch.command("-c", source),
            env=self._launch.environment(),
            cwd=self._folder,
            input=json.dumps([name, arguments]) + "\n",
            capture_output=True,
            text=True,
            check=False,
        )
        _, mark, answer = done.stdout.rpartition("\x1e")
        if not mark:
            lines = done.stderr.strip().splitlines() or ["it ended without an answer"]
            raise Unreachable(_with_hint(f"The board's program failed: {lines[-1]}"))
        return json.loads(answer)


class _Serial:
    def __init__(self, link):
        self._link = link

    def ask(self, name, *arguments):
        """The result of a function of on_board.py."""
        return self._link.ask(f"{name}(*json.loads({json.dumps(arguments)!r}))")


def _with_hint(sentence):
    if "'wifi_setup" in sentence:
        return sentence + " The library is not on the board yet: make deploy."
    return sentence
