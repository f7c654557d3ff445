"""`make deploy` onto boards at a pseudo-terminal: mpremote, mpy-cross, MicroPython are real."""

import pytest

from tests.tools.conftest import MAIN, PAGE, PARTS
from tests.tools.pseudo_board import PseudoBoard

OLD = {"version": [1, 18, 0], "mpy": 5}  # loads .mpy version 5, which nobody makes any more


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
