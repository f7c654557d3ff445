"""slim: an HTTP server, a DNS responder and a scheduler, fed by one poll object.

Each part is a module of its own; importing this package loads none of them. It knows nothing of
Wi-Fi.
"""

import socket


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
