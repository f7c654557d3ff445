"""Names of the founding library's requests and responses, for programs that use them.

Loaded when the first of them is used: nothing inside uses them.
"""

# Its name, and the one it has here; "?" stands before a header, a status is answered.
_NAMES = (
    " Response=response Method=method Path=path QueryParams=query Host=host UserAddress=address "
    "Content=body ContentLength=length GetHeader=header GetPostedJSONObject=json Accept=?accept "
    "AcceptEncodings=?accept-encoding AcceptLanguages=?accept-language Origin=?origin "
    "CacheControl=?cache-control Cookies=?cookie ContentType=?content-type Referer=?referer "
    "Upgrade=?upgrade UserAgent=?user-agent SetHeader=set_header ReturnOkJSON=json "
    "HeadersSent=status ReturnNotModified=304 ReturnBadRequest=400 ReturnForbidden=403 "
    "ReturnNotFound=404 ReturnMethodNotAllowed=405 ReturnEntityTooLarge=413 "
    "ReturnInternalServerError=500 ReturnNotImplemented=501 ReturnServiceUnavailable=503 "
)


def attribute(thing, name):
    """What the founding library's request or response had under this name."""
    at = _NAMES.find(" %s=" % name)
    if at >= 0:
        new = _NAMES[at:].split(None, 1)[0].split("=")[1]
        if new[0] == "?":
            return thing.header(new[1:])
        if new.isdigit():
            return lambda: thing.error(int(new)) if new != "304" else thing.send(304)
        return getattr(thing, new)
    if name in _MADE:
        return lambda *args: _MADE[name](thing, *args)
    if name == "QueryString":
        return thing._query.decode()
    if name == "IsUpgrade":
        return "upgrade" in (thing.header("connection") or "").lower()
    raise AttributeError(name)


def _form(request):
    """{} unless the body is urlencoded, as ever."""
    kind = request.header("content-type") or ""
    return request.form() if kind.startswith("application/x-www-form-urlencoded") else {}


def _answer(response, code, content=None):
    if content is not None or code in (204, 304):
        response.send(code, content or b"")
    else:
        response.error(code)


def _file(response, path, attachment=None):
    if attachment:
        response.set_header("Content-Disposition", 'attachment; filename="%s"' % attachment)
    if not response.file(path):
        response.error(404)


_MADE = {
    "GetPostedURLEncodedForm": _form,
    "Return": _answer,
    "ReturnOk": lambda response, content=None: _answer(response, 200, content),
    "ReturnJSON": lambda response, code, value: response.json(value, code),
    "ReturnRedirect": lambda response, url: response.redirect(url, 307),
    "ReturnStream": lambda response, code, stream: response.stream(stream, code),
    "ReturnFile": _file,
}
