"""docs/slim.md: its programs run as they stand, and do what the console below them shows."""

import re
import subprocess

import pytest

from tests.needs import need
from tests.slim.test_founding import board, get  # noqa: F401 - a fixture
from tests.slim.web import ROOT

_BLOCK = re.compile(r"```python\n(.*?)```\s*(?:```console\n(.*?)```)?", re.DOTALL)
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def programs():
    text = (ROOT / "docs" / "slim.md").read_text(encoding="utf-8")
    for source, console in _BLOCK.findall(text):
        yield pytest.param(source, _COMMAND.findall(console), id=source.split("\n")[0])


@pytest.mark.parametrize("source, commands", list(programs()))
def test_a_program_does_what_it_shows(board, source, commands):  # noqa: F811
    need("curl")
    ask = board(source)
    for command, expected in commands:
        assert "http://ding.local/" in command
        command = command.replace("http://ding.local", f"http://127.0.0.1:{board.port}")
        done = subprocess.run(
            ["bash", "-c", command.replace("curl", "curl --silent --show-error --max-time 10")],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=30,
            check=False,
        )
        output = done.stdout.decode().replace("\r\n", "\n")
        assert sorted(output.split()) == sorted(expected.split()), command
    assert ask(get("/nowhere")).status == 404
