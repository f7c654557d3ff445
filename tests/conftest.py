"""What all tests share: which interpreters they run on, and the files that run on the board."""

import contextlib
import signal
import sys
from pathlib import Path

import pytest

# Where a shell has put us in the background, SIGINT is ignored, and by all whom we start, too.
with contextlib.suppress(ValueError):
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # tools/; never lib/, whose logging.py would shadow CPython's

from tests.onboard import OnboardFile  # noqa: E402
from tools.interpreter import NoInterpreter, find, probe  # noqa: E402


def pytest_collect_file(file_path, parent):
    """Files named onboard_*.py run inside MicroPython."""
    if file_path.suffix == ".py" and file_path.name.startswith("onboard_"):
        return OnboardFile.from_parent(parent, path=file_path)
    return None


def pytest_report_header():
    """Names the interpreters, so that a summary says what it is about."""
    lines = []
    for bits in (64, 32):
        try:
            path = find(bits)
            version = ".".join(map(str, probe(path)[0]))
            lines.append(f"MicroPython {version}, {bits}-bit: {path}")
        except NoInterpreter as error:
            lines.append(f"MicroPython, {bits}-bit: none. {error}")
    return lines


def pytest_terminal_summary(terminalreporter):
    """The interpreters once more at the end, where a summary is looked for."""
    for line in pytest_report_header():
        terminalreporter.write_line(line)


@pytest.fixture(params=(64, 32), ids=("64-bit", "32-bit"))
def bits(request):
    """The word size of the interpreter: a test that takes it runs on both."""
    return request.param
