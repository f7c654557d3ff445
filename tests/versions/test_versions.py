"""The library in MicroPython older and newer than the distribution's, on no sockets but memory's.

The interpreters are npm packages: MicroPython's own builds of its WebAssembly port. They have no
sockets, no btree and no radio, so that `modules/` stands in for the sockets, the store is JSON as
on a Pico W, and the radio is the simulated one.
"""

import fcntl
import json
import subprocess
from pathlib import Path

import pytest

from tests.needs import need

_HERE = Path(__file__).resolve().parent
_NAMES = json.loads((_HERE / "package.json").read_text())["dependencies"]
_VERSIONS = [name.rpartition("-")[2] for name in _NAMES]


@pytest.fixture(scope="module")
def interpreters():
    """All of them, installed as the lock file says."""
    npm, installed = need("npm"), _HERE / "node_modules" / ".package-lock.json"
    with open(_HERE / "package-lock.json") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not installed.exists() or installed.stat().st_mtime < Path(lock.name).stat().st_mtime:
            subprocess.run([npm, "ci", "--silent"], cwd=_HERE, check=True, timeout=300)


def _run(version, program):
    done = subprocess.run(
        [need("node"), _HERE / "run.mjs", version, _HERE / "programs" / program],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout


@pytest.mark.parametrize("version", _VERSIONS)
def test_every_module_can_be_loaded(interpreters, version):
    assert f"VERSION {version}." in _run(version, "everything.py")


@pytest.mark.parametrize("version", _VERSIONS)
def test_the_server_answers(interpreters, version):
    assert _run(version, "server.py").endswith("SERVED\n")


@pytest.mark.parametrize("version", (_VERSIONS[0], _VERSIONS[-1]))
def test_a_board_is_set_up_and_joins_by_itself(interpreters, version):
    said = _run(version, "set_up.py")
    assert said.endswith("SET UP\n")
    assert "correct horse" not in said and "not the password" not in said
