"""Files from a folder, by their suffix.

    server.add_module(FileserverModule({"html": "text/html", "css": "text/css"}, root="www"))

What is not there is left to the modules that come after it.
"""

import os

from micropython import const

_FIELDS = const(b'ETag: "%x-%x"\r\n%sContent-Type: %s\r\nContent-Length: %d\r\n')


class FileserverModule:
    """Answers GET and HEAD for the files below `root` whose suffix has a media type."""

    cache = "no-cache"
    """Value of Cache-Control; "no-cache" lets a browser keep a file but ask by its ETag whether
    it still holds. None lets nobody keep one."""

    def __init__(self, mime_types: dict, root: str = "www"):
        self.mime_types = mime_types
        self.root = root

    def on_request(self, request):
        """Answer, or leave it."""
        path = request.path
        if ".." in path or not path.startswith("/"):
            return
        if path.endswith("/"):
            path += "index.html"
        kind = self.mime_types.get(path[path.rfind(".") + 1 :])
        path = self.root + path
        if request.method != "GET" and request.method != "HEAD":
            if kind and find(path):
                request.allow += "GET, HEAD, "
        elif kind:
            send_file(request.response, find(path), kind, self.cache)
        elif find(path + "/index.html"):
            request.response.redirect(request.path + "/")


def find(path: str):
    """(path, size, time, encoding line) of `path + ".gz"` or of the file itself; None without."""
    coding = b"Content-Encoding: gzip\r\n"
    found = path + ".gz"
    stat = _stat(found)
    if not stat:
        coding = b""
        found = path
        stat = _stat(path)
    return stat and (found, stat[6], stat[8], coding)


def _stat(path):
    try:
        stat = os.stat(path)
        return None if stat[0] & 0x4000 else stat  # S_IFDIR
    except OSError:
        pass


def send_file(response, found, type, cache):
    """Answer with what `find` has found, if anything, or say that the browser has it."""
    if found:
        response.cache = cache or response.cache
        tags = response.request.conditions
        if tags and b'"%x-%x"' % found[1:3] in tags:
            found = b'ETag: "%x-%x"\r\n' % found[1:3]
            response.start(304, found)
        else:
            response.source = _blocks(response.client.view, found)
            found = found[1:] + (type, found[1])  # what stands in the fields
            response.start(200, _FIELDS % found)


def _blocks(view, found):
    """Generate the bytes of a file, all of them in the client's buffer."""
    left = found[1]
    file = open(found[0], "rb")
    try:
        while left > 0:
            count = file.readinto(view)
            if not count:
                raise OSError  # it is shorter than promised
            yield view if count == len(view) else view[:count]
            left -= count
    finally:
        file.close()
