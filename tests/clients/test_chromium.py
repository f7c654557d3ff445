"""Chromium on the phone: any name leads to the page, and the page leads to the end."""

import contextlib
import re
import shlex
import time

import pytest

from tests.browser import phone_page
from tests.clients.island import HOME_PAGE, MAPLE, once_in_short
from tests.needs import need

pytestmark = pytest.mark.root

NAMES = ("example.com", "router", "www.google.com", "a.name.of.some.length.example")


@contextlib.contextmanager
def phone_page_on(here, folder):
    """A page of a browser that runs on the phone, and asks the board for names."""
    script = folder / "chromium"
    command = here.net.phone.command([need("chromium")])
    script.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
    script.chmod(0o755)
    with phone_page(executable=script) as page:
        yield page


def test_any_http_name_lands_on_the_page(here, tmp_path):
    with phone_page_on(here, tmp_path) as page:
        for name in NAMES:
            since = time.monotonic()
            page.goto(f"http://{name}/deep/link?q=1")
            assert page.url == here.url
            page.get_by_role("heading", name="Choose a Wi-Fi network").wait_for()
            seconds = time.monotonic() - since
            print(f"http://{name}/: the list after {seconds:.2f} s")
            # It tries https first. Were port 443 silent, that alone would take 3 s.
            assert seconds < 2.5


@once_in_short
def test_a_person_sets_the_board_up_by_its_own_wifi(here, tmp_path):
    with phone_page_on(here, tmp_path) as page:
        page.goto("http://example.com/")
        page.get_by_role("button", name=re.compile(MAPLE["ssid"])).click()
        page.get_by_label("Password", exact=True).fill(MAPLE["password"])
        page.get_by_role("button", name="Connect").click()
        page.get_by_role("heading", name="All set").wait_for()
        assert page.get_by_text(HOME_PAGE).first.is_visible()
        page.get_by_role("button", name="Finish").click()
        page.get_by_role("heading", name="You can close this page").wait_for()
        here.wait_until_off()
        assert page.get_by_role("heading", name="You can close this page").is_visible()
