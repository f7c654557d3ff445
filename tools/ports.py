"""Ports of this PC for programs that are started for a moment. Standard library only."""

import random
import socket
import sys

# Below those that systems give to connections, which come and go all the time.
_PORTS = range(10000, 32768)
_dice = random.SystemRandom()  # others may have seeded the ordinary one, and all alike


def free_port(kind=socket.SOCK_STREAM):
    """One that nobody uses at this moment."""
    while True:
        port = _dice.choice(_PORTS)
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind(("", port))
            except OSError:
                continue
            return port


def next_free_port(first, kind=socket.SOCK_STREAM):
    """The first port from this one on that nobody uses on loopback."""
    for port in range(first, min(first + 200, 65536)):
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind == socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    sys.exit(f"No free port from {first} on.")
