"""Makes phones and computers see that they are on a portal, and keeps strangers off its API.

A `slim` module that is asked first. It decides by the Host header, not by path: a request for
anybody else's host is answered with a redirect to the portal, one for the board's own passes on to
the next module. It knows nothing of what the portal is for, but whether it is finishing.

Who probes what, and why these answers: docs/captive-portal.md.
"""

from micropython import const

# To Apple's helper: not empty and not "Success", and nothing that it would fetch.
_HELPER = const(
    b"<html><head><title>Set up</title></head><body>Open this page to set up.</body></html>"
)
_AGENT = const("CaptiveNetworkSupport")
_FOUND = const(302)  # never 301 or 308: phones would keep those for ever


def host_of(value: str) -> str:
    """The host of a Host header or an Origin, in lower case, without port and final dot."""
    if "://" in value:
        value = value.split("://", 1)[1]
    return value.split("/", 1)[0].split(":", 1)[0].rstrip(".").lower()


class Captive:
    """`address` is the board's own on the AP, `url` the page's; probes are told that all is well
    when `session.finishing`."""

    def __init__(self, address, url, session):
        self._address, self.url, self._session = address, url, session
        self._link = '<html><a href="%s">Set up</a></html>' % url

    def on_request(self, request):
        """Answer what is not for the board's own host, or not from its own page."""
        response = request.response
        if request.path == "/wpad.dat":  # a page here would be taken for a proxy's rules
            return self._refuse(response, 404)
        if request.host and host_of(request.host) != self._address:
            return self._probe(request, response)
        if request.method == "POST" and not self._is_own(request):
            return self._refuse(response, 403)
        if _AGENT in (request.header("User-Agent") or ""):
            if self._session.finishing:
                return self._probe(request, response)
            return self._short(response, 200, _HELPER)
        if "icon" in request.path:  # /favicon.ico, /apple-touch-icon.png and their kin
            return self._refuse(response, 404)

    OnRequest = on_request

    def home(self, response) -> None:
        """Send the client to the page. Absolute, which Android 11 and ChromeOS need, and with a
        body, which iOS wants."""
        response.close()
        response.redirect(self.url, _FOUND, self._link)

    def _probe(self, request, response):
        if self._session.finishing:
            from .online import answer

            answered = answer(request.path, _AGENT in (request.header("User-Agent") or ""))
            if answered:
                return self._short(response, *answered)
        self.home(response)

    def _is_own(self, request):
        # A page of another origin, opened on the same phone, must not set this board up. Browsers
        # name the origin with each POST; old ones at least the page that it came from.
        source = request.header("Origin") or request.header("Referer")
        return not source or host_of(source) == self._address

    def _refuse(self, response, status):
        self._short(response, status, b"no\n")

    def _short(self, response, status, body, kind="text/html"):
        response.close()
        response.send(status, body, kind)
