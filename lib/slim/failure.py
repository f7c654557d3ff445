"""What becomes of a request that nobody answers, or that goes wrong; loaded at the first one.

What nobody foresaw is logged with its traceback. Errors are answered as a page or as JSON,
whichever the request's Accept names first.
"""

import json
import logging

from slim.status import HttpError, status_line

_log = logging.getLogger("slim")


def answer(client, response, error, make) -> None:
    """Answer for an exception, or break off the answer that it ends.

    Without a response, the request was not understood; `make(client, None)` makes one.
    """
    status, sentence = 500, ""
    if isinstance(error, HttpError):
        status, sentence = error.status, error.sentence
    elif isinstance(error, MemoryError):
        status = 503
    elif isinstance(error, ValueError) and not response:
        status = 400
    else:
        _log.exception("request failed", exc_info=error)
    if not response:
        response = client.response = make(client, None)
    if not response.status:
        response.error(status, sentence)
    elif response is client.response:
        client.close()


def describe(status: int, sentence: str, request):
    """(body, content type): a page or JSON."""
    name = status_line(status).decode()
    for kind in ((request and request.header("Accept")) or "*/*").split(","):
        kind = kind.split(";")[0].strip()
        if kind == "application/json":
            said = {"code": status, "name": name[4:], "message": sentence or name}
            return json.dumps(said).encode(), kind
        if kind == "text/html" or kind == "*/*":
            sentence = sentence.replace("&", "&amp;").replace("<", "&lt;")
            page = "<!doctype html><title>%s</title><h1>%s</h1><p>%s"
            return page % (name, name, sentence), None
    return b"", None


def refuse(request, response, elsewhere) -> None:
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
        response.error(404)
