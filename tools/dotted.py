"""What a compiled module is called in tracebacks: `slim.dns`, as programs import it.

The interpreter keeps that name in the heap for ever. It has the dotted one anyway, so nothing is
added by it; a path, `slim/dns.py`, would take up 500 bytes in all.
"""

from pathlib import PurePath


def dotted(path):
    """`slim/dns.py` as "slim.dns", `slim/__init__.py` as "slim"."""
    parts = PurePath(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
