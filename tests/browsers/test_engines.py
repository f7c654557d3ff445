"""What the other tests rely on: taps and keys are real, a fault is told, no scripts are none."""

import pytest

from tests.browsers.engines import in_every_browser
from tests.phone import wait_until

_PAGE = """<!doctype html><meta charset=utf-8><h1>Before</h1>
<label for=it>Word</label><input id=it value=old>
<button onclick="if (event.isTrusted) this.textContent += it.value">Say </button>
<button id=below>Below</button><div id=above>
<style>#above { position: fixed; left: 0; right: 0; bottom: 0; height: 50% }
#below { position: fixed; left: 0; bottom: 0 }</style>
<script>
    document.querySelector("h1").textContent = "After";
    setInterval(() => nothing_of_this_name(), 300);
</script>"""


@pytest.fixture
def url(tmp_path):
    """A page with a fault."""
    (tmp_path / "page.html").write_text(_PAGE)
    return (tmp_path / "page.html").as_uri()


@in_every_browser
def test_a_page_is_used_as_by_a_person_and_its_faults_are_told(url, browser):
    with browser() as page:
        page.open(url)
        page.wait_for_heading("After")
        page.fill("Word", "Zürich — 1")
        page.press("Say")
        page.wait_for_words("Say Zürich — 1")
        page.limit = 0.3
        with pytest.raises(AssertionError, match="a button 'Below'"):
            page.press("Below")
        wait_until(page.faults, 5, "its fault to be told")


@in_every_browser
def test_scripts_can_be_switched_off(url, browser):
    with browser(scripts=False) as page:
        page.open(url)
        page.wait_for_heading("Before")
        page.fill("Word", "new")
        assert page.value("Word") == "new"
        page.press("Say")
        assert page.headings() == ["Before"]
        assert not page.faults()
