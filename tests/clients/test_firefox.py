"""Firefox finds the portal by itself, opens its page from the bar, and notices the end."""

import pytest

from tests.clients.island import once_in_short
from tests.clients.marionette import Firefox
from tests.phone import wait_until

pytestmark = pytest.mark.root

# nsICaptivePortalService
UNLOCKED, LOCKED = 2, 3
_STATE = """
return Cc["@mozilla.org/network/captive-portal-service;1"]
  .getService(Ci.nsICaptivePortalService).state;
"""
_BAR = "document.querySelector('notification-message[value=captive-portal-detected]')"
_TABS = "return gBrowser.tabs.map(tab => [tab.linkedBrowser.currentURI.spec, tab.label]);"
_COUNT_PROBES = """
window.probes = 0;
Services.obs.addObserver(channel => {
  window.probes += channel.QueryInterface(Ci.nsIChannel).URI.spec.includes("/canonical.html");
}, "http-on-examine-response");
"""


def state_is(firefox, state):
    """Waits until the captive portal service is in this state."""
    what = f"the captive portal service's state {state}"
    return wait_until(lambda: firefox.chrome(_STATE) == state, 15, what)


def next_probe(firefox):
    """Waits until the next probe has been answered; while locked, there is one every 3 s."""
    before = firefox.chrome("return window.probes")
    wait_until(lambda: firefox.chrome("return window.probes") > before, 10, "a probe")


@once_in_short
def test_firefox_sees_the_portal_and_its_end(here):
    with Firefox(here) as firefox:
        state_is(firefox, LOCKED)
        wait_until(lambda: firefox.chrome(f"return !!{_BAR}"), 20, "the bar above the page")

        firefox.chrome(f"{_BAR}.querySelector('button').click()")
        page = [here.url, "ding-5cd80b1"]  # the board's name: it has asked for the state, too
        wait_until(lambda: page in firefox.chrome(_TABS), 20, "the page in a tab of its own")

        for name in ("example.com", "mozilla.org", "a.name.of.some.length.example"):
            firefox.navigate(f"http://{name}/deep/link?q=1")
            assert firefox.url() == here.url

        firefox.chrome(_COUNT_PROBES)
        here.join_home()
        next_probe(firefox)
        assert firefox.chrome(_STATE) == LOCKED  # or the bar would go before anything is told
        here.finish()  # the worst moment: it will not ask again for 3 s
        state_is(firefox, UNLOCKED)
        wait_until(lambda: firefox.chrome(f"return !{_BAR}"), 5, "the bar to go")
