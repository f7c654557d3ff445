"""The way tests are run on the board, tried on itself."""

import sys


def test_runs_in_micropython():
    assert sys.implementation.name == "micropython"


def test_finds_the_library_first():
    assert any(folder.endswith("/lib") for folder in sys.path), sys.path
