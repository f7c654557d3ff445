"""A few records of bytes in one file, which is found whole or found out.

    store = Store("credentials")
    records = store.read()                       # {b"ssid": b"Maple Street 12", ...}
    records[b"password"] = b"correct horse battery"
    store.write(records)                         # old or new after a power cut, never half

The file is a btree, or JSON on firmware without `btree`; its head holds a digest of all the rest,
and nothing is handed to `btree`, which can crash on a damaged file, before that digest was found
right. This module is all that is needed to read; changing is in `writer`.
It must not know what the records mean.
"""

import errno
import hashlib
import os

# Bytes 24 to 95 of the file. In a btree this is unused room in its first page, behind what
# Berkeley DB keeps there; in JSON the text is laid out so that the digest stands here too.
_MARK = const(b"sha256: ")
_MARK_AT = const(24)
_DIGITS_AT = const(32)
_HEAD = const(96)

_EILSEQ = const(84)  # LFS_ERR_CORRUPT


class Store:
    """One file of records; opened and closed by each action."""

    def __init__(self, filename: str):
        self.filename = filename

    def read(self) -> dict:
        """The records last written; {} if there are none, or none that can be trusted.

        A damaged file is kept under another name, and logged; this never raises for it.
        """
        try:
            return self.read_to_change()
        except OSError as error:
            from .writer import log

            log.error("%s cannot be read (%s): nothing is known", self.filename, error)
            return {}

    def read_to_change(self) -> dict:
        """The same; but OSError when the file cannot be read, so that nobody writes over it."""
        try:
            return load(self.filename)
        except ValueError as error:
            why = error
        except OSError as error:
            if error.errno == errno.ENOENT:
                return self._left_behind()
            if error.errno not in (errno.EIO, errno.EINVAL, _EILSEQ):
                raise
            why = error
        from .writer import put_aside

        put_aside(self.filename, why)
        return {}

    def write(self, records: dict) -> None:
        """Replaces all records in one step; OSError leaves them as they were."""
        from .writer import write

        write(self.filename, records, load)

    def clear(self) -> None:
        """Removes the file, and whatever of it was put aside."""
        from .writer import clear

        clear(self.filename)

    def _left_behind(self):
        # FAT cannot rename over a file, so it is removed first: a power cut between the two leaves
        # only the new one, whole. Half a new file means that there never was an old one.
        new = self.filename + ".new"
        try:
            records = load(new, False)
            os.rename(new, self.filename)
            return records
        except (OSError, ValueError):
            return {}


def load(filename: str, unmarked=True) -> dict:
    """The records of a file; ValueError if it is damaged (or, unless `unmarked`, has no digest).

    A file without a digest was written by another program, such as the founding library.
    """
    with open(filename, "rb") as file:
        head = file.read(_HEAD)
        if not head:
            return {}
        if head[_MARK_AT:_DIGITS_AT] == _MARK:
            if head[_DIGITS_AT:] != digest(file):
                raise ValueError("its digest does not fit")
            return _decode(file, head[:1] == b"{")
        if not unmarked:
            raise ValueError("it has no digest")
        from .btree_pages import read

        return read(file)


def _decode(file, is_json) -> dict:
    """The records of an open file that was found sound; ValueError if it is of no known form."""
    file.seek(0)
    if is_json:
        from .json_file import read

        return read(file)
    try:
        import btree
    except ImportError:  # the file comes from a firmware that has it
        from .btree_pages import read

        return read(file, marked=True)
    db = btree.open(file)
    try:
        return dict(db.items())
    finally:
        db.close()


def digest(file) -> bytes:
    """SHA-256 of an open file, the place of its own digits left out, as 64 hex digits."""
    sha = hashlib.sha256()
    file.seek(0)
    sha.update(file.read(_DIGITS_AT))
    file.seek(_HEAD)
    buffer = memoryview(bytearray(256))
    while size := file.readinto(buffer):
        sha.update(buffer[:size])
    return sha.digest().hex().encode()
