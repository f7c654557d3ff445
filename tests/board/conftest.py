"""Boards for the tests: switched off in the end, and nothing of them is left."""

import pytest

from tools.board import Board

HOME = {"networks": [{"ssid": "Maple Street 12", "password": "correct horse", "channel": 6}]}


@pytest.fixture
def make(tmp_path, monkeypatch):
    """Makes boards with a main.py, and switches them off; nothing of them may be left."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "tmp").mkdir()
    boards = []

    def make(main, neighbourhood=HOME, **options):
        folder = tmp_path / f"board{len(boards)}"
        folder.mkdir()
        (folder / "main.py").write_text(main)
        boards.append(Board(folder, neighbourhood, scale=0.02, **options))
        return boards[-1]

    yield make
    for board in boards:
        board.stop()
    assert not list((tmp_path / "tmp").iterdir())
