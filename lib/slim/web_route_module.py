"""Handlers by method and path.

    def show(request):
        request.response.json({"id": request.route_args["id"]})

    server.add_module(WebRouteModule([RegisteredRoute(HttpMethod.GET, "/api/net/<id>", show)]))

What no route is for is left to the modules that come after it.
"""


class HttpMethod:
    """Names of methods."""

    GET = "GET"
    HEAD = "HEAD"
    POST = "POST"
    PUT = "PUT"
    DELETE = "DELETE"
    OPTIONS = "OPTIONS"
    PATCH = "PATCH"


class RegisteredRoute:
    """`handler(request)` answers `method` on `path`, whose parts may be `<names>` of arguments.

    With `receive(request, data)` the body, of any length, is handed over piece by piece (bytes, or
    a memoryview, which holds during the call only) before the handler is called.
    """

    def __init__(self, method: str, path: str, handler, receive=None):
        self.method = method
        self.path = path
        self.handler = handler
        self.receive = receive


class WebRouteModule:
    """Finds the route for a request; HEAD is answered by the one for GET.

    Paths match whatever their case, and with or without a "/" at the end. A body may be
    `max_content_len` bytes long, which without it is the server's `max_body`.
    """

    def __init__(self, routes=(), max_content_len=None):
        self.routes = {}  # path: {method: route}
        self.max_body = max_content_len
        for route in routes:
            path = route.path.rstrip("/") or "/"
            if "<" not in path:
                path = path.lower()
            methods = self.routes.setdefault(path, {})
            methods[route.method] = route
            if route.method == "GET":
                methods.setdefault("HEAD", route)

    def on_head(self, request):
        """Say where a body goes and how long it may be, before it has come."""
        route = self._find(request)
        if route:
            request.receive = route.receive
            request.max_body = self.max_body

    def on_request(self, request):
        """Let the route's handler answer, if there is one."""
        route = self._find(request)
        if route:
            if route.receive and request.body:  # which came in one piece, with the head
                route.receive(request, request.body)
                request.body = b""
                if request.response.status:
                    return
            if self.max_body and len(request.body) > self.max_body:  # it came with the head
                return request.response.error(413)
            return route.handler(request)

    def _find(self, request):
        path = request.path
        methods = self.routes.get(path) or self._search(request, path.rstrip("/") or "/")
        if methods:
            route = methods.get(request.method)
            if not route:
                request.allow += ", ".join(methods) + ", "
            return route

    def _search(self, request, path):
        """Routes of a path that is written in another way or has arguments: {method: route}."""
        methods = self.routes.get(path if path.islower() else path.lower())
        if methods:
            return methods
        for pattern in self.routes:
            if "<" in pattern and pattern.count("/") == path.count("/"):
                values = {}
                for want, part in zip(pattern.split("/"), path.split("/")):
                    if want.startswith("<") and part:
                        values[want[1:-1]] = part
                    elif want.lower() != part.lower():
                        break
                else:
                    request.route_args = values
                    return self.routes[pattern]
