"""Names of the founding library's requests and responses, for programs that use them.

Loaded when the first of them is used: nothing inside uses them.
"""

from slim.response import Response

_REQUEST = {
    "Response": "response",
    "Method": "method",
    "Path": "path",
    "QueryParams": "query",
    "Host": "host",
    "UserAddress": "address",
    "Content": "body",
    "ContentLength": "length",
    "GetHeader": "header",
    "GetPostedJSONObject": "json",
}

_HEADERS = {
    "Accept": "accept",
    "AcceptEncodings": "accept-encoding",
    "AcceptLanguages": "accept-language",
    "CacheControl": "cache-control",
    "Cookies": "cookie",
    "ContentType": "content-type",
    "Origin": "origin",
    "Referer": "referer",
    "Upgrade": "upgrade",
    "UserAgent": "user-agent",
}

_RESPONSE = {
    "SetHeader": "set_header",
    "ReturnOkJSON": "json",
    "SwitchingProtocols": "upgrade",
}

_STATUSES = {
    "ReturnNotModified": 304,
    "ReturnBadRequest": 400,
    "ReturnForbidden": 403,
    "ReturnNotFound": 404,
    "ReturnMethodNotAllowed": 405,
    "ReturnEntityTooLarge": 413,
    "ReturnInternalServerError": 500,
    "ReturnNotImplemented": 501,
    "ReturnServiceUnavailable": 503,
}


def attribute(thing, name):
    """What the founding library's request or response had under this name."""
    return (_of_response if isinstance(thing, Response) else _of_request)(thing, name)


def _of_request(request, name):
    if name in _REQUEST:
        return getattr(request, _REQUEST[name])
    if name in _HEADERS:
        return request.header(_HEADERS[name])
    if name == "GetPostedURLEncodedForm":
        return lambda: _posted_form(request)
    if name == "QueryString":
        return request._query.decode()
    if name == "IsUpgrade":
        return "upgrade" in (request.header("connection") or "").lower()
    if name == "HttpVer":
        return "1.0" if request.old else "1.1"
    raise AttributeError(name)


def _of_response(response, name):
    if name in _RESPONSE:
        return getattr(response, _RESPONSE[name])
    if name in _STATUSES:
        return lambda: _answer(response, _STATUSES[name])
    if name == "Return":
        return lambda code, content=None: _answer(response, code, content)
    if name == "ReturnOk":
        return lambda content=None: _answer(response, 200, content)
    if name == "ReturnJSON":
        return lambda code, obj: response.json(obj, code)
    if name == "ReturnRedirect":
        return lambda url: response.redirect(url, 307)
    if name == "ReturnStream":
        return lambda code, stream: response.stream(stream, code)
    if name == "ReturnFile":
        return lambda path, attachment=None: _send_file(response, path, attachment)
    if name == "HeadersSent":
        return bool(response.status)
    raise AttributeError(name)


def _posted_form(request):
    """{} unless the body is urlencoded, as ever."""
    kind = request.header("content-type") or ""
    return request.form() if kind.startswith("application/x-www-form-urlencoded") else {}


def _answer(response, code, content=None):
    if content is not None:
        response.send(code, content)
    elif code == 204 or code == 304:
        response.send(code)
    else:
        response.error(code)


def _send_file(response, path, attachment):
    if attachment:
        response.set_header("Content-Disposition", 'attachment; filename="%s"' % attachment)
    response.file(path)
