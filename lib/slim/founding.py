"""Names of the founding library's requests and responses, for programs that use them.

Loaded when the first of them is used: nothing inside uses them. Besides those named here, they are
what has the same name in snake_case, or, of a request, its header fields.
"""

_NAMES = (  # without "Return"
    " QueryParams=query UserAddress=address Content=body ContentLength=length GetHeader=header "
    "GetPostedJSONObject=json HeadersSent=status OkJSON=json Ok=200 NotModified=304 "
    "BadRequest=400 Forbidden=403 NotFound=404 MethodNotAllowed=405 EntityTooLarge=413 "
    "InternalServerError=500 NotImplemented=501 ServiceUnavailable=503 "
)


def founding(thing, name):
    """What the founding library's request or response had under this name."""
    if not name[0].isupper():
        raise AttributeError(name)
    made = globals().get(name)
    if made:
        return lambda *args: made(thing, *args)
    new = _NAMES.partition(" %s=" % name.replace("Return", ""))[2].partition(" ")[0]
    if new.isdigit():
        return lambda *args: Return(thing, int(new), *args)
    if name == "QueryString":
        return thing._query.decode()
    if name == "IsUpgrade":
        return "upgrade" in (thing.header("connection") or "").lower()
    new = new or "".join(["_" + c.lower() if c.isupper() else c for c in name])[1:]
    if hasattr(thing, new):
        return getattr(thing, new)
    return thing.header(new.replace("_", "-").rstrip("s"))


def GetPostedURLEncodedForm(request):
    """{} unless the body is urlencoded, as ever."""
    kind = request.header("content-type") or ""
    return request.form() if kind.startswith("application/x-www-form-urlencoded") else {}


def Return(response, code, value=None):
    if value is not None or code in (204, 304):
        response.send(code, value or b"")
    else:
        response.error(code)


def ReturnJSON(response, code, value):
    response.json(value, code)


def ReturnRedirect(response, url):
    response.redirect(url, 307)


def ReturnStream(response, code, value):
    response.stream(value, code)


def ReturnFile(response, path, name=None):
    if name:
        response.set_header("Content-Disposition", 'attachment; filename="%s"' % name)
    if not response.file(path):
        response.error(404)
