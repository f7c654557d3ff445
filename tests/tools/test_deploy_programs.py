"""What runs on the board, what is its owner's, and what is said to them."""

import os
import pty
import re
import sys
from pathlib import Path

import pytest

from tests.tools.conftest import MAIN
from tests.tools.pseudo_board import PseudoBoard
from tools.deploy.command import main

ROOT = Path(__file__).resolve().parents[2]


def test_a_program_that_runs_is_interrupted_and_started_again(board, deploy):
    deploy(board)
    board.wait_until_printed(b"the lamp is on")
    board.printed = b""
    assert deploy(board)[0] == 0
    board.wait_until_printed(b"the lamp is on")


def test_a_program_that_shrugs_off_the_first_interrupt_is_interrupted_too(tmp_path, deploy):
    board = PseudoBoard(tmp_path / "flash")
    stubborn = b"try:\n    while True: pass\nexcept KeyboardInterrupt:\n    while True: pass\n"
    board.put("/main.py", stubborn)
    with board:
        assert deploy(board, "--yes")[0] == 0
    assert board.files()["/main.py"] == MAIN.encode()


def test_without_a_reset_the_board_stays_at_its_prompt(board, deploy):
    status, text = deploy(board, "--no-reset")
    assert status == 0
    assert "waits at its prompt" in text
    assert board.resets == 1  # the one that made room
    assert b"lamp is on" not in board.printed


def test_the_library_alone(board, deploy):
    assert deploy(board, "--no-demo")[0] == 0
    assert {name for name in board.files() if not name.startswith("/lib/")} == set()
    assert deploy(board, "--lib-only")[0] == 0


def test_a_main_py_that_is_not_ours_is_left_alone_unless_told_otherwise(tmp_path, deploy):
    board = PseudoBoard(tmp_path / "flash")
    board.put("/main.py", b"print('mine')\n")
    with board:
        status, text = deploy(board)
        assert status == 0
        assert "The demo is left out: /main.py on the board is not the demo's" in text
        assert board.files()["/main.py"] == b"print('mine')\n"
        assert "/www/index.html" not in board.files()
        assert "/lib/clock.mpy" in board.files()
        assert deploy(board, "--yes")[0] == 0
        assert board.files()["/main.py"] == MAIN.encode()


def test_a_newer_demo_replaces_the_older_one_without_a_question(board, project, deploy):
    deploy(board)
    (project / "demo/main.py").write_text("print('newer')\n")
    status, text = deploy(board)
    assert "2 of 38 files copied" in text  # it, and the note of whose it is
    board.wait_until_printed(b"newer")


@pytest.mark.parametrize(("answer", "content"), [("y", MAIN), ("n", "print('mine')\n")])
def test_at_a_terminal_it_asks(tmp_path, deploy, monkeypatch, answer, content):
    board = PseudoBoard(tmp_path / "flash")
    board.put("/main.py", b"print('mine')\n")
    keyboard, terminal = pty.openpty()
    os.write(keyboard, answer.encode() + b"\n")
    with os.fdopen(terminal) as stdin, board:
        monkeypatch.setattr(sys, "stdin", stdin)
        status, text = deploy(board)
    os.close(keyboard)
    assert status == 0
    assert "The board has its own /main.py. Overwrite with the demo? [y/N]" in text
    assert board.files()["/main.py"] == content.encode()


def test_modules_that_win_over_ours_are_named(tmp_path, project, deploy):
    (project / "lib/requests.py").write_text("")  # the real interpreter has one frozen in
    board = PseudoBoard(tmp_path / "flash")
    board.put("/clock.py", b"")
    with board:
        text = deploy(board)[1]
    assert "Note: the requests in the firmware wins over the one in /lib." in text
    assert "Note: the clock in / wins over the one in /lib." in text
    assert text.count("Note:") == 2


def test_what_it_prints_is_what_its_documentation_shows(board, capsys):
    """The words to the letter, the numbers as they may be; of the bar only the file's name."""
    text = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    shown = re.search(r"copies `lib/`.*?(?=\nThe board needs)", text, re.DOTALL).group(0)
    shown = [line[4:] for line in shown.splitlines() if line.startswith("    ")]
    for _ in range(2):
        assert main(["--port", board.port]) == 0
    printed = capsys.readouterr().out.splitlines()
    copied = [line for line in printed if line.startswith("  ")]
    rest = [line for line in printed if line not in copied]
    bar = shown.pop(2)
    assert re.match(r"\[#*\.*\] [\d.]+ of [\d.]+ KB  ", bar)
    assert any(line.startswith("  " + bar.split("KB  ")[1] + " ") for line in copied), bar
    assert len(shown) == 4
    for line, said in zip(shown, [*rest[:3], rest[-1]]):
        line, said = (re.sub(r"Connecting to .*", "Connecting", words) for words in (line, said))
        line, said = (re.sub(r" on .*; mod", "; mod", words) for words in (line, said))
        assert re.sub(r"[\d.]+", "0", line) == re.sub(r"[\d.]+", "0", said)
        for old, now in zip(
            re.findall(r"\d+ ?f|[\d.]+ KB", line), re.findall(r"\d+ ?f|[\d.]+ KB", said)
        ):
            old, now = (float(re.match(r"[\d.]+", number).group(0)) for number in (old, now))
            assert abs(old - now) < now / 4, (line, said)
