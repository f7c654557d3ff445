"""What an error looks like; loaded when the first one occurs."""

import json

from slim.status import status_line

_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")


def describe(status: int, sentence: str, request):
    """(body, content type): a page or JSON, whichever this request's Accept names first."""
    name = status_line(status).decode()
    for kind in ((request and request.header("Accept")) or "*/*").split(","):
        kind = kind.split(";")[0].strip()
        if kind == "application/json":
            said = {"code": status, "name": name[4:], "message": sentence or name[4:]}
            return json.dumps(said).encode(), kind
        if kind == "text/html" or kind == "*/*":
            sentence = sentence.replace("&", "&amp;").replace("<", "&lt;")
            return "<!doctype html><title>%s</title><h1>%s</h1><p>%s" % (
                name,
                name,
                sentence,
            ), None
    return b"", None


def refuse(request, response, elsewhere):
    """Answer what no module has answered."""
    method = request.method
    if request.allow or request.path == "*":
        response.set_header("Allow", request.allow + "OPTIONS")
        if method == "OPTIONS":
            response.send(204)
        else:
            response.error(405)
    elif elsewhere and method in ("GET", "HEAD"):
        response.redirect(elsewhere, 307)
    else:
        response.error(404 if method in _METHODS else 501)
