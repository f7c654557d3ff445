"""The inside of the board: a process of the real interpreter that is fed with source by pipe."""

import json
import os
import signal
import subprocess
from pathlib import Path

from tools.interpreter import command

_CHILD = Path(__file__).resolve().parent / "child.py"


class Inside:
    """One life of the interpreter, from reset to reset. `implementation`: what sys pretends."""

    def __init__(self, kind, storage, implementation=None):
        self._process = subprocess.Popen(
            [*command(), str(_CHILD), kind, str(storage), json.dumps(implementation)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._begun = self._interrupted = False
        self.output = self._process.stdout.fileno()
        if os.read(self.output, 1) != b"\x06":  # from now on a Ctrl-C does not end it
            raise EOFError(self._process.stdout.read().decode())

    def feed(self, source):
        """Begins to run source; its output ends with the second Ctrl-D."""
        self._begun = self._interrupted = False
        self._process.stdin.write(b"%d\n" % len(source) + source)
        self._process.stdin.flush()

    def read(self):
        """What has been printed since (maybe nothing); None once the interpreter has ended."""
        data = os.read(self.output, 4096)
        if not data:
            return None
        if data.startswith(b"\x05") and not self._begun:
            self._begun, data = True, data[1:]
            if self._interrupted:
                self.interrupt()
        return data

    def interrupt(self):
        """Ctrl-C; one that comes before the source has been read through waits that long."""
        self._interrupted = True
        if self._begun:
            self._process.send_signal(signal.SIGINT)

    def run(self, source):
        """Runs source to its end; (output, traceback)."""
        self.feed(source.encode())
        text = b""
        while text.count(b"\x04") < 2:
            more = self.read()
            if more is None:
                raise EOFError(f"the interpreter ended: {text!r}")
            text += more
        output, trouble, _ = text.decode().split("\x04")
        return output, trouble

    def kill(self):
        """Power off."""
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()
