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


def test_manifest_has_every_module_and_the_page(monkeypatch):
    monkeypatch.chdir(ROOT)  # as makemanifest.py does
    frozen = {}

    def package(name, base_path, opt=None):
        for path in Path(base_path, name).rglob("*.py"):
            frozen[path.relative_to(base_path).as_posix()] = path.read_text()

    def module(name, base_path, opt=None):
        frozen[name] = Path(base_path, name).read_text()

    source = (ROOT / "manifest.py").read_text()
    exec(compile(source, "manifest.py", "exec"), {"package": package, "module": module})
    page = {}
    exec(frozen.pop("wifi_setup/frozen_page.py"), page)
    assert page["DATA"] == (LIB / "wifi_setup/www/index.html.gz").read_bytes()
    assert frozen == {name: (LIB / name).read_text() for name in files("*.py")}
