"""Paths with arguments, such as "/api/net/<id>"; loaded when the first one is to be matched."""


def match(patterns, path, request):
    """Look a path up in {pattern: anything}; its arguments go to `request.route_args`."""
    parts = path.split("/")
    for pattern in patterns:
        wanted = pattern.split("/")
        if len(wanted) == len(parts) and "<" in pattern:
            values = {}
            for want, part in zip(wanted, parts):
                if want[:1] == "<" and part:
                    values[want[1:-1]] = part
                elif want.lower() != part.lower():
                    break
            else:
                request.route_args = values
                return patterns[pattern]
    return None
