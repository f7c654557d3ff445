"""What goes wrong while deploying: no file is half written, and the next deploy ends it."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.tools.conftest import PARTS
from tests.tools.pseudo_board import PseudoBoard
from tools.deploy.command import ROOT


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


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("/usr", "serial is not installed here: use 'make deploy', which installs it."),
        (ROOT / ".venv", f"serial is missing in {ROOT}/.venv: remove that folder and try again."),
    ],
    ids=["of the system", "of the environment"],
)
def test_a_python_that_lacks_what_it_needs_says_how_to_get_it(prefix, said):
    code = (
        "import runpy, sys; sys.prefix = sys.argv[1]; sys.modules['serial'] = None; "
        "runpy.run_module('tools.deploy', run_name='__main__')"
    )
    command = [sys.executable, "-c", code, str(prefix)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, said + "\n")
