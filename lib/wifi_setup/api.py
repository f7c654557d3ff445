"""The portal's JSON API under /v1/, of which its own page is one client; docs/api.md describes it.

A `slim` module: it finds the route, answers what only reads, and turns errors into answers. What
acts is in `actions`. It knows nothing of pages or radios.
"""

from slim.status import HttpError

from .actions import Actions, is_form
from .report import access_points, full_state, state

_JSON = "application/json"


class Api:
    """Answers for one session. `page` shows the page after *Finish*, `internet(response)` answers
    once it is known whether the internet can be reached. Each public method is a route."""

    def __init__(self, session, page, internet):
        self._session, self._internet = session, internet
        self._actions = Actions(session, page)

    def on_request(self, request):
        """Answer what is under /v1/."""
        if not request.path.startswith("/v1/"):
            return None
        name = request.path[4:]
        response = request.response
        if name != "healthcheck":
            self._session.patience.heard()
        try:
            return self._route(request.method, name)(request, response)
        except HttpError as error:
            self._explain(request, error)

    OnRequest = on_request

    def _route(self, method, name):
        reads = getattr(self, name, None) if name in _READS else None
        acts = getattr(self._actions, name, None) if name in _ACTS else None
        if reads and method in ("GET", "HEAD"):
            return reads
        if acts and method == "POST":
            return acts
        if name == "connect" and method == "GET":  # where the page without script looks again
            return self._actions.show_progress
        if reads or acts:
            raise HttpError(405, "This route does not know this method.")
        raise HttpError(404, "There is no such route.")

    def _explain(self, request, error):
        response = request.response
        response.close()
        if is_form(request):
            from .plain import refusal

            return response.send(error.status, refusal(error.sentence))
        said = {"message": error.sentence}
        if getattr(error, "field", None):
            said["field"] = error.field
        response.json(said, error.status)

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


_READS = ("state", "list_access_points", "healthcheck", "connection_status")
_ACTS = (
    "connect",
    "scan",
    "cancel",
    "offline",
    "finish",
    "forget",
    "set_hotspot_ssid",
    "set_hotspot_password",
    "set_interface",
)
