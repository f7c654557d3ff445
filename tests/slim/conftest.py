"""The server that most tests of this folder talk to: one a file and word size."""

import pytest

from tests.slim.web import Web


@pytest.fixture(scope="module", params=(64, 32), ids=("64-bit", "32-bit"))
def web(request, tmp_path_factory):
    """A server with all its limits as they are."""
    with Web(tmp_path_factory.mktemp("web"), bits=request.param) as server:
        server.fill()
        yield server
