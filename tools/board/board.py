"""class Board: one simulated board, switched on and off from the PC."""

import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from tools.board.launch import EVALUATE, POWER_ON, THEN_WAIT, Launch
from tools.board.neighbourhood import Neighbourhood
from tools.board.pins import Pins
from tools.board.process import Process
from tools.board.report import read
from tools.ports import free_port

# Descriptors of a board: standard ones, the pins, ten sockets, and two files open meanwhile.
_DESCRIPTORS = 3 + 1 + 10 + 2


class Board:
    """A board whose file system is a folder of the PC.

    neighbourhood  what is in the air: a dict, or a JSON file that may be edited while it runs
    bits           64, or 32 for the object sizes of an ESP32
    heapsize       of the program ("64K"); the simulation's own share is added to it
    mpy            lib/ compiled, as it would be put on a real board
    lfs            a file that holds a VfsLfs2 file system, instead of the folder
    netns          a tools.board.namespace.Namespaces to live in, instead of loopback
    scale          how long the radio takes, 1 being as long as an ESP32's
    port, dns_port stand in for 80 and 53 on loopback; free ones are chosen if not given
    firmware       an interpreter to run, such as tools.firmware makes, instead of the usual one
    """

    def __init__(
        self,
        folder,
        neighbourhood=None,
        *,
        bits=64,
        heapsize=None,
        mpy=False,
        lfs=None,
        netns=None,
        scale=0.1,
        port=None,
        dns_port=None,
        unique_id="240ac45cd80b",
        lib=None,
        firmware=None,
    ):
        self.folder = Path(folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = 80 if netns else port or free_port()
        self.dns_port = 53 if netns else dns_port or free_port(socket.SOCK_DGRAM)
        self._scratch = Path(tempfile.gettempdir()) / f"board-{secrets.token_hex(4)}"
        self.neighbourhood = Neighbourhood(neighbourhood, self._scratch / "neighbourhood.json")
        self._pins = Pins(self._scratch / "pins")
        settings = {"BOARD_ID": unique_id, "BOARD_SCALE": str(scale), **self._wires(netns, lfs)}
        self._launch = Launch(settings, firmware or bits, heapsize, mpy, lib)
        if netns:
            self._launch.inside = netns.inside_board()
        self._radio_file = self._scratch / "radio.json"
        self._process = None
        self._booted_at = 0

    def _wires(self, netns, lfs):
        """By what the board and the PC meet, as settings of the interpreter's process."""
        return {
            "BOARD_FLASH": str(lfs or ""),
            "BOARD_NEIGHBOURHOOD": str(self.neighbourhood.path),
            "BOARD_PORTS": "" if netns else f"80:{self.port},53:{self.dns_port}",
            "BOARD_LINK": "namespace" if netns else "",
            "BOARD_PINS": str(self._pins.path),
            "BOARD_SOCKETS": str(_DESCRIPTORS),
        }

    def start(self):
        """Gives it power."""
        self._wire()
        if not self._process:
            self._process = Process(
                self._launch.command("-c", POWER_ON + THEN_WAIT),
                self._launch.environment(BOARD_RADIO=str(self._radio_file)),
                self.folder,
            )
        self._booted_at = len(self.output)
        self._process.start()

    def in_terminal(self, *arguments):
        """(command, environment) for who wants to start the interpreter in a terminal."""
        self._wire()
        return self._launch.command(*arguments), self._launch.environment()

    def _wire(self):
        """Makes the files by which the PC and the board's hardware meet."""
        self._scratch.mkdir(mode=0o700, exist_ok=True)
        self.neighbourhood.save()
        self._pins.release()

    def stop(self):
        """Takes its power away for good, and everything that it needed on the PC."""
        self.kill()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def kill(self):
        """Takes its power away at once; its files are as they are at that moment."""
        if self._process:
            self._process.kill()
        self._radio_file.unlink(missing_ok=True)

    def restart(self):
        """Presses its reset button."""
        self.kill()
        self.start()

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *error):
        self.stop()

    @property
    def running(self):
        """False when it has no power, or the interpreter has ended."""
        return bool(self._process and self._process.running)

    @property
    def pid(self):
        """The interpreter's process id, or None."""
        return self._process and self._process.pid

    @property
    def output(self):
        """All that it has printed on its console, since it was made."""
        return self._process.output if self._process else ""

    @property
    def url(self):
        """Where its web server is found by this PC."""
        return f"http://127.0.0.1:{self.port}/"

    def wait_for(self, text, timeout=15, after=None):
        """Waits until it prints a text, from the last start on; the position behind it."""
        if not self._process:
            raise TimeoutError("the board was never started")
        return self._process.wait_for(text, timeout, self._booted_at if after is None else after)

    def change(self, change):
        """Changes the neighbourhood: a dict of what is to be replaced, or a function that does."""
        self.neighbourhood.change(change)

    def radio(self):
        """What its radio does: {"ap": {...}, "sta": {...}, "counts": {...}}; {} without power."""
        return read(self._radio_file) if self.running else {}

    def eval(self, source, timeout=30):
        """Runs source on the board's files as at its prompt, beside what runs; what is printed."""
        done = subprocess.run(
            self._launch.command("-c", EVALUATE.format(source)),
            env=self._launch.environment(),
            cwd=str(self.folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=timeout,
            check=False,
        )
        return done.stdout.decode("utf-8", "replace").rstrip("\n")

    def hold_pin(self, pin, level=None):
        """Holds a pin at 0 or 1 from outside, as a button does; None lets it go."""
        self._pins.hold(pin, level)

    def read_pin(self, pin):
        """The level that the board puts out on a pin, or None."""
        return self._pins.read(pin)
