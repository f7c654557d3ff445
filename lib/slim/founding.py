"""Names of the founding library's requests and responses, for programs that use them.

Loaded when the first of them is used: nothing inside uses them. Besides those named here, they are
what has the same name in snake_case, or, of a request, its header fields, "" without one.
"""

_NAMES = (  # without "Return"
    " QueryParams=query Content=body GetPostedJSONObject=json HeadersSent=status Ok=200 "
    "Redirect=307 NotModified=304 BadRequest=400 Forbidden=403 NotFound=404 MethodNotAllowed=405 "
    "EntityTooLarge=413 InternalServerError=500 NotImplemented=501 ServiceUnavailable=503 "
)


def founding(self, name):
    """What the founding library's request or response had under this name."""
    if not name[0].isupper():
        raise AttributeError(name)
    made = globals().get(name)
    new = _NAMES.partition(" %s=" % name.replace("Return", ""))[2].partition(" ")[0]
    if name[:6] == "Return":
        _settle(self)
        return lambda *args: made(self, *args) if made else Return(self, int(new), *args)
    if made:
        return (lambda *args: made(self, *args)) if name[0] == "G" else made(self)
    new = new or "".join(["_" + c.lower() if c.isupper() else c for c in name])[1:]
    if hasattr(self, new):
        value = getattr(self, new)
        return "" if value is None else value
    if hasattr(self, "sent") and name[0] in "AC":
        return None  # a setting that was not made, see _settle
    text = GetHeader(self, new.replace("_", "-").rstrip("s"))
    if name[:6] == "Accept" or name == "Cookies":
        return [part.strip() for part in text.split("," if name[0] == "A" else ";") if part]
    return text


def QueryString(request):
    return request._query.decode()


def UserAddress(request):
    return request.address, request._peer[-1]


def IsUpgrade(request):
    return "upgrade" in request.Connection.lower()


def ContentLength(request):
    return len(request.body)


def GetHeader(request, name):
    return request.header(name) or ""


def ContentType(request):
    return GetHeader(request, "content-type").partition(";")[0].strip()


def GetPostedURLEncodedForm(request):
    """{} unless the body is urlencoded, as ever."""
    return request.form() if "urlencoded" in request.ContentType else {}


def _settle(response):
    """Do what the program has asked for by names that mean nothing elsewhere."""
    if response.AllowCaching:
        response.cache = "public, max-age=31536000"
    origin = response.AccessControlAllowOrigin
    if origin:
        response.set_header("Access-Control-Allow-Origin", origin)
    if response.ContentCharset and response.ContentType:
        response.ContentType += "; charset=" + response.ContentCharset


def Return(response, code, value=None):
    if value is None:
        response.error(code)
    elif code == 307:
        response.redirect(value, code)
    else:
        response.send(code, value)


def ReturnJSON(response, code, value):
    response.json(value, code)


def ReturnOkJSON(response, value):
    response.json(value)


def ReturnStream(response, code, value):
    response.stream(value, code)


def ReturnFile(response, value, name=None):
    if name:
        response.set_header("Content-Disposition", 'attachment; filename="%s"' % name)
    if not response.file(value):
        response.error(404)
