"""Every state of the page, each with the way to get there: for pictures, axe and languages.

    for name, reach in STATES.items():
        reach(board, page)          # a MockBoard, and a Playwright page with a frozen clock

What is tapped is found by its place and not by its words, so that the ways are the same in every
language.
"""

from tests.page.mock import network

NET = {"net": "Maple Street 12", "id": b"Maple Street 12".hex()}
BUSY = dict(NET, state="busy", step="find")
LOCAL = "http://lamp-5cd80b1.local/"
UP = dict(
    NET, state="up", fresh=True, addresses=[LOCAL, "http://192.168.0.224/"], message="", left=None
)
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<circle cx="16" cy="16" r="15" fill="#1f7a5c"/>'
    '<path d="M9 20l7-11 7 11z" fill="#ffe08a"/><path d="M16 20v6" stroke="#fff"/></svg>'
)
LOOK = {"accent": "#1f7a5c", "logo": LOGO, "sentence": "A light for the long evenings."}
HOSTILE = [
    network("<img src=x onerror=alert(1)>", 90),
    network("Ωμέγα 🦄 カフェ", 80),
    network("שלום הבית", 70, saved=True),
    network("a\u202eb\u0007c\ufffd", 60, ssid=b"a\xe2\x80\xaeb\x07c\xff"),
    network("W" * 32, 50),
    network("   ", 40),
    network("https://evil.example/?q=1&amp;", 30, "none"),
    network("'); DROP TABLE wifi; --", 20),
]


def opened(board, page):
    """The page, and its answer if the board gives one."""
    page.goto(board.url)
    if not board.deaf:
        page.locator("header").wait_for()


def pass_time(page, seconds):
    """Lets the page's clock run, tick by tick, and its requests be answered."""
    page.clock.run_for(seconds * 1000)
    page.wait_for_timeout(60)


def said(**state):
    """The state that follows from one answer of the board."""

    def reach(board, page):
        board.say(**state)
        opened(board, page)

    return reach


def failed(reason, **more):
    """A failed attempt."""
    told = dict(NET, reason=reason, rssi=-50, typed=False, message="")
    return said(state="failed", **dict(told, **more))


def chosen(name, lock="wpa", saved=False):
    """A tap on a row."""

    def reach(board, page):
        board.full["networks"] = [network(name, 90, lock, saved)]
        opened(board, page)
        page.locator("li button").first.click()

    return reach


def submitted(text, way=None):
    """Connect with a password."""

    def reach(board, page):
        (way or chosen(NET["net"]))(board, page)
        page.locator("#password").fill(text)
        page.locator("button.main").click()

    return reach


def typed(board, page):
    """The form for a name typed by hand."""
    opened(board, page)
    page.locator("ul li:last-child button").click()


def unnamed(board, page):
    """Connect without a name."""
    typed(board, page)
    page.locator("button.main").click()


def wrong(rssi):
    """A password that the network did not take."""

    def reach(board, page):
        told = dict(NET, state="failed", reason="password", rssi=rssi, typed=False, message="")
        board.then["/v1/connect"] = told
        submitted("correct h0rse")(board, page)
        page.locator("[aria-invalid]").wait_for()

    return reach


def silent(seconds):
    """An attempt during which the phone loses the board."""

    def reach(board, page):
        board.say(**dict(BUSY, step="join"))
        opened(board, page)
        board.deaf = True
        pass_time(page, 5)
        pass_time(page, seconds - 4)

    return reach


def opening(board, page):
    """No answer yet."""
    board.deaf = True
    opened(board, page)


def unreachable(known):
    """No answer for eight seconds: from the start, or later."""

    def reach(board, page):
        board.deaf = not known
        opened(board, page)
        board.deaf = True
        pass_time(page, 4)
        pass_time(page, 10)

    return reach


def scanning(board, page):
    """A scan while the list is there."""
    board.change(scanning=True)
    opened(board, page)


def empty(board, page):
    """Nothing in range."""
    board.full["networks"] = []
    opened(board, page)


def hostile(board, page):
    """Names that try something."""
    board.full["networks"] = HOSTILE
    opened(board, page)


def maker(board, page):
    """The maker's own look."""
    board.full.update(look=LOOK, offline=True)
    opened(board, page)


def maker_up(board, page):
    """The maker's own look, and sentence at the end."""
    board.full["look"] = LOOK
    board.say(**dict(UP, message="The lamp glows green now."))
    opened(board, page)


def stoppable(board, page):
    """An attempt that takes a while."""
    board.say(**dict(BUSY, step="address"))
    opened(board, page)
    for _ in range(6):
        pass_time(page, 1)


def restarted(board, page):
    """The board starts anew in mid attempt."""
    board.say(**BUSY)
    opened(board, page)
    board.change(boot="ffffffff")
    board.say(state="idle")
    pass_time(page, 2)


def offline(board, page):
    """Continue without Wi-Fi."""
    board.full["offline"] = True
    opened(board, page)
    page.locator("button.link").nth(1).click()


def finished(board, page):
    """The Finish button."""
    board.say(**UP)
    opened(board, page)
    page.locator("button.main").click()
    page.locator("h1 + p").wait_for()


STATES = {
    "opening": opening,
    "choose": said(state="idle"),
    "choose-scanning": scanning,
    "choose-none": empty,
    "choose-unreachable": unreachable(True),
    "choose-unreachable-at-once": unreachable(False),
    "choose-hostile": hostile,
    "choose-maker": maker,
    "password": chosen(NET["net"]),
    "password-saved": chosen("FRITZ!Box 7590 KL", saved=True),
    "password-open": chosen("Café Zürich — Guests", "none"),
    "password-short": submitted("short"),
    "password-wrong": wrong(-50),
    "password-wrong-weak": wrong(-85),
    "other": typed,
    "other-unnamed": unnamed,
    "connecting": said(**BUSY),
    "connecting-join": said(**dict(BUSY, step="join")),
    "connecting-address": stoppable,
    "connecting-silent": silent(4),
    "connecting-rejoin": silent(24),
    "connecting-watching": said(**dict(BUSY, step="join", mine=False)),
    "failed-refused": failed("refused"),
    "failed-gone": failed("gone"),
    "failed-gone-typed": failed("gone", typed=True),
    "failed-weak": failed("weak"),
    "failed-timeout": failed("timeout"),
    "failed-address": failed("address"),
    "failed-security": failed("security"),
    "failed-dropped": failed("dropped"),
    "failed-check": failed("check"),
    "failed-check-maker": failed("check", message="The lamp found no lamp server."),
    "failed-unknown": failed("unknown"),
    "lost": silent(64),
    "restarted": restarted,
    "up": said(**UP),
    "up-maker": maker_up,
    "up-countdown": said(**dict(UP, left=42)),
    "up-unsaved": said(**dict(UP, saved=False)),
    "already": said(**dict(UP, fresh=False)),
    "was": said(**dict(UP, fresh=False, lost=True)),
    "finished": finished,
    "offline": offline,
}
"""The picture's name -> how to reach the state."""
