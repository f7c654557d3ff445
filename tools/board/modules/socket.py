"""The interpreter's socket module, with an ESP32's limit of ten sockets.

On loopback, without root, nobody can listen on port 80: $BOARD_PORTS ("80:8080,53:5353") tells
which high port stands in for which low one. Only `getaddrinfo` of a local address looks at it.
"""

import os as _os

import usocket as _real
from usocket import *  # noqa: F403

_MOST_SOCKETS = 10
_ENFILE = 23
_SO_TYPE = 3

_ports = {}
for _pair in (_os.getenv("BOARD_PORTS") or "").split(","):
    if _pair:
        _low, _high = _pair.split(":")
        _ports[int(_low)] = int(_high)

if _os.getenv("BOARD_SOCKETS"):
    import ffi as _ffi

    _getsockopt = _ffi.open(None).func("i", "getsockopt", "iiipp")
    _value, _size = bytearray(8), bytearray(4)

    def socket(*args):
        """A new socket, if fewer than ten are open; the eleventh is OSError(ENFILE)."""
        made = _real.socket(*args)
        taken = 0
        for fd in range(int(_os.getenv("BOARD_SOCKETS"))):
            _size[0] = 8
            taken += _getsockopt(fd, _real.SOL_SOCKET, _SO_TYPE, _value, _size) == 0
        if taken > _MOST_SOCKETS:
            made.close()
            raise OSError(_ENFILE)
        return made


def getaddrinfo(host, port, *hints):
    """Addresses of a name; a low port of this very board is a high one on the PC."""
    if isinstance(host, str) and (not host or host[:2] == "0." or host[:4] == "127."):
        port = _ports.get(port, port)
    return _real.getaddrinfo(host, port, *hints)
