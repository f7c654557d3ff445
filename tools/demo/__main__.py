"""Runs the demo on the simulated board until Ctrl-C."""

import argparse
import fcntl
import os
import shutil
import signal
import socket
import sys
from pathlib import Path

from tools.board import Board
from tools.demo import NEIGHBOURHOOD, ROOT
from tools.demo.terminal import Terminal
from tools.interpreter import NoInterpreter, find
from tools.ports import next_free_port

_ELSEWHERE = "name another folder, as in: make demo ARGS=--folder=/tmp/board"


def main():
    """Runs until Ctrl-C. Exit status 1 and a sentence if it cannot."""
    options = _arguments()
    for stream in filter(None, (sys.stdin, sys.stdout, sys.stderr)):  # None: it was closed
        stream.reconfigure(errors="replace")  # for terminals that cannot show every letter
    # Also where a shell that put us in the background had SIGINT ignored.
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    try:
        executable = find()
    except NoInterpreter as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("\nStopped; the next time it begins anew.")
    folder = Path(options.folder)
    _prepare(folder)
    print(f"Switching the board on ({executable}) ...", flush=True)
    _run(folder, next_free_port(options.port), browser=not options.no_browser)


def _run(folder, port, browser):
    dns_port = next_free_port(port + 1, socket.SOCK_DGRAM)
    board = Board(folder, neighbourhood=NEIGHBOURHOOD, port=port, dns_port=dns_port)
    try:
        board.start()
        Terminal(board, f"http://127.0.0.1:{port}/", browser).run()
    except KeyboardInterrupt:
        print("\nThe board is off. Its files stay in", folder)
    finally:
        board.stop()


def _arguments():
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--folder", default=str(ROOT / ".board"), help="where its files are kept")
    parser.add_argument(
        "--port", type=int, default=8080, help="of its pages, or the next free one"
    )
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    return parser.parse_args()


def _prepare(folder):
    """Puts the demo where the board finds it, and leaves the board's own files alone."""
    try:
        (folder / "www").mkdir(parents=True, exist_ok=True)
        if not _hold(folder):
            sys.exit(
                f"Another terminal runs the board that has its files in {folder}.\n"
                f"Press Ctrl-C there, or {_ELSEWHERE}"
            )
        shutil.copyfile(ROOT / "demo" / "main.py", folder / "main.py")
        for file in (ROOT / "demo" / "www").iterdir():
            shutil.copyfile(file, folder / "www" / file.name)
    except OSError as error:
        sys.exit(f"The board cannot keep files in {folder} ({error.strerror});\n{_ELSEWHERE}")


def _hold(folder):
    """Whether no other board has these files; until this process ends, none will."""
    try:
        fcntl.flock(os.open(folder, os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass  # a file system without locks
    return True


if __name__ == "__main__":
    main()
