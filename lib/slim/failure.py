"""What becomes of a request that nobody answers, or that goes wrong; loaded at the first one.

What nobody foresaw is logged with its traceback. Errors are answered as a page or as JSON,
whichever the request's Accept names first.
"""

from slim import log, status_line


def answer(client, error, type) -> None:
    """Answer for an exception, or break off the answer that it ends. None: time is over.

    Without a response, the request was not understood; `type(client, None)` makes one.
    """
    response = client.response
    status = 400 if client.event and isinstance(error, ValueError) and not response else 500
    status = getattr(error, "status", status)  # an HttpError's
    if not error:
        status = 503 if client.step == 2 else 408  # it waits for a handler, or for the client
    elif isinstance(error, MemoryError):
        status = 503
    elif status == 500:
        log("request failed", error)
    if response and response.status:
        client.close()
    elif client.event:  # otherwise its answer has gone out already
        client.response = response = response or type(client, None)
        response.error(status, getattr(error, "sentence", ""))


def describe(response, status: int, sentence: str) -> None:
    """Answer with an error."""
    request = response.request
    name = "200 OK" if status == 200 else status_line(status).decode()
    sentence = sentence or name
    if status > 399:
        response.no_store()  # tomorrow it may be there
    for kind in ((request and request.header("Accept")) or "*/*").split(","):
        if "json" in kind:
            return response.json({"code": status, "name": name[4:], "message": sentence}, status)
        if "html" in kind or "*/*" in kind:
            sentence = sentence.replace("&", "&amp;").replace("<", "&lt;")
            response.ContentType = None  # which was meant for something else
            page = "<!doctype html><title>%s</title><h1>%s</h1>"
            return response.send(status, page % (name, sentence))
    response.send(status)


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
