"""Every state of the page: nothing for axe to find, nothing cut off, nothing moved idly."""

import pytest

from tests.page.browsers import phone
from tests.page.looks import cut_off, findings
from tests.page.states import LOCAL, STATES


def look_at(page, axe, language):
    """Asserts what holds for every state, by day, by night, and with twice the text."""
    assert page.locator("html").get_attribute("lang") == language
    page.clock.resume()
    assert findings(page, axe) == []
    page.set_viewport_size({"width": 320, "height": 480})
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    assert cut_off(page) == []


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing_and_nothing_is_cut_off(browser, board, axe, name):
    with phone(browser, bypass_csp=True) as page:
        STATES[name](board, page)
        look_at(page, axe, "en")


@pytest.mark.long
@pytest.mark.parametrize("language", ["de", "fr", "es"])
@pytest.mark.parametrize("name", STATES)
def test_nor_in_other_languages(browser, board, axe, name, language):
    with phone(browser, bypass_csp=True, locale=language) as page:
        STATES[name](board, page)
        look_at(page, axe, language)


@pytest.mark.parametrize("name", ["choose", "password-wrong", "connecting-join", "up"])
def test_every_target_is_big_enough(browser, board, name):
    with phone(browser) as page:
        STATES[name](board, page)
        for target in page.locator("button, input:not([type=checkbox]), label.check").all():
            assert target.bounding_box()["height"] >= 48


@pytest.mark.parametrize("language", ["en", "de"])
def test_an_address_can_be_read_with_twice_the_text(browser, board, language):
    with phone(browser, locale=language) as page:
        STATES["up"](board, page)
        page.evaluate("document.documentElement.style.fontSize = '212.5%'")
        for row in page.locator("ul > li").all():
            width = row.locator(".url").evaluate("(url) => url.parentNode.clientWidth")
            assert width > row.bounding_box()["width"] / 2


def test_the_focus_is_seen_on_a_button_of_its_colour(browser, board):
    with phone(browser) as page:
        STATES["up"](board, page)
        button = page.locator("button.main")
        button.press("ArrowDown")
        looks = button.evaluate("(button) => ({...getComputedStyle(button)})")
        assert looks["outlineColor"] == looks["backgroundColor"]
        assert looks["outlineWidth"] == "3px" and looks["outlineOffset"] == "3px"


WIDE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 500 32"><path d="M0 0h500v32"/></svg>'


@pytest.mark.parametrize("size, most", [("", 60), ("212.5%", 200)])
def test_a_wide_logo_and_a_long_name_find_room(browser, board, size, most):
    board.change(device="Stehlampe im Wohnzimmer")
    board.full["look"] = {"accent": None, "logo": WIDE, "sentence": None}
    with phone(browser, viewport={"width": 320, "height": 480}) as page:
        STATES["up"](board, page)
        page.evaluate("(size) => (document.documentElement.style.fontSize = size)", size)
        assert cut_off(page) == []
        assert page.locator("header bdi").bounding_box()["height"] < most


def test_a_name_is_not_broken_into_letters_by_twice_the_text(browser, board):
    with phone(browser, viewport={"width": 320, "height": 480}) as page:
        STATES["choose"](board, page)
        page.evaluate("document.documentElement.style.fontSize = '212.5%'")
        row = page.locator("li button", has_text="Maple Street 12")
        assert row.locator("bdi").evaluate("(name) => name.getClientRects().length") <= 3


def test_text_is_17_pixels(browser, board):
    with phone(browser) as page:
        STATES["choose"](board, page)
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "17px"


def test_drawing_again_changes_nothing_that_is_the_same(browser, board):
    with phone(browser) as page:
        STATES["up"](board, page)
        page.evaluate(
            """() => {
                window.changes = 0;
                new MutationObserver((seen) => (window.changes += seen.length)).observe(
                    document.body, {subtree: true, childList: true, attributes: true,
                                    characterData: true});
            }"""
        )
        page.clock.run_for(10_000)
        page.wait_for_timeout(100)
        assert page.evaluate("window.changes") == 0
        assert page.get_by_text(LOCAL).first.is_visible()
