"""`make deploy` onto boards at a pseudo-terminal: mpremote, mpy-cross, MicroPython are real."""

import os
import pty
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.tools.pseudo_board import PseudoBoard
from tools.deploy.command import main

ROOT = Path(__file__).resolve().parents[2]
MAIN = 'import lamp\nprint("the lamp is on")\nwhile True:\n    pass\n'
PAGE = bytes(range(256)) * 20
PARTS = range(30)  # many modules, so that putting them in place takes several exchanges
OLD = {"version": [1, 18, 0], "mpy": 5}  # loads .mpy version 5, which nobody makes any more


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


@pytest.mark.parametrize("kind", ["lfs", "fat"])
def test_the_first_deploy_copies_all_and_the_board_runs_it(tmp_path, deploy, kind):
    with PseudoBoard(tmp_path / "flash", kind) as board:
        status, text = deploy(board)
        assert status == 0, text
        assert "38 of 38 files copied" in text
        board.wait_until_printed(b"the lamp is on")
        numbers = "import part.number29; print(part.number29.VALUE, lamp.__file__)"
        assert board.run(
            f"import lamp, clock, empty; print(lamp.RED, clock.now())\n{numbers}"
        ) == (
            "ff0000 12\n29 /lib/lamp/__init__.mpy\n",
            "",
        )


def test_what_belongs_on_the_board_is_copied_and_nothing_else(board, deploy):
    deploy(board)
    modules = ["lamp/__init__", "lamp/colour", "clock", "empty"]
    modules += [f"part/number{n}" for n in PARTS]
    files = board.files()
    assert set(files) == {
        *(f"/lib/{name}.mpy" for name in modules),
        *("/lib/lamp/www/page.html.gz", "/lib/.demo", "/main.py", "/www/index.html"),
    }
    assert files["/lib/lamp/www/page.html.gz"] == PAGE
    assert files["/main.py"] == MAIN.encode()


def test_the_second_deploy_copies_nothing_and_compares_in_one_exchange(board, deploy):
    deploy(board)
    files, commands = board.files(), len(board.commands)
    status, text = deploy(board)
    assert status == 0
    assert "Nothing to copy: the board has all 38 files" in text
    calls = board.commands[commands + 1 :]  # the first brings the functions that are called
    assert sum("look(" in call for call in calls) == 1
    assert not any("stage" in call and "look(" not in call for call in calls)
    assert board.files() == files


def test_one_changed_file_is_one_file_copied(board, project, deploy):
    deploy(board)
    (project / "lib/lamp/colour.py").write_text('RED = "ee0000"\n')
    status, text = deploy(board)
    assert status == 0
    assert "1 of 38 files copied" in text
    assert "lib/lamp/colour.mpy" in text
    assert board.run("import lamp; print(lamp.RED)") == ("ee0000\n", "")


def test_a_stale_module_of_the_other_form_is_removed_and_others_are_kept(tmp_path, deploy):
    board = PseudoBoard(tmp_path / "flash")
    board.put("/lib/theirs.py", b"X = 1\n")
    board.put("/credentials", b"a secret")
    for _ in range(2):  # the second time the module itself has not changed
        board.put("/lib/clock.py", b"def now():\n    return 'stale'\n")
        with board:
            status, text = deploy(board)
        assert status == 0
        assert "Removed /lib/clock.py" in text
        assert board.run("import clock; print(clock.now())") == ("12\n", "")
    assert board.files()["/lib/theirs.py"] == b"X = 1\n"
    assert board.files()["/credentials"] == b"a secret"


def test_what_this_version_does_not_have_is_removed_from_its_packages_only(tmp_path, deploy):
    theirs = {
        "/lib/clock_too.py": b"X = 1\n",
        "/lib/lamps/colour.py": b"X = 1\n",
        "/part/colour.py": b"X = 1\n",
        "/credentials": b"a secret",
    }
    board = PseudoBoard(tmp_path / "flash")
    for path, data in theirs.items():
        board.put(path, data)
    with board:
        deploy(board)
    for _ in range(2):  # the second time nothing else has changed
        board.put("/lib/lamp/bulb.mpy", b"M\x06\x00\x1f")
        board.put("/lib/lamp/www/old.html", b"<p>old</p>")
        with board:
            status, text = deploy(board)
        assert status == 0
        for path in ("/lib/lamp/bulb.mpy", "/lib/lamp/www/old.html"):
            assert f"Removed {path}, which this version does not have." in text
            assert path not in board.files()
        assert board.run("import lamp; print(lamp.RED)") == ("ff0000\n", "")
    assert theirs.items() <= board.files().items()
    with board:
        assert "Removed" not in deploy(board)[1]


def test_a_board_that_cannot_load_our_mpy_gets_the_source(tmp_path, project, deploy):
    board = PseudoBoard(tmp_path / "flash", implementation=OLD)
    board.put("/lib/clock.mpy", b"M\x05\x00\x1f")
    with board:
        status, text = deploy(board)
    assert status == 0
    assert "MicroPython 1.18.0 on a board with a past; modules are copied as source." in text
    assert "needs MicroPython 1.22 or later" in text
    files = board.files()
    assert not [name for name in files if name.endswith(".mpy")]
    assert files["/lib/clock.py"] == (project / "lib/clock.py").read_bytes()
    assert board.run("import lamp, clock; print(clock.now())") == ("12\n", "")


def test_source_when_asked_for_and_compiled_again(board, deploy):
    deploy(board, "--source")
    assert "/lib/clock.py" in board.files()
    assert "/lib/clock.mpy" not in board.files()
    deploy(board)
    assert "/lib/clock.mpy" in board.files()
    assert "/lib/clock.py" not in board.files()


def test_unplugged_at_any_moment_no_file_is_half_written_and_the_next_deploy_ends_it(
    tmp_path, project, deploy
):
    before, after = tmp_path / "before", tmp_path / "after"
    with PseudoBoard(before) as board:
        deploy(board)
    old = board.files()
    for n in PARTS:
        (project / f"lib/part/number{n}.py").write_text(f"VALUE = {n + 1000}\nT = {'x' * 300!r}\n")
    shutil.copy(before, after)
    with PseudoBoard(after) as board:
        deploy(board)
        whole = board.received
    new = board.files()
    # Bytes before the end: while connecting, while sending, and while putting things in place.
    for rest in (whole - 100, whole // 2, whole // 4, 2200, 1200, 200):
        board = PseudoBoard(tmp_path / f"cut-{rest}")
        shutil.copy(before, board.storage)
        board.unplug_after = whole - rest
        with board:
            status, text = deploy(board)
        assert status == 1
        assert "Check the cable and run the same command again" in text
        left = {name: data for name, data in board.files().items() if "/.deploy/" not in name}
        assert set(left) == set(old)
        assert all(data in (old[name], new[name]) for name, data in left.items())
        if rest > 4000:  # not all had been sent: it still has what it had
            assert left == old
        board.unplug_after = None
        with board:
            assert deploy(board)[0] == 0
            assert rest > whole // 4 or board.received < whole * 2 // 3  # nothing is sent twice
        assert board.files() == new
        with board:
            assert "Nothing to copy" in deploy(board)[1]


def test_a_board_whose_flash_is_full_keeps_what_it_had(tmp_path, project, deploy):
    with PseudoBoard(tmp_path / "flash", size=128 * 1024) as board:
        deploy(board)
        files = board.files()
        (project / "lib/lamp/www/page.html.gz").write_bytes(os.urandom(100_000))
        status, text = deploy(board)
        assert status == 1
        assert "flash is full" in text
        assert board.files() == files


def test_bytes_that_change_on_their_way_are_noticed(board, project, deploy):
    deploy(board)
    files = board.files()
    (project / "lib/lamp/www/page.html.gz").write_bytes(bytes(3000))
    board.noise = lambda data: data.replace(b"AAAA", b"AAAB")  # in base64, thus in what is copied
    status, text = deploy(board)
    assert status == 1
    assert "damaged on its way" in text
    assert board.files() == files


def test_a_module_that_does_not_compile_is_named_before_anything_is_copied(board, project, deploy):
    (project / "lib/lamp/colour.py").write_text("RED =\n")
    status, text = deploy(board)
    assert status == 1
    assert "lib/lamp/colour.py cannot be compiled" in text
    assert "SyntaxError" in text
    assert board.files() == {}


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
