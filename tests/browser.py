"""A phone's browser for tests: Debian's Chromium, driven by Playwright, at the size of a phone."""

import contextlib
import functools

from playwright.sync_api import sync_playwright

from tests.needs import need

PHONE = {"width": 390, "height": 844}

# No look-ups of the browser maker's own hosts: the board is all the network there is.
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@functools.cache
def _playwright():
    # One for the whole process: it cannot be started a second time beside itself.
    return sync_playwright().start()


def stop():
    """Ends what drives the browsers, if it was ever started; none is to be started after it."""
    if _playwright.cache_info().currsize:
        _playwright().stop()


@contextlib.contextmanager
def chromium(executable=None, flags=(), **options):
    """Debian's Chromium (or what `executable` starts), closed at the end.

    `options` go to Playwright's `launch`.
    """
    browser = _playwright().chromium.launch(
        executable_path=executable or need("chromium"), args=[*_FLAGS, *flags], **options
    )
    try:
        yield browser
    finally:
        browser.close()


@contextlib.contextmanager
def phone_page(executable=None, **context):
    """A fresh page in a fresh browser, closed at the end; errors of the page fail the test.

    `context` goes to Playwright's `new_context` (locale, color_scheme, java_script_enabled, ...).
    """
    with chromium(executable) as browser:
        page = browser.new_context(viewport=PHONE, **context).new_page()
        errors = []
        page.on("pageerror", lambda error: errors.append(error))  # noqa: PLW0108
        page.set_default_timeout(20_000)
        yield page
        assert not errors, errors
