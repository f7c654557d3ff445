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

    With `receive(request, data)` the body, of any length, is handed over piece by piece (a
    memoryview that holds during the call only) before the handler is called.
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
        self._exact = {}  # path: {method: route}
        self._patterns = {}  # the same for paths with names
        self._max_body = max_content_len
        for route in routes:
            self._add(route)

    def route(self, path: str, method: str = HttpMethod.GET):
        """Decorator: the function is the handler of this path."""

        def register(handler):
            self._add(RegisteredRoute(method, path, handler))
            return handler

        return register

    def on_head(self, request):
        """Say where a body goes and how long it may be, before it has come."""
        route = self._find(request)
        if route:
            request.receive = route.receive
            request.max_body = self._max_body

    def on_request(self, request):
        """Let the route's handler answer, if there is one."""
        route = self._find(request)
        return route and route.handler(request)

    def _add(self, route):
        path = _trim(route.path)
        if "<" in path:
            methods = self._patterns.setdefault(path, {})
        else:
            methods = self._exact.setdefault(path.lower(), {})
        methods[route.method] = route

    def _find(self, request):
        methods = self._exact.get(request.path)
        if methods is None:
            path = _trim(request.path)
            methods = self._exact.get(path.lower())
            if methods is None and self._patterns:
                methods = self._match(request, path)
        if methods is None:
            return None
        route = methods.get(request.method)
        if route is None and request.method == "HEAD":
            route = methods.get("GET")
        if route is None:
            request.allow += "".join([method + ", " for method in methods])
            if "GET" in methods:
                request.allow += "HEAD, "
        return route

    def _match(self, request, path):
        parts = path.split("/")
        for pattern, methods in self._patterns.items():
            pattern = pattern.split("/")
            if len(pattern) == len(parts):
                values = {}
                for want, part in zip(pattern, parts):
                    if want[:1] == "<" and part:
                        values[want[1:-1]] = part
                    elif want.lower() != part.lower():
                        break
                else:
                    request.route_args = values
                    return methods
        return None


def _trim(path):
    return path[:-1] if len(path) > 1 and path[-1] == "/" else path
