"""The board's half of a deploy: sent to it as source, and run there by MicroPython.

Files are first written to a folder of their own and checked; only when all are there are they
moved to where they belong. A board that loses power in mid copy still has all that it had.
"""

import json
import os
import sys
from binascii import a2b_base64, hexlify
from hashlib import sha256


def answer(value):
    """Prints a value so that it can be told from what else the board prints."""
    print("\x1e" + json.dumps(value))


def about():
    """What this board is, and where its modules are."""
    made = sys.implementation
    return {
        "version": made.version[:3],
        "mpy": getattr(made, "_mpy", 0) & 0xFF,
        "machine": getattr(made, "_machine", sys.platform),
        "path": sys.path,
    }


def names(folder):
    """The names in a folder; none if there is no such folder."""
    try:
        return os.listdir(folder or "/")
    except OSError:
        return []


def exists(path):
    try:
        os.stat(path)
        return True
    except OSError:
        return False


def digest(path):
    """SHA-256 of a file in hex, None if it cannot be read."""
    total, buffer = sha256(), memoryview(bytearray(512))
    try:
        with open(path, "rb") as file:
            while True:
                count = file.readinto(buffer)
                if not count:
                    return hexlify(total.digest()).decode()
                total.update(buffer[:count])
    except OSError:
        return None


def below(folder):
    """The paths of all files in a folder and in those below it."""
    for name in names(folder):
        path = folder + "/" + name
        if os.stat(path)[0] & 0x4000:
            yield from below(path)
        else:
            yield path


def look(paths, rivals, packages, stage, record):
    """All that a deploy has to know of the files here, in one answer."""
    try:
        with open(record) as file:
            demo = json.load(file)
    except (OSError, ValueError):
        demo = {}
    return {
        "digests": [digest(path) for path in paths],
        "rivals": [path for path in rivals if exists(path)],
        "old": [
            path
            for package in packages
            for path in below(package)
            if path not in paths and path not in rivals
        ],
        "staged": names(stage),
        "demo": demo,
    }


class Stage:
    """The folder in which files wait until all are there."""

    def __init__(self, folder):
        self._folder = folder
        self._file = None
        if not exists(folder):
            os.mkdir(folder)

    def start(self):
        """A new file. Only its last name says that it is complete."""
        self._file = open(self._folder + "/part", "wb")  # noqa: SIM115 - closed in done()

    def more(self, text):
        """The next bytes of it, as base64."""
        self._file.write(a2b_base64(text))

    def done(self, name, expected):
        """The file ends here; what lies on the flash must be what was sent."""
        self._file.close()
        part = self._folder + "/part"
        if digest(part) != expected:
            raise ValueError("the file was damaged on its way")
        os.rename(part, self._folder + "/" + name)

    def place(self, name, target):
        """Moves a file to where it belongs."""
        end = target.find("/", 1)
        while end > 0:
            if not exists(target[:end]):
                os.mkdir(target[:end])
            end = target.find("/", end + 1)
        os.rename(self._folder + "/" + name, target)  # replaces what was there, on every VFS

    def clear(self):
        """Removes what nobody came for, and the folder."""
        if self._file:
            self._file.close()
        for name in names(self._folder):
            os.remove(self._folder + "/" + name)
        os.rmdir(self._folder)
