"""The board: its serial port, and the REPL that listens there."""

import json
import os
import pty
import select
import threading
import time
import tty

from tests.tools.pseudo_board.inside import Inside

_BANNER = b"MicroPython on a pseudo-terminal\r\nType \"help()\" for more information.\r\n>>> "
_RAW = b"raw REPL; CTRL-B to exit\r\n>"
_WINDOW = 128  # bytes of raw paste before the next acknowledgement: that of an ESP32
_LIST = """
import json, os
def walk(folder):
    for name, kind, *_ in os.ilistdir(folder):
        if kind == 0x4000:
            yield from walk(folder + name + "/")
        else:
            yield folder + name
def read(path):
    with open(path, "rb") as file:
        return file.read().hex()
print(json.dumps({path: read(path) for path in walk("/")}))
"""
_BOOT = b"""
import os
for name in (%s):
    if name in os.listdir("/"):
        exec(open("/" + name).read(), {"__name__": "__main__"})
"""


class PseudoBoard:
    """A board with its file system ("lfs" or "fat") of `size` bytes in the file `storage`.

    After `unplug_after` bytes from the host it loses its power and its cable. `implementation` is
    what its `sys.implementation` says (version, mpy); `speed` (bytes/s) is that of its cable.
    """

    def __init__(self, storage, kind="lfs", size=512 * 1024, implementation=None):
        self.storage, self.kind, self.implementation = storage, kind, implementation
        self.unplug_after, self.speed = None, None
        self.received = 0  # bytes from the host since it was plugged in
        self.commands = []  # the source of all that ran through the raw REPL since then
        self.printed = b""  # what its programs printed since then
        self._stopping = None
        if not storage.exists():
            storage.write_bytes(b"\xff" * size)

    def __enter__(self):
        self.plug()
        return self

    def __exit__(self, *_):
        self.unplug()

    def plug(self):
        """Power on: boot.py and main.py run."""
        self.received, self.commands, self.printed = 0, [], b""
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self.port = os.ttyname(self._slave)
        self._stop, self._stopping = os.pipe()
        self._mode, self._line, self._busy, self._pending = "friendly", bytearray(), None, b""
        self._window = self._marks = 0
        self._inside = Inside(self.kind, self.storage, self.implementation)
        self._start_programs()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def unplug(self):
        """Power off and cable out, whatever it is doing."""
        if self._stopping is not None:
            os.write(self._stopping, b"x")
            self._thread.join()
            for descriptor in (self._stop, self._stopping):
                os.close(descriptor)
            self._stopping = None

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
        assert self._stopping is None
        folder = path.rpartition("/")[0]
        make = f"import os\nif {folder!r} and {folder!r}[1:] not in os.listdir(): os.mkdir({folder!r})\n"
        assert self.run(f"{make}with open({path!r}, 'wb') as f: f.write({data!r})") == ("", "")

    def files(self):
        """{path: bytes} of all its files."""
        output, trouble = self.run(_LIST)
        assert not trouble, trouble
        return {path: bytes.fromhex(text) for path, text in json.loads(output).items()}

    def wait_for(self, condition, limit=10):
        """Waits until `condition()` is true; AssertionError after `limit` seconds."""
        end = time.monotonic() + limit
        while not condition():
            assert time.monotonic() < end, "the board did not get there"
            time.sleep(0.01)

    # What follows runs in the board's own thread.

    def _serve(self):
        try:
            while self._turn():
                pass
        finally:
            self._inside.kill()
            os.close(self._master)
            os.close(self._slave)

    def _turn(self):
        ready, _, _ = select.select([self._master, self._inside.output, self._stop], [], [])
        if self._stop in ready:
            return False
        if self._inside.output in ready:
            self._from_inside(os.read(self._inside.output, 4096))
        if self._master in ready:
            data = os.read(self._master, 64 if self.speed else 1024)
            if self.speed:
                time.sleep(len(data) / self.speed)
            if self.unplug_after is not None and self.received + len(data) > self.unplug_after:
                return False
            self.received += len(data)
            self._from_host(data)
        return True

    def _from_inside(self, data):
        """Output of what runs; the second Ctrl-D ends it."""
        if not data:
            self._send(b"\r\n(the interpreter has ended)\r\n")
            self._reset()
            return
        text, self._marks = data, self._marks + data.count(b"\x04")
        if self._busy == "program":
            text = text.replace(b"\x04", b"")
            self.printed += text
        self._send(text.replace(b"\n", b"\r\n"))
        if self._marks == 2:
            program, self._busy, self._marks = self._busy == "program", None, 0
            self._send((_RAW if self._mode == "raw" else _BANNER) if program else b">")
            pending, self._pending = self._pending, b""
            self._from_host(pending)

    def _from_host(self, data):
        for at in range(len(data)):
            if self._busy:
                if data[at] == 3:
                    self._inside.interrupt()
                else:
                    self._pending += data[at : at + 1]
            else:
                getattr(self, "_" + self._mode)(data[at])

    def _friendly(self, byte):
        if byte == 1:
            self._enter_raw()
        elif byte == 2:
            self._send(b"\r\n" + _BANNER)
        elif byte == 4:
            self._reset()
        elif byte in (3, 13):
            self._send(b"\r\n>>> ")

    def _enter_raw(self):
        self._mode, self._line = "raw", bytearray()
        self._send(_RAW)

    def _raw(self, byte):
        if byte == 1 and self._line == b"\x05A":
            self._mode, self._line, self._window = "paste", bytearray(), _WINDOW
            self._send(b"R\x01" + _WINDOW.to_bytes(2, "little") + b"\x01")
        elif byte == 1:
            self._enter_raw()
        elif byte == 2:
            self._mode = "friendly"
            self._send(b"\r\n" + _BANNER)
        elif byte == 3:
            self._line = bytearray()
        elif byte != 4:
            self._line.append(byte)
        else:
            self._send(b"OK")
            if self._line:
                self._execute()
            else:
                self._send(b"\r\n")
                self._reset()

    def _paste(self, byte):
        if byte in (3, 4):
            self._mode = "raw"
            self._send(b"\x04")
            if byte == 4:
                self._execute()
            else:
                self._line = bytearray()
                self._send(b"\x04\x04>")
            return
        self._line.append(byte)
        self._window -= 1
        if not self._window:
            self._window = _WINDOW
            self._send(b"\x01")

    def _execute(self):
        source, self._line = bytes(self._line), bytearray()
        self.commands.append(source.decode())
        self._busy = "command"
        self._inside.feed(source)

    def _reset(self):
        self._inside.kill()
        self._inside = Inside(self.kind, self.storage, self.implementation)
        self._marks = 0
        self._send(b"MPY: soft reboot\r\n")
        self._start_programs()

    def _start_programs(self):
        """boot.py always, main.py unless the reset was asked for at the raw REPL."""
        names = '"boot.py",' if self._mode == "raw" else '"boot.py", "main.py"'
        self._busy = "program"
        self._inside.feed(_BOOT % names.encode())

    def _send(self, data):
        """To the host; a board drops what nobody reads."""
        if select.select([], [self._master], [], 0.5)[1]:
            os.write(self._master, data)
