"""The failure drill in a browser, against a board of paper: each case, and what is seen."""

import re

import pytest
from playwright.sync_api import expect

from tests.page.browsers import phone
from tests.page.mock import network
from tests.page.states import BUSY, HOSTILE, LOCAL, NET, STATES, UP, opened, pass_time, silent
from tests.phone import wait_until

MAPLE = NET["net"]
FAILED = dict(NET, state="failed", rssi=-50, typed=False, message="")


@pytest.fixture
def page(browser):
    with phone(browser) as opened_page:
        yield opened_page


def heading(page, words):
    """Waits for the screen with this heading; the page's clock may stand still."""
    expect(page.locator("h1")).to_have_text(words)


def asked(board, path, times=1):
    """The bodies of so many POSTs, and no more."""
    wait_until(lambda: len(board.asked("POST", path)) >= times, 5, path)
    bodies = board.asked("POST", path)
    assert len(bodies) == times
    return bodies


def shows(page, sentence):
    """Waits until it is there, with the clock standing still."""
    page.get_by_text(re.compile(re.escape(sentence).replace("'", ".") + ".*")).first.wait_for()


def tap(page, name):
    """A tap on a button, by the words at its beginning."""
    page.get_by_role("button", name=re.compile("^" + re.escape(name))).click()


def connect(board, page, password="longenough"):
    """From the list to Connect."""
    opened(board, page)
    tap(page, MAPLE)
    page.get_by_label("Password", exact=True).fill(password)
    tap(page, "Connect")


def test_the_first_screen_takes_two_requests(board, page):
    opened(board, page)
    page.wait_for_load_state("networkidle")
    assert [request[:2] for request in board.requests] == [("GET", "/"), ("GET", "/v1/state")]


def test_a_whole_set_up(board, page):
    connect(board, page)
    heading(page, "Connecting to " + MAPLE)
    assert asked(board, "/v1/connect") == [{"id": NET["id"], "password": "longenough"}]
    for step, words in [("find", "Finding"), ("join", "Checking"), ("address", "Getting")]:
        board.say(**dict(BUSY, step=step))
        pass_time(page, 2)
        shows(page, "When it is done you will find")
        expect(page.locator("[aria-current=step]")).to_have_text(re.compile("^" + words))
        expect(page.get_by_role("status")).to_have_text(re.compile("^" + words))
        assert LOCAL in page.locator("main").inner_text()
    board.say(**dict(UP, message="The lamp glows green now."))
    pass_time(page, 2)
    heading(page, "All set")
    shows(page, "The lamp glows green now.")
    assert page.locator("ul bdi").all_inner_texts() == UP["addresses"]
    assert page.locator("a").count() == 0  # links to where the phone cannot go yet are a trap
    tap(page, "Finish")
    page.wait_for_url("**/v1/finish")
    shows(page, "is turning off")
    heading(page, "You can close this page")


def test_copy_says_so_for_two_seconds(board, page):
    page.context.grant_permissions(["clipboard-read"])
    STATES["up"](board, page)
    page.get_by_role("button", name="Copy").first.press("Enter")
    focused = page.locator("button:focus")
    assert page.get_by_role("button", name="Copied").count() == 1
    expect(focused).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == LOCAL
    pass_time(page, 3)
    assert page.get_by_role("button", name="Copy").count() == 2
    expect(focused).to_have_text("Copy")


def test_copying_that_is_forbidden_selects_the_address(board, page):
    STATES["up"](board, page)
    page.evaluate("document.execCommand = () => false")
    page.get_by_role("button", name="Copy").last.click()
    assert page.evaluate("String(getSelection())") == UP["addresses"][1]
    assert page.get_by_role("button", name="Copied").count() == 0


def test_a_wrong_password_is_shown_again_to_be_mended(board, page):
    connect(board, page, "wrongwr0ng")
    board.say(**dict(FAILED, reason="password"))
    pass_time(page, 2)
    shows(page, "That password isn't right.")
    field = page.get_by_label("Password", exact=True)
    heading(page, MAPLE)
    assert (field.input_value(), field.get_attribute("type")) == ("wrongwr0ng", "text")
    shows(page, "That password isn't right.")
    assert field.get_attribute("aria-invalid") == "true"
    assert page.evaluate("document.activeElement.id") == "password"
    expect(page.get_by_role("status")).to_have_text("")  # nothing of the list left, to be read out
    assert page.get_by_label("Show password").is_checked()
    page.get_by_label("Show password").uncheck()
    assert field.get_attribute("type") == "password"


def test_what_is_typed_stays_while_the_board_is_asked(board, page):
    opened(board, page)
    tap(page, MAPLE)
    field = page.get_by_label("Password", exact=True)
    assert page.evaluate("document.activeElement.id") == "password"
    field.press_sequentially("half of it")
    page.get_by_label("Show password").check()
    for _ in range(10):
        pass_time(page, 1)
    assert (field.input_value(), field.get_attribute("type")) == ("half of it", "text")
    assert len(board.asked("GET", "/v1/state")) > 2


@pytest.mark.parametrize(
    "reason, words",
    [
        ("refused", "The network turned Desk lamp away."),
        ("gone", "Desk lamp can't see Maple Street 12 any more."),
        ("weak", "The signal is too weak."),
        ("timeout", "Maple Street 12 didn't answer."),
        ("address", "Desk lamp joined, but the router gave it no address."),
        ("security", "Desk lamp can't use this network's kind of security."),
        ("dropped", "Desk lamp joined Maple Street 12 but was dropped again."),
        ("check", "Maple Street 12 works, but Desk lamp couldn't reach its service."),
        ("unknown", "Something went wrong."),
        ("a reason of tomorrow", "Something went wrong."),
    ],
)
def test_each_cause_has_its_words_and_one_tap_tries_again(board, page, reason, words):
    connect(board, page)
    board.say(**dict(FAILED, reason=reason))
    pass_time(page, 2)
    shows(page, words)
    heading(page, re.compile("^Couldn.t connect to " + MAPLE))
    board.then["/v1/connect"] = BUSY
    tap(page, "Try again")
    page.locator("h1", has_text="Connecting to " + MAPLE).wait_for()
    first, second = asked(board, "/v1/connect", 2)
    assert first == second


def test_the_access_point_drops_and_the_phone_comes_back(board, page):
    silent(4)(board, page)
    shows(page, "Your phone has lost touch with Desk lamp for a moment.")
    board.deaf = False
    page.wait_for_timeout(100)
    pass_time(page, 2)
    shows(page, "This takes up to half a minute.")
    board.say(**UP)
    pass_time(page, 2)
    heading(page, "All set")


def test_the_access_point_drops_and_the_phone_stays_away(board, page):
    silent(24)(board, page)
    shows(page, "If your phone has left Desk lamp setup, open its Wi-Fi settings")
    pass_time(page, 40)
    shows(page, "Your phone hasn")
    assert LOCAL in page.get_by_role("alert").inner_text()
    tap(page, "Try again")
    heading(page, "Connecting to " + MAPLE)
    board.deaf = False
    page.wait_for_timeout(100)
    pass_time(page, 2)
    shows(page, "This takes up to half a minute.")


@pytest.mark.parametrize("name", ["connecting-join", "failed-address", "up", "was"])
def test_reload_shows_the_same_screen(board, page, name):
    STATES[name](board, page)
    before = page.locator("main").inner_text()
    page.reload()
    expect(page.locator("main")).to_have_text(re.compile("Desk lamp"))
    assert page.locator("main").inner_text() == before


def test_a_restart_of_the_board_is_told(board, page):
    STATES["restarted"](board, page)
    shows(page, "Desk lamp restarted before it was done, and kept nothing.")
    heading(page, re.compile(MAPLE))
    tap(page, "Choose a network")
    heading(page, "Choose a Wi-Fi network")


def test_the_second_of_two_phones_watches(board, page):
    opened(board, page)
    tap(page, MAPLE)
    page.get_by_label("Password", exact=True).fill("longenough")
    board.answers["/v1/connect"] = (409, {"message": "Another phone is setting it up."})
    board.say(**dict(BUSY, step="join", mine=False, net="Another network"))
    tap(page, "Connect")
    shows(page, "Another phone is setting up Desk lamp. You can watch here.")
    expect(page.locator("h1:focus")).to_have_text("Connecting to Another network")
    pass_time(page, 10)
    assert page.get_by_role("button").count() == 0
    board.say(**dict(UP, mine=False))
    pass_time(page, 2)
    assert page.get_by_role("button", name="Finish").is_visible()


def test_a_double_tap_is_one_attempt(board, page):
    opened(board, page)
    tap(page, MAPLE)
    page.get_by_label("Password", exact=True).fill("longenough")
    page.get_by_role("button", name="Connect").dblclick()
    page.wait_for_timeout(100)
    asked(board, "/v1/connect")


def test_enter_is_connect(board, page):
    opened(board, page)
    tap(page, MAPLE)
    page.keyboard.type("longenough")
    page.keyboard.press("Enter")
    heading(page, "Connecting to " + MAPLE)


def test_a_phone_that_was_locked_asks_at_once(board, page):
    board.say(**BUSY)
    opened(board, page)
    page.wait_for_timeout(50)
    board.say(**UP)
    before = len(board.asked("GET", "/v1/state"))
    page.clock.fast_forward(600_000)
    page.locator("h1", has_text="All set").wait_for()
    assert len(board.asked("GET", "/v1/state")) == before + 1


def test_stop_is_offered_after_five_seconds(board, page):
    board.say(**BUSY)
    opened(board, page)
    assert page.get_by_role("button").count() == 0
    for _ in range(6):
        pass_time(page, 1)
    board.say(state="idle")
    tap(page, "Stop and choose another network")
    page.locator("h1", has_text="Choose").wait_for()
    asked(board, "/v1/cancel")


def test_already_connected(board, page):
    STATES["already"](board, page)
    heading(page, "Already connected")
    tap(page, "Choose another network")
    heading(page, "Choose a Wi-Fi network")
    pass_time(page, 10)
    heading(page, "Choose a Wi-Fi network")


def test_hostile_names_are_text_and_send_back_their_bytes(board, page):
    STATES["choose-hostile"](board, page)
    names = page.locator("li bdi").all_inner_texts()
    assert "<img src=x onerror=alert(1)>" in names
    assert "a▫b▫c▫" in names and "▫" in names
    assert page.locator("main img").count() == 0
    page.locator("li button", has_text="a▫b").click()
    page.get_by_label("Password", exact=True).fill("longenough")
    tap(page, "Connect")
    assert asked(board, "/v1/connect")[0]["id"] == HOSTILE[3]["id"] == "61e280ae620763ff"
    board.say(state="failed", reason="gone", net=HOSTILE[0]["name"], id="00", message="")
    pass_time(page, 4)
    heading(page, re.compile(re.escape(HOSTILE[0]["name"])))
    assert page.locator("main img").count() == 0


def test_forty_networks(board, page):
    board.full["networks"] = [network("Network %02d" % n, 100 - n) for n in range(40)]
    opened(board, page)
    assert page.locator("li").count() == 41
    page.locator("li button", has_text="Network 39").click()
    heading(page, "Network 39")


def test_a_scan_keeps_the_list_and_tells_its_end(board, page):
    opened(board, page)
    board.change(scanning=True)
    tap(page, "Scan again")
    shows(page, "Looking for networks")
    assert page.locator("li").count() == 9
    page.locator("li button").nth(2).focus()
    pass_time(page, 2)
    board.full["networks"] = board.full["networks"][1:]
    board.change(scanning=False, scan=2)
    pass_time(page, 3)
    expect(page.locator("li")).to_have_count(8)
    expect(page.get_by_role("status")).to_have_text("7 networks found")
    focused = page.evaluate("document.activeElement.textContent")
    assert focused.startswith("Café Zürich")
    asked(board, "/v1/scan")


def test_a_scan_by_keyboard_keeps_the_focus_in_its_place(board, page):
    opened(board, page)
    board.change(scanning=True)
    page.get_by_role("button", name="Scan again").press("Enter")
    expect(page.locator(":focus")).to_have_text(re.compile("^Looking for networks"))
    board.change(scanning=False, scan=2)
    pass_time(page, 3)
    expect(page.locator(":focus")).to_have_text("Scan again")


@pytest.mark.parametrize("name", ["Office-Enterprise", "old-printer"])
def test_networks_that_cannot_be_joined_say_why_and_do_nothing(board, page, name):
    opened(board, page)
    row = page.locator("li button", has_text=name)
    assert row.get_attribute("aria-disabled") == "true"
    row.click(force=True)
    heading(page, "Choose a Wi-Fi network")
    row.focus()
    assert page.evaluate("document.activeElement.textContent").startswith(name)


def test_an_unreachable_board_is_told_above_the_list(board, page):
    STATES["choose-unreachable"](board, page)
    assert page.get_by_role("alert").inner_text().startswith("Your phone can")
    assert page.locator("li").count() == 9
    tap(page, "Try again")
    expect(page.locator(":focus")).to_have_text("Choose a Wi-Fi network")  # the button has gone
    board.deaf = False
    page.wait_for_timeout(100)
    pass_time(page, 2)
    assert page.get_by_role("alert").count() == 0


def test_without_wifi(board, page):
    opened(board, page)
    assert page.get_by_role("button", name="Continue without Wi-Fi").count() == 0
    STATES["offline"](board, page)
    page.locator("h1", has_text="You can close this page").wait_for()
    asked(board, "/v1/offline")


def test_that_a_network_could_not_be_saved_is_told(board, page):
    words = "can’t save Maple Street 12, and will ask again when it restarts."  # noqa: RUF001
    STATES["up-unsaved"](board, page)
    heading(page, "All set")
    shows(page, words)
    for saved in ({}, {"saved": True}):
        board.say(**dict(UP, **saved))
        pass_time(page, 4)
        assert words not in page.locator("main").inner_text()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "ding is turning off its Wi-Fi."),
        ("de", "Sein WLAN geht aus."),
        ("fr", "ding éteint son Wi-Fi."),
        ("es", "ding va a apagar su Wi-Fi."),
    ],
)
def test_a_board_is_told_apart_from_its_wifi_of_the_same_name(browser, board, language, words):
    board.base["device"] = board.base["ap"] = "ding"
    with phone(browser, locale=language) as page:
        STATES["finished"](board, page)
        # Names stand apart by invisible marks of their direction.
        assert words in re.sub("[\u2066-\u2069]", "", page.locator("main").inner_text())


def test_the_last_minute_is_counted(board, page):
    STATES["up-countdown"](board, page)
    shows(page, "Finishing by itself in 0:42")
    board.deaf = True
    pass_time(page, 4)
    shows(page, "Finishing by itself in 0:38")
    pass_time(page, 40)
    heading(page, "You can close this page")


def test_without_script_there_is_a_form(browser, board):
    with phone(browser, clock=False, java_script_enabled=False) as page:
        page.goto(board.url)
        heading(page, "Wi-Fi setup")
        page.get_by_label("Network name").fill("Ünder & <b>")
        page.get_by_label("Password").fill("päss&word=1")
        page.get_by_role("button", name="Connect").click()
        page.get_by_text("Trying Ünder & <b>").wait_for()
    sent = {"ssid": "Ünder & <b>", "password": "päss&word=1"}
    assert asked(board, "/v1/connect") == [sent]


def test_what_a_screen_reader_says_of_the_list(board, page):
    opened(board, page)
    rows = page.get_by_role("list").get_by_role("button")
    names = [rows.nth(at).aria_snapshot().split("\n")[0] for at in (0, 2)]
    assert names[0] == '- button "FRITZ!Box 7590 KL Saved Password 80%":'
    assert names[1] == '- button "Café Zürich — Guests 70%":'


def test_everything_can_be_done_with_the_keyboard(board, page):
    opened(board, page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").startswith(MAPLE)
    page.keyboard.press("Enter")
    page.keyboard.type("longenough")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.get_by_label("Password", exact=True).get_attribute("type") == "text"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    heading(page, "Connecting to " + MAPLE)
    assert page.evaluate("document.activeElement.tagName") == "H1"


def test_nothing_turns_for_who_wants_no_motion(browser, board):
    with phone(browser, reduced_motion="reduce") as page:
        STATES["connecting"](board, page)
        assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize(
    "wanted, language",
    [("de-AT", "de"), ("fr-CA", "fr"), ("es-419", "es"), ("en-US", "en"), ("pt-BR", "en")],
)
def test_the_language_is_the_reader_s(browser, board, wanted, language):
    with phone(browser, locale=wanted) as page:
        opened(board, page)
        assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_the_maker_s_colour_logo_and_sentence(browser, board, shade):
    with phone(browser, color_scheme=shade) as page:
        board.full["look"] = {
            "accent": "#ffe08a",
            "logo": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9' onload='alert(1)'>"
            "<script>parent.hacked = 1</script><rect width='9' height='9'/></svg>",
            "sentence": "<i>A light</i> for the long evenings.",
        }
        opened(board, page)
        shows(page, "<i>A light</i> for the long evenings.")
        logo = page.locator("header img")
        assert logo.evaluate("image => image.complete && image.naturalWidth > 0")
        assert not page.evaluate("window.hacked")
        colour = page.locator("button.link").first.evaluate("node => getComputedStyle(node).color")
        assert colour == ("rgb(255, 224, 138)" if shade == "dark" else "rgb(120, 105, 65)")
