"""The board at the other end of a serial port, asked through MicroPython's raw REPL by mpremote.

    with Link("/dev/ttyUSB0") as link:
        about = link.ask("about()")

It interrupts what runs there, and lets the board start again when it is left. It knows nothing
of libraries or files; the functions that can be asked for are in on_board.py.
"""

import base64
import contextlib
import io
import json
import struct
import time
from pathlib import Path

from mpremote.transport import TransportError
from mpremote.transport_serial import SerialTransport

from tools.deploy import DeployError
from tools.deploy.ports import why_not

_SILENCE = 5  # s without a byte before the port is taken for dead
_PATIENCE = 60  # s for one command: an ESP8266 that collects garbage on its flash takes its time
_PIECE = 1536  # bytes of a file in one statement; a multiple of 3, so that base64 needs no padding
_BATCH = 2400  # characters of source in one command: what a board of 40 KB of heap compiles
_GONE = (TransportError, OSError, struct.error)  # struct.error: an answer that was cut short


class LostBoard(DeployError):
    """The board has stopped answering."""


class Link:
    """A board whose program has been interrupted, for as long as the `with` lasts."""

    def __init__(self, port, restart=True):
        """Opens `port`; DeployError if it cannot be. With `restart`, the board starts at the end.

        The board is reset before it is asked anything, without starting its main.py: whatever ran
        there has let go of its memory and its sockets.
        """
        self.port = port
        self._restart = restart
        try:
            self._transport = SerialTransport(port, timeout=_SILENCE)
        except (TransportError, OSError, ValueError) as error:
            raise DeployError(why_not(port)) from error
        self._transport.serial.write_timeout = _SILENCE

    def __enter__(self):
        try:
            self._interrupt()
            self.run((Path(__file__).parent / "on_board.py").read_text(encoding="utf-8"))
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(self, *_):
        self._leave()

    def ask(self, call):
        """Runs a call on the board; its value (anything JSON can carry)."""
        output = self.run(f"answer({call})")
        _, mark, value = output.rpartition("\x1e")
        if not mark:
            raise LostBoard(f"The board on {self.port} gave no answer that makes sense.")
        return json.loads(value.splitlines()[0])

    def run(self, source):
        """Runs source on the board; what it prints. DeployError on an exception there."""
        try:
            output, errors = self._transport.exec_raw(source, timeout=_PATIENCE)
        except _GONE as error:
            raise LostBoard(f"The board on {self.port} has stopped answering.") from error
        if errors:
            raise DeployError(_in_words(errors.decode("utf-8", "replace")))
        return output.decode("utf-8", "replace")

    def run_all(self, statements, done=lambda thing: None):
        """Runs many statements with as few exchanges as the board's memory allows.

        `statements` gives pairs (source, thing); `done(thing)` is called once it has been run.
        """
        batch, size = [], 0
        for source, thing in statements:
            if batch and size + len(source) > _BATCH:
                self._run_batch(batch, done)
                batch, size = [], 0
            batch.append((source, thing))
            size += len(source)
        if batch:
            self._run_batch(batch, done)

    def _run_batch(self, batch, done):
        self.run("\n".join(source for source, _ in batch))
        for _, thing in batch:
            done(thing)

    def _interrupt(self):
        """Ctrl-C, and a soft reset at the raw REPL, which starts boot.py but not main.py.

        A boot.py that takes long makes the first attempt fail; the second one interrupts it.
        """
        for soft_reset in (True, False):
            try:
                self._stop_program()
                with contextlib.redirect_stdout(io.StringIO()):  # mpremote prints what it read
                    return self._transport.enter_raw_repl(soft_reset=soft_reset)
            except TransportError:
                continue
            except OSError as error:
                raise LostBoard(f"The board on {self.port} has gone away.") from error
        raise DeployError(
            f"Nothing on {self.port} answers as MicroPython does. Is it the right port, and is "
            "MicroPython on the board? Press its reset button and try again."
        )

    def _stop_program(self):
        """Some programs have to be told more than once; what they say to it is thrown away."""
        for _ in range(3):
            self._transport.serial.write(b"\x03")
            time.sleep(0.1)
        self._transport.serial.read(self._transport.serial.in_waiting)

    def _leave(self):
        with contextlib.suppress(*_GONE):
            self._transport.serial.write(b"\x03\x03")  # ends a command that was cut short
            self._transport.exit_raw_repl()
            if self._restart:
                self._transport.read_until(1, b">>> ", timeout=2)
                self._transport.serial.write(b"\x04")  # soft reset: boot.py, then main.py
                self._transport.read_until(1, b"soft reboot\r\n", timeout=2)
        with contextlib.suppress(OSError):
            self._transport.close()
        self._transport.serial.close()


def sending(files):
    """The statements that bring files to the board's stage, each with (file, bytes it carries).

    A file's last statement carries None: then it is there, and has been checked.
    """
    for file in files:
        yield "stage.start()", (file, 0)
        for start in range(0, len(file.data), _PIECE):
            piece = file.data[start : start + _PIECE]
            text = base64.b64encode(piece).decode()
            yield f"stage.more({text!r})", (file, len(piece))
        yield f"stage.done({file.stage!r}, {file.digest!r})", (file, None)


def _in_words(traceback):
    """The board's exception as a sentence."""
    last = (traceback.strip().splitlines() or ["nothing"])[-1]
    if "ENOSPC" in last or last == "OSError: 28":
        return (
            "The board's flash is full; what was there before has been left as it was. "
            "Remove files from it, or leave out the demo (--no-demo)."
        )
    if last.startswith("MemoryError"):
        return "The board has too little memory left to take files. Does its boot.py use it up?"
    return f"The board refused: {last}"
