"""Runs a simulated board in the terminal.

python3 -m tools.board folder                 its console; Ctrl-C switches it off
python3 -m tools.board folder --repl          with its prompt: Ctrl-C stops main.py, and
                                              Ctrl-D at the prompt switches the board off
"""

import argparse
import signal
import subprocess
import sys
import time

from tools.board import Board
from tools.board.compiled import NoCrossCompiler
from tools.board.launch import POWER_ON
from tools.board.namespace import Namespaces, NoNamespaces
from tools.board.process import RESET_STATUS
from tools.interpreter import NoInterpreter


def main():
    """Exit status 1 and a sentence if the board cannot be started."""
    parser = argparse.ArgumentParser(prog="python3 -m tools.board", description="A board on a PC.")
    parser.add_argument("folder", help="the board's files: boot.py, main.py, lib/, ...")
    parser.add_argument("--neighbourhood", help="a JSON file that tells what is in the air")
    parser.add_argument("--bits", type=int, choices=(64, 32), default=64)
    parser.add_argument("--heapsize", help="of the board's program, as in 64K")
    parser.add_argument("--mpy", action="store_true", help="run lib/ compiled")
    parser.add_argument("--lfs", help="a file with a VfsLfs2 file system, instead of the folder")
    parser.add_argument("--scale", type=float, default=0.1, help="1: as slow as a real radio")
    parser.add_argument("--port", type=int, help="stands in for port 80")
    parser.add_argument("--dns-port", type=int, help="stands in for port 53")
    parser.add_argument("--netns", action="store_true", help="in real networks (root, Linux)")
    parser.add_argument("--repl", action="store_true", help="give the board's prompt")
    options = vars(parser.parse_args())
    repl = options.pop("repl")
    try:
        if options.pop("netns"):
            options["netns"] = Namespaces()
            print("A phone:", *options["netns"].phone.command(["bash"]), flush=True)
        board = Board(options.pop("folder"), **options)
        sys.exit(_with_prompt(board) if repl else _watch(board))
    except (NoInterpreter, NoCrossCompiler, NoNamespaces) as error:
        sys.exit(str(error))


def _watch(board):
    """Shows the console until Ctrl-C, or until the interpreter ends."""
    print(f"Port 80 is {board.port} here, and port 53 is {board.dns_port}.", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    shown = 0
    try:
        with board:
            while board.running:
                time.sleep(0.05)
                print(board.output[shown:], end="", flush=True)
                shown = len(board.output)
    except KeyboardInterrupt:
        print()
    return 0


def _with_prompt(board):
    """Gives the terminal to the interpreter, and starts it again after each reset."""
    signal.signal(signal.SIGINT, lambda *_: None)  # it is the board's, and only the board's
    command, environment = board.in_terminal("-i", "-c", POWER_ON)
    status = RESET_STATUS
    try:
        while status == RESET_STATUS:
            status = subprocess.call(command, env=environment, cwd=str(board.folder))
            environment["BOARD_RESET_CAUSE"] = "5"
    finally:
        board.stop()
    return status


if __name__ == "__main__":
    main()
