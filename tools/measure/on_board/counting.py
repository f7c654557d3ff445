"""Measured: `server.py` without garbage collection; says at its end what it took and loaded."""

import gc
import sys

gc.disable()
import server  # noqa: E402, F401 - it serves until it is interrupted

print("allocated", gc.mem_alloc())
print("modules", *[name for name in sys.modules if name not in ("__main__", "server")])
