"""What all tests share: which interpreters they run on, and the files that run on the board."""

import contextlib
import os
import signal
import sys
from pathlib import Path

import pytest

# Where a shell has put us in the background, SIGINT is ignored, and by all whom we start, too.
# Told to end, we clear up as after Ctrl-C.
for number in (signal.SIGINT, signal.SIGTERM):
    with contextlib.suppress(ValueError):
        signal.signal(number, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # tools/; never lib/, whose logging.py would shadow CPython's

from tests.onboard import OnboardFile, OnboardItem  # noqa: E402
from tests.spread import Spread, processes, slow_first  # noqa: E402
from tests.traces import Traces  # noqa: E402
from tools.interpreter import NoInterpreter, find, probe  # noqa: E402


def pytest_pycollect_makemodule(module_path, parent):
    """Files named onboard_*.py run inside MicroPython."""
    if module_path.name.startswith("onboard_"):
        return OnboardFile.from_parent(parent, path=module_path)
    return None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A test on the board took what it took there."""
    report = yield
    if call.when == "call" and isinstance(item, OnboardItem) and item.seconds is not None:
        report.duration = item.seconds
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Temporary files go to a folder of this run's own; workers inherit it."""
    if not hasattr(config, "workerinput"):
        config.traces = Traces()
        config.option.basetemp = config.option.basetemp or os.path.join(
            config.traces.folder, "pytest"
        )


def pytest_collection_modifyitems(items):
    """The order of spread.py, which workers keep."""
    slow_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """What `-n auto` means."""
    return processes()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Which worker gets what."""
    config.option.loadscopereorder = False
    return Spread(config, log)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """A run that leaves a process behind has failed."""
    if "tests.browser" in sys.modules:
        sys.modules["tests.browser"].stop()
    if not hasattr(session.config, "workerinput"):
        session.config.left_running = session.config.traces.clear()
        if session.config.left_running:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


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
    for line in terminalreporter.config.left_running:
        terminalreporter.write_line(f"left running: {line}", red=True)


@pytest.fixture(params=(64, 32), ids=("64-bit", "32-bit"))
def bits(request):
    """The word size of the interpreter: a test that takes it runs on both."""
    return request.param
