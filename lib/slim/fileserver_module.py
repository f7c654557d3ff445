"""Files from a folder, by their suffix.

    server.add_module(FileserverModule({"html": "text/html", "css": "text/css"}, root="www"))

What is not there is left to the modules that come after it.
"""

from slim.files import find, is_folder, is_safe


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
        if not is_safe(path):
            return
        if path[-1] == "/":
            path += "index.html"
        kind = self._types.get(path[path.rfind(".") + 1 :])
        if kind is None:
            if is_folder(self._root + path):
                request.response.redirect(path + "/")
            return
        found = find(self._root + path)
        if not found:
            return
        if request.method == "GET" or request.method == "HEAD":
            request.response.send_found(found, kind, self.cache)
        else:
            request.allow += "GET, HEAD, "
