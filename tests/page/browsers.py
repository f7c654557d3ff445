"""Browsers for the tests and pictures of the page."""

import contextlib

from tests.browser import PHONE
from tests.browser import chromium as started


def chromium(**options):
    """Debian's Chromium with letters that look the same on every machine."""
    return started(flags=["--font-render-hinting=none"], **options)


@contextlib.contextmanager
def phone(browser, clock=True, **options):
    """A page of a phone's size; what fails in its scripts or breaks its policy fails the test.

    `clock`: the page's clock stands still until `page.clock` is told to run.
    """
    context = browser.new_context(**dict({"viewport": PHONE, "locale": "en-GB"}, **options))
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: line.type == "error" and faults.append(line.text))
    page.set_default_timeout(15_000)
    if clock:
        page.clock.install(time=0)
        page.clock.pause_at(1000)
    yield page
    page.close()
    context.close()
    faults = [fault for fault in faults if "Failed to load resource" not in fault]
    assert not faults, faults
