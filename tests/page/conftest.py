"""What the tests of the page share: a browser, boards of paper, and the tools from npm."""

import fcntl
import os
import subprocess
from pathlib import Path

import pytest

from tests.needs import need
from tests.page.browsers import chromium
from tests.page.mock import MockBoard

SOURCES = Path(__file__).resolve().parents[2] / "www-src"


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium; pages come from `tests.page.browsers.phone`."""
    with chromium() as running:
        yield running


@pytest.fixture
def board():
    """A board that says what it is told to say."""
    with MockBoard() as running:
        yield running


@pytest.fixture(scope="session")
def modules():
    """www-src/node_modules, installed as its lock file says, by one worker for all."""
    npm, folder = need("npm"), SOURCES / "node_modules"
    with open(SOURCES / "package-lock.json") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        installed = folder / ".package-lock.json"
        if not installed.exists() or installed.stat().st_mtime < Path(lock.name).stat().st_mtime:
            subprocess.run([npm, "ci", "--silent"], cwd=SOURCES, check=True, timeout=600)
    return folder


@pytest.fixture(scope="session")
def axe(modules):
    """The source of axe-core."""
    return (modules / "axe-core" / "axe.min.js").read_text()


def build(folder, **environment):
    """`npm run build`, its results into a folder; the finished process and the page's path."""
    built = folder / "page.gz"
    process = subprocess.run(
        [need("npm"), "run", "--silent", "build", "--", "--outDir", str(folder / "dist")],
        cwd=SOURCES,
        env={**os.environ, "OUTPUT": str(built), **environment},
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return process, built
