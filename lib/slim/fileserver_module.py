"""Files from a folder, by their suffix.

    server.add_module(FileserverModule({"html": "text/html", "css": "text/css"}, root="www"))

What is not there is left to the modules that come after it.
"""

import os


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
        found = find(self.root + (path if kind else path + "/index.html"))
        if found:
            if request.method not in ("GET", "HEAD"):
                request.allow += "GET, HEAD, "
            elif kind:
                send_file(request.response, found, kind, self.cache)
            else:
                path = "." + path[path.rfind("/") :]
                request.response.redirect(path + "/")


def find(path: str):
    """What `send_file` sends: `path + ".gz"` or the file itself; None without."""
    coding = b"Content-Encoding: gzip\r\n"
    for found in (path + ".gz", path):
        try:
            stat = os.stat(found)
            if not stat[0] & 0x4000:  # S_IFDIR
                return found, stat[6], stat[8], coding
        except OSError:
            pass
        coding = b""
    return None


def send_file(response, found, type, cache):
    """Answer with what `find` has found, or say that the browser has it."""
    response.cache = cache or response.cache
    tags = response.request.tags
    tag = tags and b'ETag: "%x-%x"\r\n' % found[1:3]
    if tags and tag[6:-2] in tags:
        response.start(304, tag)
    else:
        blocks = _blocks(response.client.view, found[0], found[1])
        fields = b'ETag: "%x-%x"\r\n%sContent-Type: %s\r\nContent-Length: %d\r\n'
        response.start(200, fields % (found[1:] + (type, found[1])), b"", blocks)


def _blocks(view, path, left):
    """Generate the bytes of a file, all of them in the client's buffer."""
    file = open(path, "rb")
    try:
        while left > 0:
            count = file.readinto(view)
            if not count:
                raise OSError  # it is shorter than promised
            yield view[: count if count < left else left]  # it may have grown
            left -= count
    finally:
        file.close()
