"""`make demo` as somebody at a terminal sees it."""

import contextlib
import io
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from tests.phone import Phone
from tools.demo import ROOT
from tools.demo import terminal as terminal_of_demo
from tools.ports import free_port, next_free_port

ADDRESS = r"(?:set-up page|own page): http://127\.0\.0\.1:(\d+)/"


class Terminal:
    """One run of the demo; `text` is what it has printed."""

    def __init__(self, *options, **environment):
        self.text = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tools.demo", "--no-browser", *map(str, options)],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding=environment.get("PYTHONIOENCODING", "utf-8"),
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.text += line

    def wait_for(self, pattern, seconds=30):
        """The match of a pattern in what it prints."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = re.search(pattern, self.text)
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"{pattern!r} did not come:\n{self.text}")

    def type(self, line):
        """A line typed; what was printed before is forgotten."""
        self.text = ""
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def end(self, signal_number=None):
        """Its exit status, after it has ended."""
        if signal_number:
            self.process.send_signal(signal_number)
        status = self.process.wait(timeout=20)
        self._reader.join()
        self.process.stdin.close()
        self.process.stdout.close()
        return status


@pytest.fixture
def terminal():
    """terminal(*options, **environment) -> Terminal; each has ended afterwards."""
    with contextlib.ExitStack() as stack:

        def start(*options, **environment):
            one = Terminal(*options, **environment)
            stack.callback(lambda: one.process.poll() is None and one.end(signal.SIGINT))
            return one

        yield start


def set_up(phone):
    """Does on the set-up page what its user does."""
    phone.post("/v1/connect", {"ssid": "Maple Street 12", "password": "correct horse battery"})
    phone.wait_for_state("up")
    phone.post("/v1/finish", {})


def test_it_is_set_up_once_forgets_when_told_and_ends_with_ctrl_c(terminal, tmp_path):
    folder = tmp_path / "my Brett für Ü's"
    demo = terminal("--folder", folder, "--port", free_port())
    phone = Phone(int(demo.wait_for(ADDRESS)[1]))
    assert "Maple Street 12            correct horse battery" in demo.text
    set_up(phone)
    demo.wait_for("The board is on Maple Street 12. Its own page")
    assert b"lighthouse" in phone.get("/").body
    assert demo.end(signal.SIGINT) == 0
    assert demo.text.endswith(f"The board is off. Its files stay in {folder}\n")

    demo = terminal("--folder", folder, "--port", free_port())
    demo.wait_for("Its own page")
    assert "set-up page" not in demo.text
    demo.type("6 * 7")
    demo.wait_for("42\n")
    demo.type("WiFiSetup.clear()")
    demo.type("reset")
    demo.wait_for("set-up page")
    assert demo.end(signal.SIGTERM) == 0


def test_a_second_board_does_not_share_the_files_of_the_first(terminal, tmp_path):
    first = terminal("--folder", tmp_path, "--port", free_port())
    first.wait_for(ADDRESS)
    second = terminal("--folder", tmp_path)
    assert second.end() == 1
    assert f"Another terminal runs the board that has its files in {tmp_path}." in second.text
    first.end(signal.SIGINT)
    again = terminal("--folder", tmp_path, "--port", free_port())
    again.wait_for(ADDRESS)


def test_a_folder_that_cannot_be_written_to_is_told_in_words(terminal, tmp_path):
    (tmp_path / "file").touch()
    demo = terminal("--folder", tmp_path / "file" / "board")
    assert demo.end() == 1
    assert demo.text.startswith(f"The board cannot keep files in {tmp_path}/file/board (Not a dir")
    assert "make demo ARGS=--folder=" in demo.text


def test_ports_that_are_taken_are_passed_over(terminal, tmp_path):
    port = free_port()
    with socket.socket() as web, socket.socket(type=socket.SOCK_DGRAM) as names:
        web.bind(("127.0.0.1", port))
        web.listen()
        names.bind(("127.0.0.1", next_free_port(port + 2, socket.SOCK_DGRAM)))
        demo = terminal("--folder", tmp_path, "--port", port)
        assert int(demo.wait_for(ADDRESS)[1]) > port


def test_a_terminal_that_lacks_letters_shows_others_in_their_place(terminal, tmp_path):
    demo = terminal("--folder", tmp_path, "--port", free_port(), PYTHONIOENCODING="ascii")
    demo.wait_for("Ctrl-C")
    assert re.search(r"Caf\? Z\?rich \? Guests +\(open\)", demo.text)


def test_it_runs_without_a_keyboard(tmp_path):
    command = [sys.executable, "-m", "tools.demo", "--no-browser", "--folder", tmp_path]
    closed = ["sh", "-c", 'exec "$@" <&-', "sh", *command]
    with subprocess.Popen(closed, cwd=ROOT, stdout=subprocess.PIPE, text=True) as demo:
        try:
            assert any("set-up page" in line for line in demo.stdout)
        finally:
            demo.send_signal(signal.SIGINT)
        assert demo.stdout.read().endswith(f"Its files stay in {tmp_path}\n")


def test_a_program_that_ends_is_told_with_what_to_do(capsys, monkeypatch):
    class Board:
        output = "Traceback (most recent call last):\nValueError: accent\n>>> \n"
        running = False

    monkeypatch.setattr(sys, "stdin", io.StringIO())
    terminal_of_demo.Terminal(Board(), "http://127.0.0.1:8080/", browser=False).run()
    *log, nothing, said, _ = capsys.readouterr().out.splitlines()
    assert log == ["  board | Traceback (most recent call last):", "  board | ValueError: accent"]
    assert said.startswith("The board's program has ended: type reset to start it again")
