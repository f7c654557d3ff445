"""The board: its power, its cable and its flash."""

import json
import os
import pty
import select
import threading
import time
import tty

from tests.tools.pseudo_board.inside import Inside
from tests.tools.pseudo_board.repl import Repl

_START = b"""
import os
for name in (%s):
    if name in os.listdir("/"):
        exec(open("/" + name).read(), {"__name__": "__main__"})
"""
_LIST = """
import json, os
def walk(folder):
    for name, kind, *_ in os.ilistdir(folder):
        if kind == 0x4000:
            yield from walk(folder + name + "/")
        else:
            yield folder + name
print(json.dumps({path: open(path, "rb").read().hex() for path in walk("/")}))
"""
_PUT = """
import os
path, data = %r, %r
folder = ""
for part in path.split("/")[1:-1]:
    folder += "/" + part
    try:
        os.mkdir(folder)
    except OSError:
        pass
with open(path, "wb") as file:
    file.write(data)
"""


class PseudoBoard:
    """A board with its file system ("lfs" or "fat") of `size` bytes in the file `storage`.

    After `unplug_after` bytes from the host it loses its power and its cable. `implementation` is
    what its `sys.implementation` says (version, mpy); `speed` (bytes/s) is that of its cable, and
    `noise(data)` what the cable makes of what the host sends.
    """

    def __init__(self, storage, kind="lfs", size=512 * 1024, implementation=None):
        self.storage, self.kind, self.implementation = storage, kind, implementation
        self.unplug_after, self.speed, self.noise = None, None, bytes
        self.received = 0  # bytes from the host since it was plugged in
        self.commands = []  # the source of all that ran through the raw REPL since then
        self.printed = b""  # what its programs printed since then
        self.resets = 0
        self._thread = None
        if not storage.exists():
            storage.write_bytes(b"\xff" * size)

    def __enter__(self):
        self.plug()
        return self

    def __exit__(self, *_):
        self.unplug()

    def plug(self):
        """Cable in and power on: boot.py and main.py run."""
        self.received, self.commands, self.printed, self.resets = 0, [], b"", 0
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self.port = os.ttyname(self._slave)
        self._stopped, self._stop = os.pipe()
        self._repl = Repl(self._send, self._execute, self._interrupt, self._reset)
        self._start()
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def unplug(self):
        """Power off and cable out, whatever it is doing."""
        if self._thread:
            os.write(self._stop, b"x")
            self._thread.join()
            os.close(self._stop)
            os.close(self._stopped)
            self._thread = None

    def run(self, source):
        """(output, traceback) of source in a life of the interpreter of its own, on its files.

        While the board is plugged in it must only read: two file systems cannot share a flash.
        """
        inside = Inside(self.kind, self.storage, self.implementation)
        try:
            return inside.run(source)
        finally:
            inside.kill()

    def put(self, path, data):
        """Writes a file; the board must be unplugged."""
        assert not self._thread
        assert self.run(_PUT % (path, data)) == ("", "")

    def files(self):
        """{path: bytes} of all its files."""
        output, trouble = self.run(_LIST)
        assert not trouble, trouble
        return {path: bytes.fromhex(text) for path, text in json.loads(output).items()}

    def wait_until_printed(self, text, limit=10):
        """Waits for a program on the board to print `text`; AssertionError after `limit` s."""
        end = time.monotonic() + limit
        while text not in self.printed:
            assert time.monotonic() < end, f"the board printed only {self.printed!r}"
            time.sleep(0.01)

    # What follows runs in the board's own thread.

    def _live(self):
        try:
            while self._turn():
                pass
        finally:
            self._inside.kill()
            os.close(self._master)
            os.close(self._slave)

    def _turn(self):
        """Waits for the next thing that happens; False when the power is gone."""
        waiting = [self._master, self._inside.output, self._stopped]
        ready, _, _ = select.select(waiting, [], [])
        if self._stopped in ready:
            return False
        if self._inside.output in ready:
            data = self._inside.read()
            if data is None:
                return False
            if self._repl.running == "program":
                self.printed += data
            self._repl.output(data)
        if self._master in ready:
            return self._receive(os.read(self._master, 64 if self.speed else 1024))
        return True

    def _receive(self, data):
        if self.speed:
            time.sleep(len(data) / self.speed)
        self.received += len(data)
        if self.unplug_after is not None and self.received > self.unplug_after:
            return False
        self._repl.input(self.noise(data))
        return True

    def _send(self, data):
        """To the host; a board drops what nobody reads."""
        if data and select.select([], [self._master], [], 0.5)[1]:
            os.write(self._master, data)

    def _execute(self, source):
        self.commands.append(source.decode())
        self._inside.feed(source)

    def _interrupt(self):
        self._inside.interrupt()

    def _reset(self):
        self._inside.kill()
        self.resets += 1
        self._start(b"MPY: soft reboot\r\n")

    def _start(self, text=b""):
        """boot.py always; main.py unless the reset was asked for at the raw REPL.

        `text` is sent once the new process is there: as long as it is being forked from this one,
        it would hold the lock on the port of a host that lives in this process too.
        """
        self._inside = Inside(self.kind, self.storage, self.implementation)
        self._send(text)
        self._repl.starts("program")
        self._inside.feed(_START % (b'"boot.py",' if self._repl.raw else b'"boot.py", "main.py"'))
