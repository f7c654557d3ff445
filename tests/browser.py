"""A phone's browser for tests: Debian's Chromium, driven by Playwright, at the size of a phone."""

import contextlib

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


@contextlib.contextmanager
def phone_page(executable=None, **context):
    """A fresh page in a fresh browser, closed at the end; errors of the page fail the test.

    `executable` starts the browser if not Debian's own does; `context` goes to Playwright's
    `new_context` (locale, color_scheme, java_script_enabled, ...).
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable or need("chromium"), args=_FLAGS
        )
        try:
            page = browser.new_context(viewport=PHONE, **context).new_page()
            errors = []
            page.on("pageerror", lambda error: errors.append(error))  # noqa: PLW0108
            page.set_default_timeout(20_000)
            yield page
            assert not errors, errors
        finally:
            browser.close()
