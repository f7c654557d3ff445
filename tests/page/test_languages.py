"""Further languages, as a maker builds them in; one of them is written from right to left."""

import pytest

from tests.page.browsers import phone
from tests.page.conftest import build
from tests.page.looks import cut_off, findings
from tests.page.mock import MockBoard
from tests.page.states import NET, STATES

LANGUAGES = ("en", "ar", "it", "nl", "pt")


@pytest.fixture(scope="module")
def page_file(modules, tmp_path_factory):
    """The page in these languages."""
    folder = tmp_path_factory.mktemp("languages")
    process, built = build(folder, LANGUAGES=",".join(LANGUAGES), BUDGET="13000")
    assert process.returncode == 0, process.stdout + process.stderr
    return built


@pytest.fixture
def board(page_file):
    with MockBoard(page=page_file) as running:
        yield running


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_there(browser, board, language):
    with phone(browser, locale=language) as page:
        STATES["choose"](board, page)
        html = page.locator("html")
        assert html.get_attribute("lang") == language
        assert (html.get_attribute("dir") or "") == ("rtl" if language == "ar" else "")


def test_a_language_that_is_left_out_is_read_in_the_first(browser, board):
    with phone(browser, locale="de") as page:
        STATES["choose"](board, page)
        assert page.locator("html").get_attribute("lang") == "en"


def test_from_right_to_left_a_row_is_mirrored_and_an_address_is_not(browser, board):
    with phone(browser, locale="ar") as page:
        STATES["choose"](board, page)
        name = page.get_by_text(NET["net"]).bounding_box()
        arcs = page.locator("li", has_text=NET["net"]).locator("i").last.bounding_box()
        assert arcs["x"] + arcs["width"] < name["x"]
        STATES["up"](board, page)
        assert page.locator(".url").first.get_attribute("dir") == "ltr"


@pytest.mark.long
@pytest.mark.parametrize("name", STATES)
def test_from_right_to_left_nothing_is_lost(browser, board, axe, name):
    with phone(browser, locale="ar", bypass_csp=True) as page:
        STATES[name](board, page)
        assert cut_off(page) == []
        page.clock.resume()
        assert findings(page, axe) == []
