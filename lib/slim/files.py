"""Finding files to be sent, and paths that cannot leave their root.

It knows nothing of requests.
"""

import os

_FOLDER = 0x4000  # S_IFDIR, bit of the mode in os.stat()[0]


def find(path: str):
    """(path, size in bytes, ETag) of the file or of its sibling `path + ".gz"`; None without."""
    for name in (path, path + ".gz"):
        try:
            stat = os.stat(name)
        except OSError:
            continue
        if not stat[0] & _FOLDER:
            return name, stat[6], '"%x-%x"' % (stat[6], stat[8])
    return None


def is_folder(path: str) -> bool:
    """Whether this is a folder."""
    try:
        return bool(os.stat(path)[0] & _FOLDER)
    except OSError:
        return False


def is_safe(path: str) -> bool:
    """Whether a decoded request path stays below the root to which it is appended."""
    return (
        path[:1] == "/"
        and ".." not in path
        and "\\" not in path
        and "//" not in path
        and "\0" not in path
    )
