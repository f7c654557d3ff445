"""What a run of the tests must not leave behind: files in the system's folder for temporary ones,
and processes.

All that the tests start inherits a $TMPDIR of the run's own, by which it is known afterwards.
"""

import contextlib
import os
import shutil
import signal
import tempfile
import time
from pathlib import Path

_PATIENCE = 5  # s until what has been told to end must have ended


class Traces:
    """The folder for temporary files of one run."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="wifi-setup-")
        os.chmod(self.folder, 0o711)  # some tests let others than their user in
        os.environ["TMPDIR"] = tempfile.tempdir = self.folder

    def clear(self):
        """Removes them all; the command lines of processes that were left running, now ended."""
        end = time.monotonic() + _PATIENCE
        left = self._processes()
        while left and time.monotonic() < end:
            time.sleep(0.1)
            left = self._processes()
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)
        return sorted(left.values())

    def _processes(self):
        """{process id: command line}; only Linux tells."""
        mark, found = f"TMPDIR={self.folder}".encode(), {}
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if int(process.name) != os.getpid() and mark in (process / "environ").read_bytes():
                    line = (process / "cmdline").read_bytes().replace(b"\0", b" ")
                    found[int(process.name)] = line.decode(errors="replace").strip()
        return found
