"""The portal's JSON API under /v1/, of which its own page is one client; docs/api.md describes it.

A `slim` module: it finds the route and turns errors into answers. What answers is in `report` and
`actions`, which take up heap only while they do. It knows nothing of pages or radios.
"""

import sys

from slim.status import HttpError

from .borrow import unload

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
        before = set(sys.modules)
        try:
            if name in _READS and request.method in ("GET", "HEAD"):
                from .report import answer

                return answer(name, self._session, request, self._internet)
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
