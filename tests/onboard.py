"""Runs test files inside MicroPython and reports each of their tests to pytest by name.

A file ``onboard_*.py`` is collected once for each interpreter. Its functions ``test_*`` run in the
order they stand in, in one process of the real interpreter, whose ``sys.path`` holds ``lib/``, the
simulated board's modules and the file's own folder. Comments at the head of the file may ask for
more: ``# heapsize: 96K``, and ``# bits: 32`` (or 64) to run on that one only.
"""

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

import pytest

from tools.interpreter import find

ROOT = Path(__file__).resolve().parent.parent
_RUNNER = Path(__file__).resolve().parent / "onboard_runner" / "runner.py"
_TIME_LIMIT = 240  # s for a whole file


class OnboardFile(pytest.File):
    """A file of tests for the board; its items are found by reading it, not by importing it."""

    def collect(self):
        text = self.path.read_text(encoding="utf-8")
        names = re.findall(r"^def (test_\w+)\(\):", text, re.MULTILINE)
        heapsize = re.search(r"^# heapsize: (\w+)", text, re.MULTILINE)
        only = re.search(r"^# bits: (\d+)", text, re.MULTILINE)
        for bits in (int(only.group(1)),) if only else (64, 32):
            run = OnboardRun(self.path, bits, heapsize and heapsize.group(1))
            for name in names:
                yield OnboardItem.from_parent(self, name=f"{name}[{bits}-bit]", run=run, test=name)


class OnboardRun:
    """One process that runs all of a file's tests; started when the first result is asked for."""

    def __init__(self, path, bits, heapsize):
        self._path, self._bits, self._heapsize = path, bits, heapsize
        self._results = None
        self._output = ""

    def result(self, test):
        """(passed, text) of one test."""
        if self._results is None:
            self._results = self._run()
            if not all(passed for passed, _ in self._results.values()):
                # Some take time, on a machine that is busy with others: once more.
                again = self._run()
                self._results.update((k, v) for k, v in again.items() if v[0])
        return self._results.get(test, (False, "The interpreter ended before this test.\n"))

    @property
    def output(self):
        return self._output

    def _run(self):
        command = [find(self._bits)]
        if self._heapsize:
            command += ["-X", f"heapsize={self._heapsize}"]
        path = [".frozen", ROOT / "lib", ROOT / "tools" / "board" / "modules"]
        with tempfile.TemporaryDirectory(prefix="onboard-") as folder:
            try:
                done = subprocess.run(
                    [*command, str(_RUNNER), str(self._path)],
                    cwd=folder,
                    env={**os.environ, "MICROPYPATH": ":".join(map(str, path))},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    timeout=_TIME_LIMIT,
                    check=False,
                )
                self._output, ending = done.stdout.decode("utf-8", "replace"), done.returncode
            except subprocess.TimeoutExpired as error:
                self._output, ending = (error.stdout or b"").decode("utf-8", "replace"), "time-out"
        results = {}
        for line in self._output.split("\n"):  # not splitlines(): it splits at the mark itself
            if line.startswith("\x1eRESULT "):
                name, passed, text = json.loads(line[8:])
                results[name] = passed, text
        if ending:
            self._output += f"\n(the interpreter ended with {ending})"
        return results


class OnboardItem(pytest.Item):
    """One test function of such a file."""

    def __init__(self, *, run, test, **kwargs):
        super().__init__(**kwargs)
        self._run, self._test = run, test

    def runtest(self):
        passed, text = self._run.result(self._test)
        if self._run.output:
            self.add_report_section("call", "the board", self._run.output[-20000:])
        if not passed:
            raise AssertionError(text)

    def repr_failure(self, excinfo, style=None):
        return str(excinfo.value)

    def reportinfo(self):
        return self.path, None, self.name
