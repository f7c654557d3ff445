"""How long an ordinary client waits while others are slow."""

import contextlib
import socket
import threading
import time

from tools.measure import client

LIMIT = 5  # s until a client is said to get no answer


@contextlib.contextmanager
def silent(port, count):
    """Clients that connect and say nothing."""
    with contextlib.ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(contextlib.closing(client.connect(port)))
        time.sleep(0.3)
        yield


@contextlib.contextmanager
def dripping(port, count):
    """Clients that send a byte of their head each half second."""
    done = threading.Event()
    socks = [client.connect(port) for _ in range(count)]

    def drip():
        for byte in client.JSON_GET:
            with contextlib.suppress(OSError):
                for sock in socks:
                    sock.sendall(bytes((byte,)))
            if done.wait(0.5):
                return

    thread = threading.Thread(target=drip)
    thread.start()
    time.sleep(0.3)
    try:
        yield
    finally:
        done.set()
        thread.join()
        for sock in socks:
            sock.close()


@contextlib.contextmanager
def not_reading(port, count):
    """Clients that ask for a file of 3 MB and never read."""
    socks = []
    for _ in range(count):
        sock = socket.socket()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.settimeout(LIMIT)
        sock.connect(("127.0.0.1", port))
        sock.sendall(client.request("GET", "/big.html"))
        socks.append(sock)
    time.sleep(0.3)
    try:
        yield
    finally:
        for sock in socks:
            sock.close()


CASES = (
    ("1 silent client", silent, 1),
    ("8 silent clients", silent, 8),
    ("32 silent clients", silent, 32),
    ("4 clients, a byte each 0.5 s", dripping, 4),
    ("1 that does not read 3 MB", not_reading, 1),
    ("4 that do not read 3 MB", not_reading, 4),
)


def wait(port):
    """Seconds until an ordinary request is answered; None if it is not."""
    start = time.monotonic()
    try:
        answer = client.fetch(port, client.JSON_GET, LIMIT)
    except OSError:
        return None
    return time.monotonic() - start if answer[0] == 200 else None
