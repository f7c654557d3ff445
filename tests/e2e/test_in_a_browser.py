"""The same flow as a person does it: in a browser of a phone's size, by what it shows."""

import re

import pytest

from tests.browser import phone_page
from tests.e2e.demo_board import MAPLE, access_point_is_on, demo_board, own_page
from tests.phone import wait_until
from tools.demo import ROOT

ARTEFACTS = ROOT / "artefacts"


def test_a_person_sets_the_board_up(tmp_path):
    ARTEFACTS.mkdir(exist_ok=True)
    with demo_board(tmp_path) as board, phone_page() as page:
        board.start()
        board.phone.wait_for_page()
        page.goto(board.url)
        page.get_by_role("heading", name="Choose a Wi-Fi network").wait_for()
        page.screenshot(path=ARTEFACTS / "choose.png")
        page.get_by_role("button", name=re.compile(MAPLE["ssid"])).click()

        page.get_by_label("Password", exact=True).fill("wrong horse battery")
        page.get_by_role("button", name="Connect").click()
        page.get_by_text("That password isn’t right").wait_for()  # noqa: RUF001
        assert page.get_by_label("Password", exact=True).input_value() == "wrong horse battery"
        page.screenshot(path=ARTEFACTS / "wrong-password.png")

        page.get_by_label("Password", exact=True).fill(MAPLE["password"])
        page.get_by_role("button", name="Connect").click()
        page.get_by_role("heading", name="All set").wait_for()
        assert page.get_by_text("http://ding-5cd80b1.local/").first.is_visible()
        page.screenshot(path=ARTEFACTS / "all-set.png")

        page.get_by_role("button", name="Finish").click()
        page.get_by_role("heading", name="You can close this page").wait_for()
        wait_until(lambda: own_page(board.phone), 20, "the demo's own page")
        assert not access_point_is_on(board)


@pytest.mark.parametrize("password, word", [("correct horse battery", "up"), ("wrong", "failed")])
def test_without_scripts_a_form_does_it(tmp_path, password, word):
    with demo_board(tmp_path) as board, phone_page(java_script_enabled=False) as page:
        board.start()
        board.phone.wait_for_page()
        page.goto(board.url)
        page.get_by_label("Network name").fill(MAPLE["ssid"])
        page.get_by_label("Password").fill(password + "!" * 8 * (word == "failed"))
        page.get_by_role("button", name="Connect").click()
        page.get_by_text(MAPLE["ssid"]).first.wait_for()
        board.phone.wait_for_state(word)
