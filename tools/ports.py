"""Ports of this PC for programs that are started for a moment. Standard library only."""

import random
import socket

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
