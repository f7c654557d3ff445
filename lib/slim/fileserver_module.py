"""Files from a folder, by their suffix.

    server.add_module(FileserverModule({"html": "text/html", "css": "text/css"}, root="www"))

What is not there is left to the modules that come after it.
"""

from slim.response import find


class FileserverModule:
    """Answers GET and HEAD for the files below `root` whose suffix has a media type."""

    cache = "no-cache"
    """Value of Cache-Control; "no-cache" lets a browser keep a file but ask by its ETag whether
    it still holds. None lets nobody keep one."""

    def __init__(self, mime_types: dict, root: str = "www"):
        self._types = mime_types
        self._root = root

    def on_request(self, request):
        """Answer, or leave it."""
        path = request.path
        if ".." in path or not path.startswith("/"):
            return
        if path.endswith("/"):
            path += "index.html"
        kind = self._types.get(path[path.rfind(".") + 1 :])
        path = self._root + path
        if request.method == "GET" or request.method == "HEAD":
            if kind:
                request.response.file(path, kind, self.cache)
            elif find(path + "/index.html"):
                request.response.redirect(request.path + "/")
        elif kind and find(path):
            request.allow += "GET, HEAD, "
