"""A small project, and a board at a pseudo-terminal for it to go to."""

import pytest

from tests.tools.pseudo_board import PseudoBoard
from tools.deploy.command import main

MAIN = 'import lamp\nprint("the lamp is on")\nwhile True:\n    pass\n'
PAGE = bytes(range(256)) * 20
PARTS = range(30)  # many modules, so that putting them in place takes several exchanges


@pytest.fixture
def project(tmp_path):
    """A small library and its demo, among things that do not belong on a board."""
    root = tmp_path / "project"
    for name, content in {
        "lib/lamp/__init__.py": b"from lamp.colour import RED\n",
        "lib/lamp/colour.py": b'"""Colours."""\n\nRED = "ff0000"\n',
        "lib/lamp/www/page.html.gz": PAGE,
        "lib/lamp/__pycache__/colour.cpython-311.pyc": b"not for the board",
        "lib/lamp/.colour.py.swp": b"not for the board",
        "lib/lamp/colour.mpy": b"not for the board",
        "lib/clock.py": b"def now():\n    return 12\n",
        "lib/empty.py": b"",
        "demo/main.py": MAIN.encode(),
        "demo/www/index.html": b"<p>lamp</p>",
        **{f"lib/part/number{n}.py": b"VALUE = %d\n" % n for n in PARTS},
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


@pytest.fixture
def board(tmp_path):
    with PseudoBoard(tmp_path / "flash") as board:
        yield board


@pytest.fixture
def deploy(project, capsys):
    """deploy(board, *options) -> (exit status, what it printed)."""

    def run(board, *options):
        status = main(["--port", board.port, *options], project=project)
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return run
