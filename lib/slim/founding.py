"""Names of the founding library's requests and responses, for programs that use them.

Loaded when the first of them is used: nothing inside uses them.
"""

# What has another name here, or is not in the reasons. Besides, `UserAgent` is the header
# user-agent, and `ReturnNotFound()` the error of that name.
_NAMES = (
    " Response=response Method=method Path=path Host=host QueryParams=query UserAddress=address "
    "Content=body ContentLength=length GetHeader=header GetPostedJSONObject=json "
    "SetHeader=set_header ReturnOkJSON=json HeadersSent=status ReturnEntityTooLarge=413 "
    "ReturnNotImplemented=501 "
)
_HEADERS = (
    " accept accept-encoding accept-language origin cache-control cookie content-type referer "
    "upgrade user-agent "
)


def attribute(thing, name, reasons):
    """What the founding library's request or response had under this name."""
    made = name[0].isupper() and globals().get(name)
    if made:
        return lambda *args: made(thing, *args)
    at = _NAMES.find(" %s=" % name)
    if at >= 0:
        new = _NAMES[at:].split(None, 1)[0].split("=")[1]
        return getattr(thing, new) if new > "A" else lambda: thing.error(int(new))
    reasons = reasons.replace(b" ", b"")
    at = reasons.find(b"%s;" % name[6:])
    if at > 0 and name[:6] == "Return":
        return lambda: Return(thing, int(reasons[at - 3 : at]))
    if name == "QueryString":
        return thing._query.decode()
    if name == "IsUpgrade":
        return "upgrade" in (thing.header("connection") or "").lower()
    name = "".join(["-" + c.lower() if c.isupper() else c for c in name])[1:].rstrip("s")
    if " %s " % name in _HEADERS:
        return thing.header(name)
    raise AttributeError(name)


def GetPostedURLEncodedForm(request):
    """{} unless the body is urlencoded, as ever."""
    kind = request.header("content-type") or ""
    return request.form() if kind.startswith("application/x-www-form-urlencoded") else {}


def Return(response, code, value=None):
    if value is not None or code in (204, 304):
        response.send(code, value or b"")
    else:
        response.error(code)


def ReturnOk(response, value=None):
    Return(response, 200, value)


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
