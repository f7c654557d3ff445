"""NetworkManager's connections: into a board's store and back, by the command itself."""

import os
import stat
import sys

import pytest

from tests.store.keyfiles import BALENA, ENTERPRISE, psk, wifi
from tests.tools.pseudo_board import PseudoBoard
from tools.connections.__main__ import main
from tools.connections.connection import read
from tools.deploy.command import main as deploy


@pytest.fixture
def folder(tmp_path):
    """The files of a simulated board."""
    (tmp_path / "board").mkdir()
    return tmp_path / "board"


def test_in_and_out_of_a_simulated_board(folder, tmp_path, capfd):
    files = {
        "home": BALENA,
        "office": ENTERPRISE,
        "bytes": wifi("255;254;0;", psk("pässwörd & Co;")),
        "open": wifi("Library"),
    }
    for name, text in files.items():
        (tmp_path / f"{name}.nmconnection").write_text(text, encoding="utf-8")
    paths = [str(tmp_path / f"{name}.nmconnection") for name in files]
    assert main(["import", *paths, str(tmp_path / "missing"), "--board", str(folder)]) == 1
    said = capfd.readouterr()
    assert "My Awesome WiFi Ssid is stored" in said.out and "Note: a board takes one" in said.out
    assert "office.nmconnection is left out: it is WPA-Enterprise" in said.err
    assert "missing is left out: No such file" in said.err
    for secret in ("super_secret", "geheim", "pässwörd"):
        assert secret not in said.out + said.err

    out = tmp_path / "out"
    assert main(["export", str(out), "--board", str(folder)]) == 0
    found = {path.name: read(path.read_text(encoding="utf-8")) for path in out.iterdir()}
    assert sorted(network["ssid"] for network in found.values()) == sorted(
        [b"My Awesome WiFi Ssid", b"\xff\xfe\x00", b"Library"]
    )
    home = found["My Awesome WiFi Ssid.nmconnection"]
    assert home == {**read(BALENA), "notes": []}
    assert all(stat.S_IMODE(os.stat(path).st_mode) == 0o600 for path in out.iterdir())

    other = tmp_path / "other"
    other.mkdir()
    assert main(["import", *map(str, out.iterdir()), "--board", str(other)]) == 0
    again = tmp_path / "again"
    assert main(["export", str(again), "--board", str(other)]) == 0
    assert {p.name: p.read_bytes() for p in again.iterdir()} == {
        p.name: p.read_bytes() for p in out.iterdir()
    }


def test_over_the_serial_port(tmp_path, capfd):
    connection = tmp_path / "home.nmconnection"
    connection.write_text(BALENA, encoding="utf-8")
    with PseudoBoard(tmp_path / "flash") as board:
        assert main(["import", str(connection), "--port", board.port]) == 1
        assert "make deploy" in capfd.readouterr().err
        assert deploy(["--port", board.port, "--no-demo", "--source"]) == 0
        assert main(["import", str(connection), "--port", board.port]) == 0
        assert main(["export", str(tmp_path / "out"), "--port", board.port]) == 0
    said = capfd.readouterr()
    assert "super_secret" not in said.out + said.err
    (written,) = (tmp_path / "out").iterdir()
    assert read(written.read_text(encoding="utf-8")) == {**read(BALENA), "notes": []}


def test_names_that_no_file_can_have_get_others(folder, tmp_path, capfd):
    names = ["../etc/x", "..", "A:B", "a:b", "a/b", " . "]
    for index, name in enumerate(names):
        path = tmp_path / f"{index}.nmconnection"
        path.write_text(wifi(name.replace(" ", r"\s")), encoding="utf-8")
        assert main(["import", str(path), "--board", str(folder)]) == 0
    assert main(["export", str(tmp_path / "out"), "--board", str(folder)]) == 0
    written = list((tmp_path / "out").iterdir())
    found = {read(path.read_text(encoding="utf-8"))["ssid"].decode() for path in written}
    assert found == set(names)
    assert len({path.name.lower() for path in written}) == len(names)


def test_a_folder_that_is_not_there_is_told(tmp_path, capfd):
    assert main(["export", str(tmp_path / "out"), "--board", str(tmp_path / "none")]) == 1
    assert "There is no folder" in capfd.readouterr().err


def test_a_board_that_knows_nothing_exports_nothing(folder, tmp_path, capfd):
    assert main(["export", str(tmp_path / "out"), "--board", str(folder)]) == 0
    assert "no stored networks" in capfd.readouterr().out


def test_a_folder_that_cannot_be_written_to_is_named(folder, tmp_path, capfd):
    (tmp_path / "file").touch()
    assert main(["export", str(tmp_path / "file" / "out"), "--board", str(folder)]) == 1
    assert capfd.readouterr().err == f"{tmp_path}/file/out: Not a directory.\n"


def test_what_a_simulated_board_lacks_to_run_is_said(folder, tmp_path, capfd, monkeypatch):
    monkeypatch.setenv("MICROPYTHON", "/nowhere/micropython")
    assert main(["export", str(tmp_path), "--board", str(folder)]) == 1
    assert capfd.readouterr().err.startswith("$MICROPYTHON is '/nowhere/micropython', which is no")


def test_python_without_mpremote_is_told_which_one_has_it(tmp_path, capfd, monkeypatch):
    monkeypatch.setitem(sys.modules, "serial.tools.list_ports", None)
    assert main(["export", str(tmp_path), "--port"]) == 1
    assert (
        "'make deploy' installs: after it, run this with .venv/bin/python"
        in capfd.readouterr().err
    )
