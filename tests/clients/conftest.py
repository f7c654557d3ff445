"""A phone on the board's Wi-Fi, for all tests of this folder."""

import pytest

from tests.clients.island import FIRMWARE, PUBLIC, island


@pytest.fixture(params=(FIRMWARE, PUBLIC))
def here(request, tmp_path):
    """An island of its own for each test, with the firmware's address and with a public one."""
    with island(tmp_path / "board", request.param) as made:
        yield made
