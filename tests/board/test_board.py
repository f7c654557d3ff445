"""The board as a process of this PC: power, reset, files, pins, sockets, heap, and its end."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import interpreter
from tools.board import Board
from tools.board.launch import own_heap

ROOT = Path(__file__).resolve().parents[2]
HOME = {"networks": [{"ssid": "Maple Street 12", "password": "correct horse", "channel": 6}]}
_JOIN = """
import network, time
sta = network.WLAN()
sta.active(True)
sta.connect("Maple Street 12", "correct horse")
while not sta.isconnected():
    time.sleep_ms(5)
print("joined")
"""


@pytest.fixture
def make(tmp_path, monkeypatch):
    """Makes boards with a main.py, and switches them off; nothing of them may be left."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "tmp").mkdir()
    boards = []

    def make(main, neighbourhood=HOME, **options):
        folder = tmp_path / f"board{len(boards)}"
        folder.mkdir()
        (folder / "main.py").write_text(main)
        boards.append(Board(folder, neighbourhood, scale=0.02, **options))
        return boards[-1]

    yield make
    for board in boards:
        board.stop()
    assert not list((tmp_path / "tmp").iterdir())


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


def test_a_button_and_a_led(make):
    board = make(
        "from machine import Pin\nimport time\n"
        "led, button = Pin(2, Pin.OUT), Pin(0, Pin.IN, Pin.PULL_UP)\nled.off()\nprint('ready')\n"
        "while button(): time.sleep_ms(1)\nled.on()\nprint('pressed')"
    )
    with board:
        board.wait_for("ready")
        assert board.read_pin(2) == 0 and board.read_pin(4) is None
        board.hold_pin(0, 0)
        board.wait_for("pressed")
        assert board.read_pin(2) == 1


def test_the_host_sees_what_the_radio_does(make):
    board = make(
        _JOIN + "ap = network.WLAN(1)\nap.active(True)\n"
        "ap.config(ssid='ding', security=3, key='top secret')\nprint('ready')"
    )
    assert board.radio() == {}
    with board:
        board.wait_for("ready")
        radio = board.radio()
        assert radio["ap"]["active"] and radio["ap"]["ssid"] == "ding"
        assert radio["ap"]["security"] == 3 and radio["ap"]["key_length"] == 10
        assert radio["sta"]["connected"] and radio["sta"]["ssid"] == "Maple Street 12"
        assert radio["ap"]["channel"] == radio["sta"]["channel"] == 6
        assert radio["counts"] == {"connects": 1, "ap": 1, "scans": 0}
        assert "top secret" not in str(radio) and "correct horse" not in str(radio)
    assert board.radio() == {}


def test_the_neighbourhood_changes_while_it_runs(make):
    board = make(_JOIN + "while sta.isconnected(): time.sleep_ms(5)\nprint('lost')")
    with board:
        board.wait_for("joined")
        board.change({"networks": []})
        board.wait_for("lost")
        board.change(lambda all: all["phones"].append({"mac": "aabbccddeeff"}))
        assert board.neighbourhood.read()["phones"]


def test_a_neighbourhood_of_the_users_own_is_read_where_it_is(make, tmp_path):
    file = tmp_path / "air.json"
    file.write_text('{"networks": [{"ssid": "mine"}]}')
    main = "import network\nsta = network.WLAN()\nsta.active(True)\nprint(sta.scan())"
    with make(main, file) as board:
        board.wait_for("b'mine'")


def test_the_eleventh_socket_is_one_too_many(make, bits):
    board = make(
        "import socket\nopened = []\ntry:\n    while True: opened.append(socket.socket())\n"
        "except OSError as error: print(len(opened), error.errno)\n"
        "opened.pop().close()\nopened.append(socket.socket())\n"
        "with open('file', 'w') as f: print('a file', f.write('x'))",
        bits=bits,
    )
    with board:
        board.wait_for("10 23")
        board.wait_for("a file 1")


def test_low_ports_are_high_ones_on_this_pc(make):
    board = make(
        "import socket\ns = socket.socket()\n"
        "s.bind(socket.getaddrinfo('0.0.0.0', 80)[0][-1])\ns.listen(1)\nprint('ready')\n"
        "c, _ = s.accept()\nc.send(b'hello')\nc.close()"
    )
    with board:
        board.wait_for("ready")
        with socket.create_connection(("127.0.0.1", board.port), timeout=5) as client:
            assert client.recv(5) == b"hello"


@pytest.mark.parametrize("mpy", (False, True), ids=("source", "mpy"))
def test_the_heap_is_the_programs_alone(make, mpy):
    board = make(
        "import gc, network, machine, socket, btree\ngc.collect()\nprint('free', gc.mem_free())",
        bits=32,
        heapsize="64K",
        mpy=mpy,
    )
    with board:
        start, end = board.wait_for("free "), board.wait_for("\n>>>")
        free = int(board.output[start:end].split()[0])
        bare = "import gc; gc.collect(); print(gc.mem_free())"
        bare = [*interpreter.command(32), "-X", "heapsize=64K", "-c", bare]
        bare = int(subprocess.check_output(bare))
        print(f"{free} bytes free of 64K, {bare} without the simulation ({own_heap(32, mpy)})")
        # The ports, which are options of the library, and the spare for the radio at work.
        assert -2048 < free - bare < 4096


def test_compiled_modules_are_run_from_the_cache(make):
    board = make("import logging, network\nprint(logging.__file__, network.__file__)", mpy=True)
    with board:
        board.wait_for("logging.mpy")
        board.wait_for("network.mpy")


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
