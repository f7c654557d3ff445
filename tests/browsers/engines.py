"""The engines beside today's Chromium, and the mark of a test that runs in each of them."""

import pytest

from tests.browsers.firefox import firefox
from tests.browsers.old_chromium import old_chromium
from tests.browsers.webkit import webkit

in_every_browser = pytest.mark.parametrize(
    "browser", [firefox, webkit, old_chromium], ids=lambda browser: browser.__name__
)
