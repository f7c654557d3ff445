"""Puts a store's file in place in one step, and a damaged one out of the way.

    write("credentials", {b"ssid": b"Maple Street 12"})

Imported only when something changes. It must not know what the records mean.
"""

import errno
import io
import logging
import os

from micropython import const

from .store import MARK, MARK_AT, digest, load

_PAGE_SIZE = const(1024)  # ten networks take two or three

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
    made = _make(records)
    with open(new, "wb") as file:
        made.seek(0)
        buffer = bytearray(256)
        while size := made.readinto(buffer):
            file.write(memoryview(buffer)[:size])
    if load(new, unmarked=False) != records:
        raise OSError(errno.EIO)


def _make(records):
    """The new file's content, in memory: `btree` does not tell why a file cannot be written."""
    made = io.BytesIO()
    try:
        import btree
    except ImportError:
        from .json_file import write

        write(made, records)
    else:
        db = btree.open(made, pagesize=_PAGE_SIZE)
        for key, value in records.items():
            db[key] = value
        db.flush()
        db.close()
    made.seek(MARK_AT)
    made.write(MARK)
    digits = digest(made)
    made.seek(MARK_AT + len(MARK))
    made.write(digits)
    return made


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
