"""After *Finish*: the access point goes, its sockets are closed, port 80 is the application's."""

import http.client
import time
import urllib.request

import pytest

from tests.clients.inside import inside
from tests.clients.island import HOME_PAGE, once_in_short
from tests.phone import wait_until

pytestmark = pytest.mark.root


def at_home(here, url):
    """What somebody on the network that the board has joined gets."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return inside(here.net.home, lambda: opener.open(url, timeout=2).read())


def listening(here):
    """(protocol, address, port) of all that the board listens on."""
    lines = here.net.board.run(["ss", "-Hlntu"], check=True).stdout.splitlines()
    fields = [line.split() for line in lines]
    return {(words[0], *words[4].rsplit(":", 1)) for words in fields}


@once_in_short
def test_finish_takes_the_access_point_away_and_frees_port_80(here):
    here.join_home()
    assert here.addresses("ap0") == [here.address]
    assert listening(here) == {("tcp", here.address, "80"), ("udp", here.address, "53")}
    with pytest.raises(OSError, match="refused"):  # the portal is not for the joined network
        at_home(here, HOME_PAGE)

    here.finish()
    since = time.monotonic()
    here.wait_until_off()
    seconds = time.monotonic() - since
    print(f"the access point was off {seconds:.1f} s after Finish")
    assert 2.5 < seconds < 5
    wait_until(lambda: not here.board.radio()["ap"]["active"], 5, "the radio to say so, too")

    page = wait_until(lambda: at_home(here, HOME_PAGE), 5, "the demo's own page")
    assert b"lighthouse" in page
    assert listening(here) == {("tcp", "0.0.0.0", "80")}
    with pytest.raises((OSError, http.client.HTTPException)):
        here.phone.get("/", timeout=0.5)
