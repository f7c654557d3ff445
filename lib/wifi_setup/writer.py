"""Puts a store's file in place in one step, and a damaged one out of the way.

    write("credentials", {b"ssid": b"Maple Street 12"}, load)

Imported only when something changes. It must not know what the records mean.
"""

import errno
import hashlib
import logging
import os

_MARK = const(b"sha256: ")  # stands where `store` looks for it
_MARK_AT = const(24)

_ENOSPC = const(28)
_NO_ROOM_FOR_NAME = const(36)  # littlefs in the place of 28, when a new file finds no room

# ENOENT, EACCES, ENOSPC, EROFS: MicroPython prints a bare number for the last two.
_REASONS = {
    2: "there is no such folder",
    13: "it is read-only",
    28: "no room is left",
    30: "the file system is read-only",
}

log = logging.getLogger("store")


def write(filename: str, records: dict, load) -> None:
    """Replaces the file by one with these records (bytes to bytes), in one step.

    `load(filename, False)` reads it back.
    The new file is complete, closed and read back before it takes the old one's name, so a power
    cut leaves the one or the other. OSError (with its errno) leaves the old one.
    """
    new = filename + ".new"
    try:
        existed = _is_writable(filename)
        try:
            _write_new(new, records, load)
            # Closing made the file last: littlefs and FAT commit it there. littlefs renames over
            # the old file in one commit; on FAT the port removes the old one first (see `Store`),
            # and if the renaming itself failed then, the new one is all there is.
            os.rename(new, filename)
        except OSError:
            if _exists(new) and (_exists(filename) or not existed):
                os.remove(new)
            raise
    except OSError as error:
        code = error.errno or 0
        if code == _NO_ROOM_FOR_NAME:
            code = _ENOSPC
        why = _REASONS.get(code, "an error of the file system")
        raise OSError(code, "%s is as it was: %s" % (filename, why))


def put_aside(filename: str, error) -> None:
    """Gives a damaged file a name under which it is never read again, and says so in the log."""
    aside = base = filename + ".damaged"
    number = 1
    while _exists(aside):
        number += 1
        aside = "%s.%d" % (base, number)
    os.rename(filename, aside)
    log.error("%s is damaged (%s): kept as %s, nothing is stored now", filename, error, aside)


def clear(filename: str) -> None:
    """Removes the file with all that was put aside; nothing of it can come back at a power cut."""
    folder, slash, name = filename.rpartition("/")
    found = os.listdir(folder or "/") if slash else os.listdir()
    aside = [other for other in found if other.startswith(name + ".damaged")]
    for other in [name + ".new"] + aside + [name]:  # a whole new one would be taken for the file
        if other in found:
            os.remove(folder + slash + other)


def _is_writable(filename):
    """False if there is no such file yet; OSError if there is, and it must not be replaced."""
    try:
        open(filename, "r+b").close()  # renaming over it would ask its folder's permission only
        return True
    except OSError as error:
        if error.errno != errno.ENOENT:
            raise
        return False


def _write_new(name, records, load):
    try:
        import btree  # noqa: F401 - who can read it is who wants it
    except ImportError:
        from .json_file import pieces
    else:
        from .btree_file import pieces
    # Twice through the pieces: with digits put in afterwards littlefs would copy them all.
    made = pieces(records)
    head = next(made)[:_MARK_AT] + _MARK
    sha = hashlib.sha256(head)
    for piece in made:
        sha.update(piece)
    with open(name, "wb") as file:
        made = pieces(records)
        next(made)
        file.write(head + sha.digest().hex().encode())
        for piece in made:
            file.write(piece)
    try:
        if load(name, False) == records:
            return
    except ValueError:
        pass
    raise OSError(errno.EIO)  # the flash gives back something else


def _exists(filename):
    try:
        os.stat(filename)
        return True
    except OSError:
        return False
