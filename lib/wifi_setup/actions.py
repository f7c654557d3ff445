"""What the API's POST routes do: check what was asked, tell the session, and answer at once.

Loaded for each of them and given back after it. It knows nothing of routing or radios.
"""

from slim.status import HttpError

from .wanted import Refused, check_password, check_ssid, named, to_bytes, wanted

ROUTES = (
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

_FORM = "application/x-www-form-urlencoded"


class Actions:
    """For one session; `page` shows the page after *Finish*. Each public method is a route and
    takes `(request, response)`; HttpError says what was wrong."""

    def __init__(self, session, page):
        self._session, self._page = session, page

    def connect(self, request, response):
        """Join a network. The same phone may ask twice; another one has to watch meanwhile."""
        session = self._session
        if session.finishing or not self._is_free(request):
            raise HttpError(409, "%s is being set up already." % session.options.device)
        if session.state != "busy":
            network, typed = wanted(_fields(request), session.nearby, session.options.device)
            session.connect(network, request.address, typed, response)
        if is_form(request):
            self._progress(response)
        else:
            _accept(response)

    def scan(self, request, response):
        """Look for networks again, once the answer has left; the phone may pause then."""
        if self._session.state == "busy" or self._session.finishing:
            raise HttpError(409, "Not while a network is being joined.")
        self._session.scan(response)
        _accept(response)

    def cancel(self, request, response):
        """Give the attempt up; only for the phone that began it."""
        if not self._is_free(request):
            raise HttpError(403, "Another phone began this.")
        if self._session.state == "busy":
            self._session.cancel()
        _accept(response)

    def offline(self, request, response):
        """Go on without Wi-Fi, where the maker allows it."""
        session = self._session
        if not session.options.offline or session.state == "busy":
            raise HttpError(403, "%s needs Wi-Fi." % session.options.device)
        session.finish(response)
        self._part(request, response)

    def finish(self, request, response):
        """End the portal. A form post is answered with the page, so that phones see a full
        navigation, and probe once more."""
        if self._session.state != "up":
            raise HttpError(409, "Nothing is set up yet.")
        self._session.finish(response)
        self._part(request, response)

    def forget(self, request, response):
        """Forget one network, the joined one, or all."""
        session = self._session
        if session.finishing:
            raise HttpError(409, "%s is finishing." % session.options.device)
        fields = _fields(request)
        if fields.get("all_networks"):
            ssids = [network.ssid for network in session.networks.list()]
        elif fields.get("ssid") or fields.get("id"):
            ssids = [named(fields)]
        else:
            ssids = [session.network.ssid] if session.state == "up" and session.network else []
        for ssid in ssids:
            self._store(session.forget, ssid, response)
        _accept(response)

    def set_hotspot_ssid(self, request, response):
        """The name of the board's own Wi-Fi, from the next time on."""
        ssid = check_ssid(to_bytes(_fields(request).get("ssid"), "ssid"))
        if b"\0" in ssid:
            raise Refused("A network name has no NUL.", "ssid")
        self._set("hotspot_ssid", ssid, response)

    def set_hotspot_password(self, request, response):
        """The password of the board's own Wi-Fi, from the next time on."""
        password = to_bytes(_fields(request).get("password"), "password")
        check_password(password, False)
        if not all(32 <= byte <= 126 for byte in password):  # or the access point stays off
            raise Refused("Only letters, digits and signs of ASCII are possible.", "password")
        self._set("hotspot_password", password, response)

    def set_interface(self, request, response):
        """A board joins by one interface, so there is nothing to choose."""
        if _fields(request).get("interface") not in ("auto", "wlan0"):
            raise Refused("A board has only wlan0.", "interface")
        response.json({"message": "ok"})

    def _progress(self, response):
        from .plain import progress

        response.close()
        response.send(200, progress(self._session))

    def _set(self, name, value, response):
        self._store(self._session.networks.set_setting, name, value.decode())
        response.json({"message": "ok"})

    def _store(self, action, *arguments):
        try:
            action(*arguments)
        except OSError:  # the file is read-only, or no room is left
            raise HttpError(507, "%s cannot store anything." % self._session.options.device)

    def _is_free(self, request):
        return self._session.state != "busy" or self._session.is_mine(request.address)

    def _part(self, request, response):
        if not is_form(request):
            _accept(response)
        elif _fields(request).get("plain"):
            from .plain import finished

            response.close()
            response.send(200, finished(self._session.options.device))
        else:
            self._page.show(response)


def act(name, site, request, known) -> None:
    """Do what a route is for; HttpError if there is none of this name, `known` to be read or not,
    or not by this method."""
    actions = Actions(site.session, site)
    if name == "connect" and request.method == "GET":
        return actions._progress(request.response)  # where the page without script looks again
    if name in ROUTES:  # or `getattr` would keep any name in the heap for ever
        known = True
        if request.method == "POST":
            return getattr(actions, name)(request, request.response)
    raise HttpError(405 if known else 404, "There is no such route.")


def explain(request, error):
    """Answer with what was wrong: JSON, or to a form its page."""
    response = request.response
    response.close()
    if is_form(request):
        from .plain import refusal

        return response.send(error.status, refusal(error.sentence))
    said = {"message": error.sentence}
    if getattr(error, "field", None):
        said["field"] = error.field
    response.json(said, error.status)


def is_form(request) -> bool:
    """Whether it is an HTML form's post."""
    return (request.header("Content-Type") or "").startswith(_FORM)


def _fields(request):
    fields = request.form() if is_form(request) else request.json()
    if not isinstance(fields, dict):
        raise Refused("This must be an object.", None)
    return fields


def _accept(response):
    response.close()
    response.json({"message": "accepted"}, 202)
