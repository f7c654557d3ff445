"""Gives out the portal's page, and sends whoever asks for anything else to it.

A `slim` module that is asked last. It knows nothing of what is on the page.
"""

import os

_FOLDER = "/www/index.html"


class Page:
    """`home(response)` sends a client to the page's own address."""

    def __init__(self, session, home):
        self._session, self._home = session, home
        here = globals().get("__file__", "").rsplit("/", 1)
        self._file = (here[0] if len(here) > 1 else ".") + _FOLDER
        try:
            os.stat(self._file + ".gz")
        except OSError:  # frozen into the firmware without its page: the plain form will do
            self._file = None

    def on_request(self, request):
        """Answer what no other module has."""
        if request.path == "/" and request.method in ("GET", "HEAD"):
            self._session.patience.heard()
            self.show(request.response)
        else:
            self._home(request.response)

    OnRequest = on_request

    def show(self, response) -> None:
        """Send the page."""
        response.close()
        if self._file:
            response.file(self._file, "text/html")
        else:
            from .plain import form

            response.send(200, form(self._session.options.device))
