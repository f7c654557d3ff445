"""Runs in MicroPython: the inside of the pseudo-terminal board. It is fed with source by pipe.

Arguments: the kind of file system (lfs or fat), the image it is on, and, as JSON, what
`sys.implementation` is to say. A byte 6 says that it listens. A command is a line with its length,
and the source; a byte 5 says that it begins to run, and may be interrupted. Then comes what a raw
REPL prints: output, Ctrl-D, the traceback if any, Ctrl-D.
"""

import io
import json
import os
import sys
from collections import namedtuple

import vfs

_real_sys = sys


class Flash:
    """A block device in a file of the host."""

    def __init__(self, path, block):
        self._block = block
        self._count = os.stat(path)[6] // block
        self._file = open(path, "r+b")  # noqa: SIM115 - open as long as the board lives

    def readblocks(self, number, buffer, offset=0):
        self._file.seek(number * self._block + offset)
        self._file.readinto(buffer)

    def writeblocks(self, number, buffer, offset=0):
        self._file.seek(number * self._block + offset)
        self._file.write(buffer)
        self._file.flush()

    def ioctl(self, what, _):
        return {4: self._count, 5: self._block}.get(what, 0)


def mount(kind, path):
    """Makes the board's own file system the root, as it is on a board."""
    make, block = (vfs.VfsLfs2, 4096) if kind == "lfs" else (vfs.VfsFat, 512)
    flash = Flash(path, block)
    try:
        system = make(flash)
        vfs.mount(system, "/probe")
        vfs.umount("/probe")
    except OSError:  # as delivered: no file system yet
        make.mkfs(flash)
        system = make(flash)
    vfs.umount("/")
    vfs.mount(system, "/")
    os.chdir("/")


class Sys:
    """The module sys of another version of MicroPython."""

    def __init__(self, version, mpy):
        made = namedtuple("implementation", ("name", "version", "_machine", "_mpy"))
        self.implementation = made("micropython", tuple(version), "a board with a past", mpy)

    def __getattr__(self, name):
        return getattr(_real_sys, name)


def outcome(source, board):
    """Runs source; what a raw REPL prints at its end."""
    try:
        sys.stdout.write("\x05")
        exec(source, board)
        return "\x04\x04"
    except BaseException as error:  # noqa: BLE001 - a REPL outlives everything
        traceback = io.StringIO()
        sys.print_exception(error, traceback)
        return "\x04" + traceback.getvalue() + "\x04"


def serve():
    """Runs what is fed, in one namespace, until the pipe closes.

    A Ctrl-C may come just after what it was meant for. MicroPython raises it at a jump, a call of
    a Python function or a wait, so that an answer is sent once and only once.
    """
    board = {"__name__": "__main__"}
    feed, answer = sys.stdin.buffer, "\x06"
    while True:
        try:
            if not answer:
                length = feed.readline()
                if not length:
                    return
                source = feed.read(int(length))
                answer = "\x04\x04"
                answer = outcome(source, board)
            text, answer = answer, None
            sys.stdout.write(text)
        except KeyboardInterrupt:
            pass


mount(sys.argv[1], sys.argv[2])
sys.path[:] = ["", ".frozen", "/lib"]
if json.loads(sys.argv[3]):
    sys.modules["sys"] = Sys(**json.loads(sys.argv[3]))
serve()
