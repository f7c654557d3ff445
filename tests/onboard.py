"""Runs test files inside MicroPython and reports each of their tests to pytest by name.

A file ``onboard_*.py`` is collected once for each interpreter. Its functions ``test_*`` run in the
order they stand in, in one process of the real interpreter, whose ``sys.path`` holds ``lib/``, the
simulated board's modules, the file's own folder and ``tests/onboard_runner``. Comments at the head
of the file may ask for more: ``# heapsize: 96K``; ``# bits: 32`` (or 64) to run on that one only;
``# clock: moved`` for a clock that only the tests move on, with a radio as slow as a real one;
``# long: _EACH=4000 _SEED=7`` for a second run, marked `long`, with these numbers in the file.
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
_MOVED = _RUNNER.with_name("moved")
_TIME_LIMIT = 240  # s for a whole file


class OnboardFile(pytest.File):
    """A file of tests for the board; its items are found by reading it, not by importing it."""

    def collect(self):
        text = self.path.read_text(encoding="utf-8")
        names = re.findall(r"^def (test_\w+)\(\):", text, re.MULTILINE)
        wishes = dict(re.findall(r"^# (heapsize|bits|clock|long): (.+)$", text, re.MULTILINE))
        numbers = wishes.get("long", "").split()
        for bits in (64, 32):
            if wishes.get("bits", str(bits)) == str(bits):
                yield from self._items(names, f"{bits}-bit", OnboardRun(self.path, bits, wishes))
                if numbers:
                    run = OnboardRun(self.path, bits, wishes, numbers)
                    yield from self._items(names, f"{bits}-bit-long", run, [pytest.mark.long])

    def _items(self, names, variant, run, marks=()):
        for name in names:
            item = OnboardItem.from_parent(self, name=f"{name}[{variant}]", run=run)
            for mark in marks:
                item.add_marker(mark)
            yield item


class OnboardRun:
    """One process that runs all of a file's tests; started when the first result is asked for."""

    def __init__(self, path, bits, wishes, numbers=()):
        self._path, self._bits, self._wishes, self._numbers = path, bits, wishes, numbers
        self._results = None
        self.output = ""

    def result(self, test, anew=False):
        """(passed, text, seconds) of one test; `anew` runs the file once more for it."""
        if anew or self._results is None:
            self._run()
        return self._results.get(test, (False, "The interpreter ended before this test.\n", 0))

    def _run(self):
        with tempfile.TemporaryDirectory(prefix="onboard-") as folder:
            try:
                done = subprocess.run(
                    self._command(),
                    cwd=folder,
                    env=self._environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    timeout=_TIME_LIMIT,
                    check=False,
                )
                output, ending = done.stdout, done.returncode
            except subprocess.TimeoutExpired as error:
                output, ending = error.stdout or b"", "time-out"
        self.output = output.decode("utf-8", "replace")
        self._results = {}
        for line in self.output.split("\n"):  # not splitlines(): it splits at the mark itself
            if line.startswith("\x1eRESULT "):
                name, *result = json.loads(line[8:])
                self._results[name] = result
        if ending:
            self.output += f"\n(the interpreter ended with {ending})"

    def _command(self):
        heapsize = self._wishes.get("heapsize")
        options = ["-X", f"heapsize={heapsize}"] if heapsize else []
        return [find(self._bits), *options, str(_RUNNER), str(self._path), *self._numbers]

    def _environment(self):
        path = [".frozen", ROOT / "lib", ROOT / "tools" / "board" / "modules"]
        environment = dict(os.environ)
        if self._wishes.get("clock") == "moved":
            path.insert(1, _MOVED)
            environment["BOARD_SCALE"] = "1"
        return {**environment, "MICROPYPATH": ":".join(map(str, path))}


class OnboardItem(pytest.Item):
    """One test function of such a file."""

    def __init__(self, *, run, **kwargs):
        super().__init__(**kwargs)
        self._run = run
        self.seconds = None  # of the test itself: the first one runs the whole file

    def runtest(self):
        tried = self.seconds is not None
        passed, text, self.seconds = self._run.result(self.name.partition("[")[0], tried)
        if self._run.output:
            self.add_report_section("call", "the board", self._run.output[-20000:])
        if not passed:
            raise AssertionError(text)

    def repr_failure(self, excinfo, style=None):
        return str(excinfo.value)

    def reportinfo(self):
        return self.path, None, self.name
