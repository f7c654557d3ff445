"""What becomes of a request that nobody answers, or that goes wrong; loaded at the first one.

What nobody foresaw is logged with its traceback. Errors are answered as a page or as JSON,
whichever the request's Accept names first.
"""

import json

from slim import log
from slim.status import HttpError, status_line


def answer(client, error, make) -> None:
    """Answer for an exception, or break off the answer that it ends. None: time is over.

    Without a response, the request was not understood; `make(client, None)` makes one.
    """
    response = client.response
    status = 500
    if not error:
        status = 503 if client.state == 2 else 408  # it waits for a handler, or for the client
    elif isinstance(error, HttpError):
        status = error.status
    elif isinstance(error, MemoryError):
        status = 503
    elif isinstance(error, ValueError) and not response:
        status = 400
    else:
        log("request failed", error)
    if response and response.status:
        client.close()
    elif client.filled or client.state:  # otherwise the answer has gone out already
        client.response = response = response or make(client, None)
        response.error(status, getattr(error, "sentence", ""))


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


def refuse(request, url) -> None:
    """Answer what no module has answered."""
    response = request.response
    method = request.method
    if request.allow or request.path == "*":
        response.set_header("Allow", request.allow + "OPTIONS")
        if method == "OPTIONS":
            response.send(204)
        else:
            response.error(405)
    elif url and method in ("GET", "HEAD"):
        response.redirect(url, 307)
    else:
        response.error(404)
