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


def founding(self, name):
    """What the founding library's request or response had under this name."""
    if not name[0].isupper():
        raise AttributeError(name)
    made = globals().get(name)
    given = (self,)
    new = _NAMES.partition(" %s=" % name.replace("Return", ""))[2].partition(" ")[0]
    if new.isdigit():
        made = Return
        given = (self, int(new))
    if made:
        return lambda *args: made(*given + args)
    if name == "QueryString":
        return self._query.decode()
    if name == "IsUpgrade":
        return self.header("upgrade") is not None
    new = new or "".join(["_" + c.lower() if c.isupper() else c for c in name])[1:]
    if hasattr(self, new):
        return getattr(self, new)
    return self.header(new.replace("_", "-").rstrip("s"))


# Methods of a request or a response that did otherwise than those of today.


def GetPostedURLEncodedForm(self):
    """{} unless the body is urlencoded, as ever."""
    return self.form() if "urlencoded" in (self.header("content-type") or "") else {}


def Return(self, code, value=None):
    if value is None:
        self.error(code)
    else:
        self.send(code, value)


def ReturnJSON(self, code, value):
    self.json(value, code)


def ReturnRedirect(self, value):
    self.redirect(value, 307)


def ReturnStream(self, code, value):
    self.stream(value, code)


def ReturnFile(self, value, name=None):
    if name:
        self.set_header("Content-Disposition", 'attachment; filename="%s"' % name)
    if not self.file(value):
        self.error(404)
