"""A process that lives no longer than it should, and what it prints.

    process = Process(make_command, environment, folder)
    process.start(); process.wait_for("ready", 10); process.kill()

`make_command` is asked again whenever the process ends with the exit status of a reset. Knows
nothing of boards.
"""

import atexit
import contextlib
import os
import signal
import subprocess
import threading
import time

RESET_STATUS = 82


class Process:
    """One child at a time, in a session of its own, with its output kept."""

    def __init__(self, command, environment, folder):
        self._command, self._environment, self._folder = command, environment, folder
        self._changed = threading.Condition()
        self._output = b""
        self._child = self._watcher = self._error = None
        self._wanted = False

    def start(self):
        """Starts it; OSError if that cannot be done."""
        self._wanted, self._error, started = True, None, threading.Event()
        # The watcher starts the child, because on Linux the child dies with the thread that
        # started it, and the caller's may be a short-lived one.
        self._watcher = threading.Thread(target=self._watch, args=(started,), daemon=True)
        self._watcher.start()
        started.wait()
        if self._error:
            raise self._error
        atexit.register(self.kill)

    def kill(self):
        """Ends it at once (SIGKILL), with whatever it has started; waits until it is gone."""
        with self._changed:
            self._wanted = False
            if self._child:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self._child.pid, signal.SIGKILL)
        if self._watcher:
            self._watcher.join()
            self._watcher = None
        atexit.unregister(self.kill)

    @property
    def running(self):
        """False once it has ended by itself or was killed."""
        return self._child is not None

    @property
    def pid(self):
        """The child's process id, or None."""
        child = self._child
        return child and child.pid

    @property
    def output(self):
        """All that it has printed since the first start."""
        return self._output.decode("utf-8", "replace")

    def wait_for(self, text, timeout, after=0):
        """Waits until it has printed a text, from that position on; the position behind it.

        TimeoutError, with all of the output, if it has not in time or has ended.
        """
        until = time.monotonic() + timeout
        with self._changed:
            while True:
                found = self.output.find(text, after)
                if found >= 0:
                    return found + len(text)
                left = until - time.monotonic()
                if left <= 0 or not self.running:
                    why = "ended" if left > 0 else f"was waited for {timeout} s"
                    raise TimeoutError(
                        f"{text!r} was not printed; the board {why}. It said:\n{self.output}"
                    )
                self._changed.wait(left)

    def _watch(self, started):
        environment = dict(self._environment)
        while True:
            try:
                with self._changed:
                    if not self._wanted:
                        return
                    self._child = self._spawn(environment)
            except OSError as error:
                self._error = error
                return
            finally:
                started.set()
            status = self._read_until_end()
            with self._changed:
                self._child = None
                self._changed.notify_all()
                if status != RESET_STATUS or not self._wanted:
                    return
            environment["BOARD_RESET_CAUSE"] = "5"

    def _spawn(self, environment):
        return subprocess.Popen(
            self._command,
            env=environment,
            cwd=str(self._folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def _read_until_end(self):
        with self._child.stdout as pipe:
            while True:
                piece = os.read(pipe.fileno(), 65536)
                if not piece:
                    break
                with self._changed:
                    self._output += piece
                    self._changed.notify_all()
        return self._child.wait()
