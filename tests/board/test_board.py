"""The board as a process of this PC: power, reset, files, its prompt, and its end."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_boot_py_then_main_py_then_the_prompt(make, bits):
    board = make("print('main', __name__, x)", bits=bits)
    (board.folder / "boot.py").write_text("x = 'from boot'")
    with board:
        board.wait_for(">>>")
        assert board.output.split() == ["main", "__main__", "from", "boot", ">>>"]
        assert board.running
    assert not board.running


def test_a_traceback_is_on_the_console_and_the_board_stays_on(make):
    with make("def f():\n    1 / 0\nf()") as board:
        board.wait_for(">>>")
        assert (
            "ZeroDivisionError" in board.output and 'File "main.py", line 2, in f' in board.output
        )


def test_before_it_is_switched_on_nothing_of_it_is_there(make, tmp_path):
    board = make("import network; n = network.WLAN(); n.active(True); print(n.scan())")
    board.change({"networks": [{"ssid": "changed before"}]})
    assert not list((tmp_path / "tmp").iterdir())
    for _ in range(2):  # and it can be switched on again after it was put away
        with board:
            board.wait_for("b'changed before'")
        assert not list((tmp_path / "tmp").iterdir())


def test_its_files_are_a_folder(make):
    with make("open('made', 'w').write('x')\nimport os; print(os.getcwd())") as board:
        board.wait_for(">>>")
        assert (board.folder / "made").read_text() == "x"
        assert board.eval("import os; os.listdir()") in (
            "['main.py', 'made']",
            "['made', 'main.py']",
        )


def test_machine_reset_starts_it_again_at_once(make):
    board = make(
        "import machine\nprint('cause', machine.reset_cause())\n"
        "if machine.reset_cause() == machine.PWRON_RESET:\n"
        "    try: machine.reset()\n    finally: print('never')"
    )
    with board:
        position = board.wait_for("cause 1")
        board.wait_for("cause 5\n>>>", after=position)
        assert "never" not in board.output


def test_restart_is_a_power_cycle(make):
    with make("import machine\nprint('cause', machine.reset_cause())") as board:
        board.wait_for("cause 1")
        first = board.pid
        board.restart()
        board.wait_for("cause 1")
        assert board.pid != first and board.output.count("cause") == 2


def test_its_files_can_be_on_littlefs(make, tmp_path):
    board = make(
        "import os\ntry: n = int(open('/count').read())\nexcept OSError: n = 0\n"
        "with open('/count', 'w') as f: f.write(str(n + 1))\nprint('boot', n)\n"
        "print(sorted(os.listdir('/'))); import network",
        lfs=tmp_path / "flash.img",
    )
    with board:
        board.wait_for("boot 0")
        board.wait_for("['_host', 'count', 'main.py']")
        board.wait_for(">>>")
        board.restart()
        board.wait_for("boot 1")
        assert not (board.folder / "count").exists()


def test_eval_shows_values_output_and_tracebacks(make):
    with make("") as board:
        assert board.eval("1 + 1") == "2"
        assert board.eval("x = 3\nprint(x)") == "3"
        assert board.eval("1 / 0").splitlines() == [
            "Traceback (most recent call last):",
            '  File "<stdin>", line 1, in <module>',
            "ZeroDivisionError: divide by zero",
        ]
        assert board.eval("x +").splitlines()[1:] == [
            '  File "<stdin>", line 1',
            "SyntaxError: invalid syntax",
        ]
        told = board.eval("WiFiSetup('')")  # as on a board, where the library is in /lib
        assert 'File "/lib/wifi_setup/options.py", line ' in told and str(ROOT) not in told
        told = board.eval("import network\nnetwork.WLAN().config('nothing')")
        assert told.count("File ") == 1, "what is C on a board is in no traceback"


def test_waiting_in_vain_tells_what_was_printed(make):
    vain = pytest.raises(TimeoutError, match=r"ended.*\nsomething else")
    with make("print('something else')\nraise SystemExit") as board, vain:
        board.wait_for("never", timeout=5)


def _alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


_HOST = """
import sys, time
from tools import interpreter
from tools.board import Board
board = Board({folder!r}, scale=0.02)
board.start()
board.wait_for(">>>")
print(board.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("end", (signal.SIGKILL, signal.SIGTERM, signal.SIGINT))
def test_the_board_does_not_outlive_its_host(tmp_path, end):
    (tmp_path / "tmp").mkdir()
    host = subprocess.Popen(
        [sys.executable, "-c", _HOST.format(folder=str(tmp_path / "board"))],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    pid = int(host.stdout.readline())
    assert _alive(pid)
    host.send_signal(end)
    host.wait(10)
    host.stdout.close()
    until = time.monotonic() + 5
    while _alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _alive(pid)


def test_killed_at_any_moment_it_is_gone(make):
    board = make("import time\nwhile True: time.sleep_ms(1)")
    for _ in range(5):
        board.start()
        pid = board.pid
        board.kill()
        assert not _alive(pid) and not board.running
