"""What the API's POST routes do: check what was asked, tell the session, and answer at once.

Those in `_ROUTES` are functions here, or done by `wanted.change`; HttpError says what was wrong.
Loaded for each of them and given back after it. It knows nothing of radios.
"""

from slim import HttpError

from .borrow import use

_ROUTES = const(
    "connect scan cancel offline finish forget set_hotspot_ssid set_hotspot_password set_interface"
)
_FORM = const("application/x-www-form-urlencoded")
_BUSY = const("Not while a network is being joined.")


def act(name, site, request, known):
    """Do what a route is for, and answer, maybe later.

    HttpError if there is none of this name, `known` to be read or not, or not by this method.
    """
    response = request.response
    if name == "connect" and request.method in ("GET", "HEAD"):
        return _progress(site.session, response)  # where the page without script looks again
    if name == "finish" and request.method == "GET":  # a tab of the last time, opened again
        return response.redirect("/")
    # Only names that are known are looked up: others would stay in the heap for ever.
    is_route = name in _ROUTES.split()
    if is_route and request.method == "POST":
        _refuse_strangers(request)
        if name not in globals():
            return use("wanted", "change", site.session, name, fields(request), response)
        globals()[name](site, request, response)
        if not response.status:
            response.close()
            response.json({"message": "accepted"}, 202)
        return None
    if known or is_route:
        response.set_header("Allow", "GET, HEAD" if known else "POST")
    raise HttpError(405 if known or is_route else 404, "There is no such route.")


def _refuse_strangers(request):
    """A page of another origin, opened on the same phone, must not set this board up.

    Browsers name the origin with each POST; old ones at least the page it came from. A page of the
    board's own on port 80 may use a portal on another one.
    """
    host = request.host or ""
    source = request.header("Origin") or request.header("Referer")
    if source and source.split("/")[2:3] not in ([host], [host.split(":")[0]]):
        raise HttpError(403, "Another page may not do this.")


def connect(site, request, response):
    """Join a network. The same phone may ask twice; another one has to watch meanwhile."""
    from .wanted import named, wanted

    session, asked = site.session, fields(request)
    busy = session.state == "busy"
    taken = session.finishing or not _is_free(session, request)
    if busy:
        taken = taken or named(asked) != session.network.ssid
    elif session.patience.action and not session.scanning:
        taken = True  # by what was asked before
    if taken:
        raise HttpError(409, "%s is being set up already." % session.options.device)
    if not busy:
        network, typed = wanted(asked, session.nearby, session.options.device)
        session.connect(network, request.address, typed, response)
        session.form = is_form(request) and request.address  # whom the page shows how it went
    if is_form(request):
        _progress(session, response)


def scan(site, request, response):
    """Look for networks again, once the answer has left; the phone may pause then."""
    if site.session.state == "busy" or site.session.finishing:
        raise HttpError(409, _BUSY)
    site.session.scan(response)


def cancel(site, request, response):
    """Give the attempt up; only for the phone that began it."""
    if not _is_free(site.session, request):
        raise HttpError(403, "Another phone began this.")
    if site.session.state == "busy":
        site.session.cancel()


def offline(site, request, response):
    """Go on without Wi-Fi, where the maker allows it."""
    session = site.session
    if not session.options.offline:
        raise HttpError(403, "%s needs Wi-Fi." % session.options.device)
    if session.state == "busy":
        raise HttpError(409, _BUSY)
    _part(site, request, response)


def finish(site, request, response):
    """End the portal. A form post is answered with the page, so that phones see a full
    navigation, and probe once more."""
    if site.session.state != "up":
        if is_form(request):  # a page of the last time, loaded again
            return response.redirect("/")
        raise HttpError(409, "Nothing is set up yet.")
    _part(site, request, response)


def _part(site, request, response):
    site.session.finish(response)
    if not is_form(request):
        return
    if fields(request).get("plain"):
        from .plain import finished

        response.close()
        response.send(200, finished(site.session.options.device))
    else:
        site.show(response)


def _progress(session, response):
    from .plain import progress

    response.close()
    response.send(200, progress(session))


def _is_free(session, request):
    return session.state != "busy" or session.owner in (None, request.address)


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


def fields(request) -> dict:
    """What was posted."""
    said = request.form() if is_form(request) else request.json()
    if not isinstance(said, dict):
        raise HttpError(400, "This must be an object.")
    return said
