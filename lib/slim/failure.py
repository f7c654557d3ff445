"""What becomes of a request that nobody answers, or that goes wrong; loaded at the first one.

What nobody foresaw is logged with its traceback. Errors are answered as a page or as JSON,
whichever the request's Accept names first.
"""

import json
import logging

from slim.response import Response
from slim.status import HttpError, status_line

reasons = (
    b"404 Not Found;400 Bad Request;403 Forbidden;405 Method Not Allowed;408 Request Timeout;"
    b"409 Conflict;413 Content Too Large;431 Request Header Fields Too Large;"
    b"500 Internal Server Error;501 Not Implemented;503 Service Unavailable;401 Unauthorized;"
    b"415 Unsupported Media Type;422 Unprocessable Content;429 Too Many Requests;"
    b"505 HTTP Version Not Supported;"
)

_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")

_log = logging.getLogger("slim")


def answer(client, response, error) -> None:
    """Answer for an exception, or break off the answer that it ends.

    Without a response, the request was not understood.
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
        response = client.response = Response(client, None)
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
        response.error(404 if method in _METHODS else 501)
