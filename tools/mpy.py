"""How modules are compiled for a board: mpy-cross's options.

Without line numbers, as MicroPython's own asyncio is: they would take up a fifteenth of the flash
and of the heap that the modules need.
"""

from pathlib import PurePath


def options(path):
    """For the module that stands at `slim/dns.py` in lib/. Tracebacks call it `slim.dns`.

    The interpreter keeps that name in the heap for ever. It has the dotted one anyway, as programs
    import it; a path would take up 500 bytes in all.
    """
    parts = PurePath(path).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return ["-O3", "-s", name]
