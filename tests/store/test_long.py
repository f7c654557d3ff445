"""More of the store's damage and power cuts than an ordinary run has time for."""

import os
import subprocess
from pathlib import Path

import pytest

from tools.interpreter import command

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

_RUN_ALL = """
import {0} as tests
tests._SEED, tests._EACH, tests._LIFE = {1}, 4000, 60
for name in sorted(dir(tests)):
    if name.startswith("test_") and not name.startswith("test_how_many"):
        getattr(tests, name)()
for name in dir(tests):
    if name.startswith("test_how_many"):
        getattr(tests, name)()
"""


@pytest.mark.long
@pytest.mark.parametrize("module", ["onboard_damage", "onboard_power_cuts"])
def test_with_other_seeds(bits, module, tmp_path):
    path = [".frozen", ROOT / "lib", ROOT / "tools" / "board" / "modules", HERE]
    done = subprocess.run(
        [*command(bits), "-c", _RUN_ALL.format(module, 1000 + bits)],
        cwd=tmp_path,
        env={**os.environ, "MICROPYPATH": ":".join(map(str, path))},
        capture_output=True,
        timeout=600,
        check=False,
    )
    print(done.stdout.decode())
    assert done.returncode == 0, (done.stdout + done.stderr[-3000:]).decode("utf-8", "replace")
    assert b"damaged files" in done.stdout or b"power cuts" in done.stdout
