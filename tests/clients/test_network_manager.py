"""NetworkManager's own check of its connectivity, which GNOME and KDE open their windows by."""

import pytest

from tests.clients.island import once_in_short
from tests.clients.network_manager import NetworkManager, need_network_manager
from tests.phone import wait_until

pytestmark = pytest.mark.root

# As the distributions ship them.
CHECKS = {
    "GNOME": "uri=http://nmcheck.gnome.org/check_network_status.txt",
    "Ubuntu": "uri=http://connectivity-check.ubuntu.com./",
    "Debian": "uri=http://network-test.debian.org/nm",
    "Fedora": "uri=http://fedoraproject.org/static/hotspot.txt\nresponse=OK",
    "Arch": "uri=http://ping.archlinux.org/nm-check.txt",
}


@pytest.fixture(autouse=True)
def _needed():
    need_network_manager()


def test_it_says_portal_whoever_ships_it(here):
    for distribution, check in CHECKS.items():
        with NetworkManager(here, check) as manager:
            assert manager.connectivity() == "portal", distribution


@once_in_short
def test_it_says_portal_until_finish_and_that_the_network_is_gone_after_it(here):
    with NetworkManager(here, CHECKS["GNOME"]) as manager:
        here.join_home()
        assert manager.connectivity() == "portal"
        here.finish()
        assert manager.connectivity() == "portal"
        here.wait_until_off()
        wait_until(lambda: manager.connectivity() == "none", 20, "the network to be gone")
