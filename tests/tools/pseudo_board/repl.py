"""The REPL of a board: friendly, raw, and raw paste. Bytes in, bytes out; it runs nothing itself.

As shared/runtime/pyexec.c of MicroPython has it, with an ESP32's window for raw paste.
"""

_BANNER = b'\r\nMicroPython on a pseudo-terminal\r\nType "help()" for more information.\r\n>>> '
_RAW = b"raw REPL; CTRL-B to exit\r\n>"
_WINDOW = 128  # bytes of raw paste before the next acknowledgement
_A, _B, _C, _D, _ENTER = 1, 2, 3, 4, 13


class Repl:
    """What the host's bytes mean.

    `send(data)` answers the host. `execute(source)`, `interrupt()` and `reset()` act on the
    inside, whose output comes back through `output()` and ends with its second Ctrl-D.
    """

    def __init__(self, send, execute, interrupt, reset):
        self._send, self._execute = send, execute
        self._interrupt, self._reset = interrupt, reset
        self._mode, self._line, self._window = self._friendly, bytearray(), 0
        self._running, self._marks, self._early = None, 0, b""

    @property
    def raw(self):
        """Whether the host asked for the raw REPL: then a reset does not start main.py."""
        return self._mode != self._friendly

    @property
    def running(self):
        """What runs: "program" (boot.py, main.py), "command" (of the host) or None."""
        return self._running

    def starts(self, what):
        """Something begins to run."""
        self._running, self._marks = what, 0

    def output(self, data):
        """What runs has printed."""
        self._marks += data.count(b"\x04")
        program = self._running == "program"
        text = data.replace(b"\x04", b"") if program else data
        self._send(text.replace(b"\n", b"\r\n"))
        if self._marks == 2:
            self._running = None
            self._send((_RAW if self.raw else _BANNER) if program else b">")
            early, self._early = self._early, b""
            self.input(early)

    def input(self, data):
        """The host has sent; what arrives while something runs waits, but for Ctrl-C."""
        for byte in data:
            if not self._running:
                self._mode(byte)
            elif byte == _C:
                self._interrupt()
            else:
                self._early += bytes([byte])

    def _friendly(self, byte):
        if byte == _A:
            self._enter_raw()
        elif byte == _B:
            self._send(_BANNER)
        elif byte == _D:
            self._reset()
        elif byte in (_C, _ENTER):
            self._send(b"\r\n>>> ")

    def _enter_raw(self):
        self._mode, self._line = self._raw, bytearray()
        self._send(_RAW)

    def _raw(self, byte):
        if byte == _A and self._line == b"\x05A":
            self._mode, self._line, self._window = self._paste, bytearray(), _WINDOW
            self._send(b"R\x01" + _WINDOW.to_bytes(2, "little") + b"\x01")
        elif byte == _A:
            self._enter_raw()
        elif byte == _B:
            self._mode = self._friendly
            self._send(_BANNER)
        elif byte == _C:
            self._line = bytearray()
        elif byte == _D:
            self._send(b"OK")
            self._run_line()
        else:
            self._line.append(byte)

    def _run_line(self):
        source, self._line = bytes(self._line), bytearray()
        if source:
            self.starts("command")
            self._execute(source)
        else:
            self._send(b"\r\n")
            self._reset()

    def _paste(self, byte):
        if byte == _D:
            self._mode = self._raw
            self._send(b"\x04")
            self._run_line()
        elif byte == _C:
            self._mode, self._line = self._raw, bytearray()
            self._send(b"\x04\x04\x04>")
        else:
            self._line.append(byte)
            self._window -= 1
            if not self._window:
                self._window = _WINDOW
                self._send(b"\x01")
