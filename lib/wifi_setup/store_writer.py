"""Puts a store's file in place in one step, and a damaged one out of the way.

    write("credentials", {b"ssid": b"Maple Street 12"})

Imported only when something changes. It must not know what the records mean.
"""

import errno
import logging
import os

from .store import MARK, decode, digest

log = logging.getLogger("store")


def write(filename: str, records: dict) -> None:
    """Replaces the file by one with these records (bytes to bytes), in one step.

    The new file is complete, closed and read back before it takes the old one's name, so a power
    cut leaves the one or the other. OSError (with its errno) leaves the old one.
    """
    new = filename + ".new"
    try:
        _check_writable(filename)
        try:
            _write_new(new, records)
            # Closing made the file last: littlefs and FAT commit it there. littlefs renames over
            # the old file in one commit; on FAT the port removes the old one first (see `Store`).
            os.rename(new, filename)
        except OSError:
            _remove(new)
            raise
    except OSError as error:
        raise OSError(error.errno, "%s could not be written and is as it was" % filename)


def put_aside(filename: str, why) -> None:
    """Gives a damaged file a name under which it is never read again, and says so in the log."""
    aside = base = filename + ".damaged"
    number = 1
    while _exists(aside):
        number += 1
        aside = "%s.%d" % (base, number)
    os.rename(filename, aside)
    log.error("%s is damaged (%s): kept as %s, nothing is stored now", filename, why, aside)


def clear(filename: str) -> None:
    """Removes the file with all that was put aside; nothing of it can come back at a power cut."""
    folder, _, name = filename.rpartition("/")
    _remove(filename + ".new")  # first: a whole one would be taken for the file
    _remove(filename)
    for found in os.listdir(folder or "."):
        if found.startswith(name + ".damaged"):
            _remove(folder + "/" + found if folder else found)


def _check_writable(filename):
    # Renaming over a file asks its folder's permission only.
    try:
        open(filename, "r+b").close()
    except OSError as error:
        if error.errno != errno.ENOENT:
            raise


def _write_new(new, records):
    with open(new, "w+b") as file:
        is_json = _encode(file, records)
        file.seek(24)
        file.write(MARK)
        digits = digest(file)
        file.seek(32)
        file.write(digits)
        file.flush()
        if digest(file) != digits or decode(file, is_json) != records:
            raise OSError(errno.EIO)


def _encode(file, records):
    try:
        import btree
    except ImportError:
        from .json_file import write

        write(file, records)
        return True
    db = btree.open(file, pagesize=1024)
    try:
        for key, value in records.items():
            db[key] = value
        db.flush()
    finally:
        db.close()
    return False


def _exists(filename):
    try:
        os.stat(filename)
        return True
    except OSError:
        return False


def _remove(filename):
    try:
        os.remove(filename)
    except OSError:
        pass  # it was not there; or it is read-only, and then it stays
