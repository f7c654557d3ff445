"""`make deploy`: which port it takes, and what it says when that cannot be."""

import ctypes
import grp
import io
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from serial import Serial
from serial.tools.list_ports_common import ListPortInfo

from tests.tools.pseudo_board import PseudoBoard
from tools.deploy.command import ROOT, main
from tools.deploy.files import File
from tools.deploy.progress import Progress


def plugged(*devices):
    """What the system says of boards at these ports, after a serial port of the PC itself."""
    infos = [ListPortInfo("/dev/ttyS0")]
    for device in devices:
        info = ListPortInfo(device)
        info.vid, info.pid, info.description = 0x10C4, 0xEA60, "CP2102 USB to UART"
        infos.append(info)
    return lambda: infos


def command(port, before=None):
    """Runs the command as `make deploy` does; (exit status, stderr)."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.deploy", "--port", port],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=before,
    )
    return done.returncode, done.stderr


def without_privilege():
    """Even root may then open only what the permissions of a file allow."""
    drop, capabilities = 24, (1, 2)  # PR_CAPBSET_DROP; CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    for capability in capabilities:
        ctypes.CDLL(None).prctl(drop, capability, 0, 0, 0)


@pytest.fixture
def port():
    """A serial port with nothing behind it."""
    master, slave = pty.openpty()
    yield os.ttyname(slave)
    os.close(master)
    os.close(slave)


def test_without_a_board_it_says_so(capsys):
    assert main([], ports=plugged()) == 1
    assert capsys.readouterr().err.startswith("No board was found on any serial port.\nPlug it in")


def test_several_boards_are_listed(capsys):
    assert main([], ports=plugged("/dev/ttyUSB1", "/dev/ttyUSB0")) == 1
    assert capsys.readouterr().err == (
        "There are 2 boards:\n"
        "  /dev/ttyUSB0  CP2102 USB to UART\n"
        "  /dev/ttyUSB1  CP2102 USB to UART\n"
        "Name the one you mean: make deploy PORT=/dev/ttyUSB0\n"
    )


def test_the_only_board_is_taken(tmp_path, capsys):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "only.py").write_text("X = 1\n")
    with PseudoBoard(tmp_path / "flash") as board:
        assert main(["--no-demo"], ports=plugged(board.port), project=tmp_path) == 0
        assert board.run("import only; print(only.X)") == ("1\n", "")
    assert f"Connecting to {board.port} ..." in capsys.readouterr().out


def test_a_port_that_is_not_there():
    status, said = command("/dev/no-such-port")
    assert (status, said.splitlines()[0][:27]) == (1, "There is no /dev/no-such-po")


def test_a_port_that_another_program_holds(port):
    with Serial(port, exclusive=True):
        status, said = command(port)
    assert status == 1
    assert said.startswith(f"{port} is in use by another program. Close ")


def test_a_port_that_one_may_not_open(port):
    os.chmod(port, 0)
    status, said = command(port, before=without_privilege)
    assert status == 1
    own = grp.getgrgid(os.stat(port).st_gid).gr_name
    group = "dialout" if own in ("root", "tty") else own
    assert said.startswith(f"You are not allowed to use {port}. Join the group {group}:\n")
    assert f"sudo usermod -aG {group} $USER" in said


def test_a_file_is_no_port(tmp_path):
    (tmp_path / "file").touch()
    status, said = command(str(tmp_path / "file"))
    assert (status, said) == (1, f"{tmp_path}/file is no serial port.\n")


def test_ctrl_c_leaves_a_board_that_runs_and_can_be_deployed_to(tmp_path):
    board = PseudoBoard(tmp_path / "flash")
    board.put("/main.py", b"print('mine')\n")
    board.speed = 115200 // 10  # slow enough to be stopped
    with board:
        deploy = [sys.executable, "-m", "tools.deploy", "--no-demo", "--port", board.port]
        process = subprocess.Popen(deploy, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        while not any("stage.more" in command for command in board.commands):
            time.sleep(0.05)
        board.printed = b""
        process.send_signal(signal.SIGINT)
        assert (
            process.communicate(timeout=20)[1]
            == "\nStopped: no file on the board is half written.\n"
        )
        assert process.returncode == 130
        board.wait_until_printed(b"mine")
        assert {name for name in board.files() if "/.deploy/" not in name} == {"/main.py"}
        board.speed = None
        assert main(["--no-demo", "--port", board.port]) == 0
    assert not any("/.deploy/" in name for name in board.files())


@pytest.mark.long
@pytest.mark.timing
def test_over_115200_baud_this_library_takes_less_than_20_seconds(tmp_path):
    board = PseudoBoard(tmp_path / "flash")
    board.speed = 115200 // 10
    with board:
        started = time.monotonic()
        assert main(["--port", board.port]) == 0
        assert time.monotonic() - started < 20


@pytest.mark.long
def test_a_port_where_nothing_answers(port):
    status, said = command(port)
    assert status == 1
    assert said.startswith(f"Nothing on {port} answers as MicroPython does.")


@pytest.mark.long
def test_a_boot_py_that_never_ends_is_interrupted(tmp_path):
    (tmp_path / "lib").mkdir()
    board = PseudoBoard(tmp_path / "flash")
    board.put("/boot.py", b"while True: pass\n")
    with board:
        assert main(["--no-demo", "--port", board.port], project=tmp_path) == 0


def test_make_deploy_puts_this_library_on_a_board(tmp_path):
    with PseudoBoard(tmp_path / "flash") as board:
        done = subprocess.run(
            ["make", "deploy", f"PORT={board.port}", "ARGS=--no-demo --no-reset"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    modules = "slim.slim_server, micro_dns_srv, schedule, logging, wifi_setup"
    assert board.run(f"import {modules}; print(slim.slim_server.__file__)") == (
        "/lib/slim/slim_server.mpy\n",
        "",
    )
    page = Path("lib/wifi_setup/www/index.html.gz")
    assert board.files()[f"/{page}"] == (ROOT / page).read_bytes()


def test_the_bar_counts_bytes():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    out = Terminal()
    progress = Progress(4096, out)
    progress.add(File("/lib/a.mpy", bytes(4096), "lib/a.mpy"), 1024)
    assert out.getvalue() == "\r[#######.......................] 1.0 of 4.0 KB  lib/a.mpy\x1b[K"
    progress.close()
    assert out.getvalue().endswith("\r\x1b[K")
