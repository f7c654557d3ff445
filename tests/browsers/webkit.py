"""Debian's WebKit (the GTK port), by its WebDriver, on a screen that nobody sees."""

import contextlib
import glob
import json
import os
import tempfile
import warnings
from unittest import mock

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import ActionChains, WebKitGTK, WebKitGTKOptions, WebKitGTKService
from selenium.webdriver.common.keys import Keys

from tests.browsers.page import Page
from tests.browsers.programs import program
from tests.browsers.wire import Refused
from tests.needs import absent, need

# Where the packages of several architectures put the small browser that the driver steers.
_BROWSER = "/usr/lib/*/webkit2gtk-4.1/MiniBrowser"

# The driver tells nothing of faults, so whatever is asked first on a page listens for them.
_ASK = """
    if (!window.faults) {
        faults = [];
        addEventListener("error", event => faults.push(event.message));
        addEventListener("securitypolicyviolation", event => faults.push(event.violatedDirective));
    }
    return [faults.splice(0), (%s)(...arguments)];
"""


@contextlib.contextmanager
def webkit(scripts=True):
    """A page in a fresh WebKit; without `scripts` the page's own are not run."""
    driver, screen = need("WebKitWebDriver", "webkit2gtk-driver"), need("Xvfb", "xvfb")
    browser = glob.glob(_BROWSER) or absent("MiniBrowser is missing")
    command = [screen, "-displayfd", "1", "-screen", "0", "800x1000x24", "-nolisten", "tcp"]
    width, height = Page.size
    options = WebKitGTKOptions()
    options.binary_location = browser[0]
    for argument in (
        "--automation",
        f"--geometry={width}x{height}",
        f"--enable-javascript-markup={json.dumps(scripts)}",
    ):
        options.add_argument(argument)
    with program(command, r"^(\d+)$") as display, tempfile.TemporaryDirectory() as folder:
        environment = {
            "DISPLAY": ":" + display[1],
            "WEBKIT_DISABLE_DMABUF_RENDERER": "1",  # it needs a graphics card
            "XDG_CACHE_HOME": folder,
            "XDG_DATA_HOME": folder,
            "LANGUAGE": "en",
        }
        with mock.patch.dict(os.environ, environment), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of selenium, about itself
            session = WebKitGTK(options, WebKitGTKService(driver))
        try:
            yield WebKit(session)
        finally:
            session.quit()


class WebKit(Page):
    """Its only tab."""

    def __init__(self, session):
        self._session = session
        self._faults = []

    def open(self, url):
        self._session.get(url)

    def ask(self, function, *arguments):
        try:
            faults, answer = self._session.execute_script(_ASK % function, *arguments)
        except WebDriverException as error:
            raise Refused(error.msg)
        self._faults += faults
        return answer

    def tap(self, x, y):
        actions = ActionChains(self._session, duration=0)
        actions.w3c_actions.pointer_action.move_to_location(x, y).click()
        actions.perform()

    def type(self, text):
        ActionChains(self._session).send_keys(text.replace("\n", Keys.ENTER)).perform()

    def faults(self):
        self.ask("() => null")
        return self._faults
