"""How the tests are spread over processes: the slow ones first, and what shares a board together.

There are more processes than processor cores, because most tests wait most of the time: for a
radio, for a page, for what a client that is slow does next.
"""

import os
import re

from xdist.scheduler import LoadScopeScheduling

# What takes longest would, begun last, be waited for by all processes but one.
_SLOWEST = (
    "tests/portal/test_load.py",
    "tests/page/test_board.py",
    "tests/page/test_states.py",
    "tests/portal/test_drill.py",
    "tests/page/test_drill.py",
    "tests/e2e/test_whole_flow.py",
    "tests/tools/test_deploy_faults.py",
    "tests/browsers/test_other_browsers.py",
    "tests/store/onboard_power_cuts.py",
    "tests/measure/test_bench.py",
    "tests/slim/test_fuzz.py",
    "tests/portal/test_api.py",
    "tests/store/onboard_damage.py",
    "tests/e2e/test_in_a_browser.py",
    "tests/clients/",
)
# Files whose tests have little in common, and wait: one at a time.
_ONE_BY_ONE = (
    "tests/page/test_board.py",
    "tests/page/test_states.py",
    "tests/portal/test_drill.py",
    "tests/portal/test_load.py",
    "tests/slim/test_slow.py",
    "tests/e2e/",
)
_MOST_PROCESSES = 12


def slow_first(items):
    """Orders tests so that the files that take longest come first."""

    def rank(item):
        places = (at for at, path in enumerate(_SLOWEST) if item.nodeid.startswith(path))
        return next(places, len(_SLOWEST))

    items.sort(key=rank)


def processes():
    """How many of them `-n auto` means."""
    return min(2 * (os.cpu_count() or 1) + 1, _MOST_PROCESSES)


class Spread(LoadScopeScheduling):
    """Gives a process a whole file at a time, of the tests that run on one word size."""

    def _split_scope(self, nodeid):
        if nodeid.startswith(_ONE_BY_ONE):
            return nodeid
        variant = re.search(r"\b(64|32)-bit(-long)?\b", nodeid)
        return nodeid.partition("::")[0] + (variant.group() if variant else "")
