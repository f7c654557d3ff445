"""The examples of docs/storage.md do what it says."""

import os
import re
import subprocess
from pathlib import Path

from tools.interpreter import command

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_example_runs(bits, tmp_path):
    text = (ROOT / "docs" / "storage.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(from wifi_setup.networks.*?)```", text, re.DOTALL).group(1)
    path = [".frozen", ROOT / "lib", ROOT / "tools" / "board" / "modules"]
    done = subprocess.run(
        [*command(bits), "-c", example],
        cwd=tmp_path,
        env={**os.environ, "MICROPYPATH": ":".join(map(str, path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "b'Workshop' 5\nb'Maple Street 12' 0\n"
    assert not list(tmp_path.iterdir()), "it ends by forgetting everything"
