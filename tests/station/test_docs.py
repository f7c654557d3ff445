"""The documents about options and joining: their tables are true and their programs run."""

import ast
import re

import pytest

from tests.conftest import ROOT
from tools.board import Board

MAPLE = {"ssid": "Maple Street 12", "password": "correct horse battery", "channel": 6, "rssi": -48}
STORE = (
    "from wifi_setup.networks import Network, Networks\n"
    "Networks().add(Network('Maple Street 12', 'correct horse battery'))"
)
OPTIONS = ROOT / "lib" / "wifi_setup" / "options.py"


def document(name):
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def defaults():
    """{name: default as source} of class Options."""
    tree = ast.parse(OPTIONS.read_text(encoding="utf-8"))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef))
    return {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in body
        if isinstance(node, ast.Assign)
    }


def test_the_table_has_every_option_with_its_default():
    rows = re.findall(r"^\| `(\w+)` \| (?:`([^`]+)`)? ?\|", document("options.md"), re.MULTILINE)
    table = {name: ast.literal_eval(default or "None") for name, default in rows}
    assert table == defaults()
    assert [name for name, _ in rows] == list(defaults()), "in the order of the class"


def test_the_reasons_are_those_of_the_code():
    rows = re.findall(r"^\| `(\w+)` \| .* \| ([-\d, to]*)", document("joining.md"), re.MULTILINE)
    told = {}
    for word, codes in rows:
        for first, last in re.findall(r"(-?\d+)(?: to (\d+))?", codes.split("or a")[0]):
            for code in range(int(first), int(last or first) + 1):
                told[code] = word
    source = (ROOT / "lib" / "wifi_setup" / "reasons.py").read_text(encoding="utf-8")
    words = ast.literal_eval(re.search(r"_WORDS = const(\(.*?^\))", source, re.S | re.M).group(1))
    assert told == {code: word for word, codes in words for code in codes}


@pytest.mark.parametrize("name", ["options.md", "joining.md"])
def test_its_programs_run(tmp_path, name):
    programs = re.findall(r"^```python\n(.*?)^```", document(name), re.MULTILINE | re.DOTALL)
    assert len(programs) >= 4
    program = "\n".join(programs) + '\nprint("THE END", ws.wlan and ws.wlan.isconnected())\n'
    (tmp_path / "main.py").write_text(program, encoding="utf-8")
    with Board(tmp_path, neighbourhood={"networks": [MAPLE]}, scale=0.05) as board:
        board.eval(STORE)
        board.restart()
        try:
            board.wait_for("THE END", 30)
        finally:
            print(board.output)
        assert "Traceback" not in board.output
        if name == "joining.md":
            assert "on Maple Street 12 at 127.0.0.1" in board.output
            assert "joined 127.0.0.1 -48" in board.output
