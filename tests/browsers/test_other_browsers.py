"""A person sets the board up in the browsers that iPhones, other phones and old phones have."""

import pytest

from tests.browsers.engines import in_every_browser
from tests.e2e.demo_board import CAFE, MAPLE, access_point_is_on, demo_board, own_page
from tests.phone import wait_until

MARKUP = {"ssid": "<img src=x onerror=x()>", "password": "never asked for"}


@in_every_browser
def test_a_person_sets_the_board_up(tmp_path, browser):
    with demo_board(tmp_path, networks=(MAPLE, CAFE, MARKUP)) as board, browser() as page:
        board.start()
        board.phone.wait_for_page()
        page.open(board.url)
        page.wait_for_heading("Choose a Wi-Fi network")
        page.wait_for_words(MARKUP["ssid"])
        page.press(MAPLE["ssid"])

        page.wait_for_heading(MAPLE["ssid"])
        page.fill("Password", "wrong horse battery")
        page.press("Connect")
        page.wait_for_words("That password isn’t right")  # noqa: RUF001
        assert page.value("Password") == "wrong horse battery"
        assert page.focused() == "Password"

        page.fill("Password", MAPLE["password"] + "\n")
        page.wait_for_heading("All set")
        page.wait_for_words("http://ding-5cd80b1.local/")
        page.wait_for_words("http://127.0.0.1/")
        page.press("Copy", which=0)
        page.wait_for_words("Copied")

        page.press("Finish")
        page.wait_for_heading("You can close this page")
        wait_until(lambda: own_page(board.phone), 20, "the demo's own page")
        assert not access_point_is_on(board)
        assert not page.faults()


@pytest.mark.long  # for the page asks again only every twelve seconds
@in_every_browser
def test_without_scripts_a_form_does_it(tmp_path, browser):
    with demo_board(tmp_path) as board, browser(scripts=False) as page:
        board.start()
        board.phone.wait_for_page()
        page.open(board.url)
        page.wait_for_heading("Wi-Fi setup")
        page.fill("Network name", MAPLE["ssid"])
        page.fill("Password", MAPLE["password"])
        page.press("Connect")
        page.wait_for_words(f"Trying {MAPLE['ssid']}")
        page.wait_for_heading("All set")
        page.wait_for_words("http://ding-5cd80b1.local/")
        page.press("Finish")
        page.wait_for_heading("You can close this page")
        wait_until(lambda: own_page(board.phone), 20, "the demo's own page")
        assert not access_point_is_on(board)
        assert not page.faults()
