"""A program that a test starts: ready when it says so, and gone with its children at the end."""

import contextlib
import os
import queue
import re
import signal
import subprocess
import threading
import time


@contextlib.contextmanager
def program(command, announces, limit=30, **environment):
    """Starts it; the match of the first line it prints that fits the expression `announces`."""
    process = subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, **environment},
        start_new_session=True,
    )
    lines = queue.SimpleQueue()
    reader = threading.Thread(target=_read, args=(process.stdout, lines), daemon=True)
    reader.start()
    try:
        yield _announced(lines, re.compile(announces), limit, command[0])
    finally:
        _end(process)
        reader.join()


def _read(stream, lines):
    """To the end, for a full pipe would stop the program."""
    for line in stream:
        lines.put(line.decode(errors="replace").rstrip())
    lines.put(None)


def _announced(lines, pattern, limit, name):
    end = time.monotonic() + limit
    said = []
    while True:
        try:
            line = lines.get(timeout=max(0, end - time.monotonic()))
        except queue.Empty:
            line = None
        if line is None:
            raise AssertionError(f"{name} did not come up; it said: " + " | ".join(said))
        said.append(line)
        match = pattern.search(line)
        if match:
            return match


def _end(process):
    """Asks the group to leave, and ends what of it stays."""
    for signal_number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal_number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
