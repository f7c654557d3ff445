"""slim: an HTTP server, a DNS responder and a scheduler, fed by one poll object.

Each part is a module of its own; importing this package loads none of them. Here is what they
share. It knows nothing of Wi-Fi.

    raise HttpError(409, "Another phone is doing this.")

Whatever serves a request may raise that; the server makes the answer of it.
"""

import socket


class HttpError(ValueError):
    """Ends a request with this status and this sentence for whoever sent it."""

    def __init__(self, status: int, sentence: str = ""):
        self.status = status
        self.sentence = sentence


def status_line(status: int) -> bytes:
    """Code and reason phrase, such as b"302 Found"; without a phrase when the code is rare."""
    reasons = (  # those that people read on an error page; for others, HTTP/1.1 does without
        b"302 Found;404 Not Found;400 Bad Request;403 Forbidden;405 Method Not Allowed;"
        b"409 Conflict;413 Content Too Large;500 Internal Server Error;503 Service Unavailable;"
    )
    line = b"%d " % status
    return line + reasons.partition(line)[2].partition(b";")[0]


def former(self, name):
    """As `__getattr__` of requests and responses: what the founding library had under a name.

    Those names are in a module that is loaded only when one of them is used.
    """
    from slim.founding import founding

    return founding(self, name)


def listen(sock, address, port, poller, backlog=0):
    """Bind a socket and have it watched; when that fails, it is closed and the error raised."""
    try:
        sock.setblocking(False)
        sock.bind(socket.getaddrinfo(address or "0.0.0.0", port)[0][-1])
        if backlog:
            sock.listen(backlog)
        poller.register(sock, 1)  # select.POLLIN, on every port
    except Exception:
        poller.unregister(sock)  # MicroPython's poll would crash at one that is half registered
        sock.close()
        raise


def log(text, error):
    """Log an exception, with its traceback."""
    import logging

    logging.getLogger("slim").exception(text, exc_info=error)


def guard(text, function, *args):
    """Call the function; what it raises is logged, and ends nothing."""
    try:
        return function(*args)
    except Exception as error:  # noqa: BLE001
        log(text, error)
