"""package.json (for `mpremote mip install`) and manifest.py (frozen firmware) have all of lib/."""

import json
import subprocess
import sys
from pathlib import Path

from tests.tools.pseudo_board import PseudoBoard

ROOT = Path(__file__).resolve().parents[2]
LIB = ROOT / "lib"


def files(pattern="*", under=LIB):
    found = (path.relative_to(LIB) for path in under.rglob(pattern) if path.is_file())
    return {path.as_posix() for path in found if "__pycache__" not in path.parts}


def test_package_json_has_every_file():
    package = json.loads((ROOT / "package.json").read_text())
    assert package["urls"] == [[name, f"lib/{name}"] for name in sorted(files())]
    assert f'version = "{package["version"]}"' in (ROOT / "pyproject.toml").read_text()


def test_mip_installs_it_on_a_board(tmp_path):
    with PseudoBoard(tmp_path / "flash") as board:
        install = ["mip", "install", "--target", "/lib", "package.json"]
        done = subprocess.run(
            [sys.executable, "-m", "mpremote", "connect", board.port, *install],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        on_board = board.files()
        assert {name for name in on_board if name.startswith("/lib/")} == {
            f"/lib/{name}" for name in files()
        }
        page = "wifi_setup/www/index.html.gz"
        assert on_board[f"/lib/{page}"] == (LIB / page).read_bytes()


def test_manifest_has_every_module():
    frozen = set()

    def package(name, base_path):
        frozen.update(files("*.py", ROOT / base_path / name))

    def module(name, base_path):
        assert (ROOT / base_path / name).is_file()
        frozen.add(name)

    source = (ROOT / "manifest.py").read_text()
    exec(compile(source, "manifest.py", "exec"), {"package": package, "module": module})
    assert frozen == files("*.py")
