"""Names of the founding library's requests and responses, for programs that use them.

Loaded when the first of them is used: nothing inside uses them. Besides those named here, they are
what has the same name in snake_case, or, of a request, its header fields, "" without one.
"""

_NAMES = const(  # without "Return"; what is called here takes the same in reverse order
    " QueryParams=query Content=body HeadersSent=status OkJSON=json "
    "JSON=json Stream=stream Ok=200 Redirect=307 NotModified=304 BadRequest=400 Forbidden=403 "
    "MethodNotAllowed=405 EntityTooLarge=413 InternalServerError=500 NotImplemented=501 "
    "ServiceUnavailable=503 "
)


def founding(self, name):
    """What the founding library's request or response had under this name."""
    if not name[0].isupper():
        raise AttributeError(name)
    made = globals().get(name)
    new = _NAMES.partition(" %s=" % name.replace("Return", ""))[2].partition(" ")[0]

    def call(*args):
        if new > "A":  # as it is called here, with the status behind
            return getattr(self, new)(*reversed(args))
        return made(self, *args) if made else Return(self, int(new), *args)

    if name[:6] == "Return":
        _settle(self)
        return call
    if made:
        return call if name[0] == "G" else made(self)
    if not new:
        for c in name:
            new += "_" + c.lower() if c.isupper() else c
        new = new[1:]
    value = getattr(self, new, None)
    if value is None and not (name[0] in "AC" and hasattr(self, "sent")):  # as in _settle
        value = GetHeader(self, new.replace("_", "-").rstrip("s"))
        if name[-1] == "s" or name == "Accept":
            value = [part.strip() for part in value.split("," if name[0] == "A" else ";") if part]
    return value


def QueryString(self):
    return self._query.decode()


def HttpVer(self):
    return "HTTP/1.%d" % (not self.old)


def UserAddress(self):
    return self.address, self._peer[-1]


def IsUpgrade(self):
    return "upgrade" in self.Connection.lower()


def ContentLength(self):
    return len(getattr(self, "body", ""))  # a response's is not known yet


def GetHeader(self, name):
    return self.header(name) or ""


def ContentType(self):
    return GetHeader(self, "content-type").partition(";")[0].strip()


def GetPostedURLEncodedForm(self):
    """{} unless the body is urlencoded, as ever."""
    return self.form() if "urlencoded" in self.ContentType.lower() else {}


def GetPostedJSONObject(self):
    """None unless the body is JSON."""
    if "json" in self.ContentType.lower():
        return self.json()


def _settle(self):
    """Do what the program has asked for by names that mean nothing elsewhere."""
    if self.AllowCaching:
        self.cache = "public, max-age=31536000"
    origin = self.AccessControlAllowOrigin
    if origin:
        self.set_header("Access-Control-Allow-Origin", origin)
    if self.ContentCharset and self.ContentType:
        self.ContentType += "; charset=" + self.ContentCharset


def Return(self, code, value=None):
    if value is None:
        self.error(code)
    elif code == 307:
        self.redirect(value, code)
    else:
        self.send(code, value)


def ReturnNotFound(self):
    url = self.client.server.not_found_url
    Return(self, 307 if url else 404, url)


def ReturnFile(self, value, name=None):
    if name:
        self.set_header("Content-Disposition", 'attachment; filename="%s"' % name)
    if not self.file(value):
        ReturnNotFound(self)
