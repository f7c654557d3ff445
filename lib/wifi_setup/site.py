"""The portal's web site: who is let in, the JSON API under /v1/, and the page.

A `slim` module that answers everything. What its answers are made of is in `report`, `actions`,
`online` and `plain`, which take up heap only meanwhile. It knows nothing of radios, and of the
page no more than its file.

On the board's own Wi-Fi it makes phones and computers see that they are on a portal: by the Host
header, not by path, a request for anybody else's host is answered with a redirect to the page.
Who probes what, and why these answers: docs/captive-portal.md. The API is in docs/api.md.
"""

import os
import sys

from slim import HttpError
from slim.slim_server import SlimServer

from .borrow import unload

# To Apple's helper: not empty and not "Success", and nothing that it would fetch.
_HELPER = const(
    b"<html><head><title>Set up</title></head><body>Open this page to set up.</body></html>"
)
_AGENT = const("CaptiveNetworkSupport")
_READS = const(("state", "list_access_points", "healthcheck", "connection_status"))
_FOUND = const(302)  # never 301 or 308: phones would keep those for ever


def host_of(value: str) -> str:
    """The host of a Host header, in lower case, without port and final dot."""
    value = value.rsplit("@", 1)[-1]  # no user's name
    return value.split(":", 1)[0].rstrip(".").lower()


class Site:
    """For one session. `internet(response)` answers once it is known whether the internet can be
    reached. `url` is the page's; `address` the board's own on its Wi-Fi, None on another network.
    """

    def __init__(self, session, internet, url="/", address=None):
        self.session, self.internet = session, internet
        self.url, self.address = url, address
        # In a portal, what answers need is given back after each, `slim`'s own rare parts as well.
        self.loaded = address and set(sys.modules)
        self.path = globals().get("__file__", "").rpartition("site")[0] + "www/index.html"
        try:
            os.stat(self.path + ".gz")
        except OSError:  # it is in the firmware, or nowhere
            self.path = None

    def on_request(self, request):
        """Answer it."""
        response, path, session = request.response, request.path, self.session
        if self.address:
            self._guard(request, response, path)
        if response.status:
            return
        if path.startswith("/v1/"):
            self._serve(path[4:], request)
            return SlimServer.RESPONSE_PENDING  # what is not answered yet will be
        if path == "/" and request.method in ("GET", "HEAD"):
            session.patience.heard()
            if session.form == request.address and session.state != "idle":
                self._serve("connect", request)  # that phone has no script
            else:
                self.show(response)
        else:
            self._redirect(response)

    def show(self, response) -> None:
        """Send the page."""
        response.close()
        if self.path:
            response.file(self.path, "text/html")
        else:
            from .plain import show

            show(response, self.session.options.device)

    def _redirect(self, response):
        # Absolute, which Android 11 and ChromeOS need, and with a body, which iOS wants.
        response.close()
        response.redirect(self.url, _FOUND, '<html><a href="%s">Set up</a></html>' % self.url)

    def _guard(self, request, response, path):
        """Answer what is not for the board's own host."""
        strange = request.host and host_of(request.host) != self.address
        if path == "/wpad.dat":  # a page here would be taken for a proxy's rules
            return _answer(response, 404)
        apple = _AGENT in (request.header("User-Agent") or "")
        said = None
        if (strange or apple) and self.session.finishing:
            from .online import answer

            said = answer(path, apple, response)
        if said:
            _answer(response, *said)
        elif strange:
            self._redirect(response)
        elif apple:
            _answer(response, 200, _HELPER)
        elif "icon" in path:  # /favicon.ico, /apple-touch-icon.png and their kin
            _answer(response, 404)

    def _serve(self, name, request):
        if name != "healthcheck":
            self.session.patience.heard()
        before = self.loaded or set(sys.modules)
        try:
            known = name in _READS
            if known and request.method in ("GET", "HEAD"):
                from .report import answer

                answer(name, self.session, request, self.internet)
            else:
                from .actions import act

                act(name, self, request, known)
        except HttpError as error:
            from .actions import explain

            explain(request, error)
        finally:
            unload(before)


def _answer(response, status, body=b"no\n", content_type="text/html"):
    response.close()
    response.send(status, body, content_type)
