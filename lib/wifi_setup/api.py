"""The portal's JSON API under /v1/, of which its own page is one client; docs/api.md describes it.

A `slim` module: it finds the route, answers what only reads, and turns errors into answers. What
acts is in `actions`, which takes up heap only while it does. It knows nothing of pages or radios.
"""

import sys

from slim.status import HttpError

from .borrow import unload
from .report import access_points, full_state, state

_JSON = "application/json"
_READS = ("state", "list_access_points", "healthcheck", "connection_status")


class Api:
    """Answers for one session. `page` shows the page after *Finish*, `internet(response)` answers
    once it is known whether the internet can be reached."""

    def __init__(self, session, page, internet):
        self._session, self._page, self._internet = session, page, internet

    def on_request(self, request):
        """Answer what is under /v1/."""
        if not request.path.startswith("/v1/"):
            return None
        name = request.path[4:]
        if name != "healthcheck":
            self._session.patience.heard()
        if name in _READS and request.method in ("GET", "HEAD"):
            return getattr(self, name)(request, request.response)
        before = set(sys.modules)
        try:
            self._act(name, request)
        except HttpError as error:
            from .actions import explain

            explain(request, error)
        finally:
            unload(before)

    OnRequest = on_request

    def _act(self, name, request):
        from .actions import ROUTES, Actions

        actions = Actions(self._session, self._page)
        if name == "connect" and request.method == "GET":
            return actions._progress(request.response)  # where the page without script looks again
        known = name in ROUTES  # or `getattr` would keep any name in the heap for ever
        if known and request.method == "POST":
            return getattr(actions, name)(request, request.response)
        raise HttpError(405 if known or name in _READS else 404, "There is no such route.")

    def state(self, request, response):
        """What the page shows; `full=1` adds the networks and the maker's look."""
        if request.query.get("full"):
            response.stream(full_state(self._session, request.address), content_type=_JSON)
        else:
            response.json(state(self._session, request.address))

    def list_access_points(self, request, response):
        """The networks of the last scan."""
        response.stream(access_points(self._session), content_type=_JSON)

    def healthcheck(self, request, response):
        """That the API is there."""
        response.json({"message": "ok"})

    def connection_status(self, request, response):
        """Whether the board is joined, and whether it reaches the internet."""
        if self._session.station.is_joined():
            return self._internet(response)
        response.json({"wifi": False, "internet": False})
