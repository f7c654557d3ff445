"""A flash chip in memory whose power fails at a chosen write or erase.

    flash = Flash()
    mount(flash, make=True)      # littlefs, at /flash
    flash.cut_at(7, TORN)        # the seventh write or erase is the last thing that happens to it

Runs in MicroPython. The power stays off until `on()`: whatever the program still tries meanwhile
fails, as it does not happen at all on a board.
"""

import os

DROPPED = 0  # the last write or erase does not happen
TORN = 1  # its first half happens
TORN_BITS = 2  # it happens, but for some bits spread over it


# Errors are returned, as real drivers do: an exception would jump through the file system's code.
_EIO = -5
_EROFS = -30


class Flash:
    """A block device (the extended interface) over a bytearray, with NOR flash's erase."""

    def __init__(self, blocks=16, block_size=4096):
        self.data = bytearray(b"\xff" * (blocks * block_size))
        self._block_size = block_size
        self._erased = b"\xff" * block_size
        self.count = 0  # writes and erases so far
        self._cut = None
        self._how = DROPPED
        self.off = False
        self.read_only = False

    def cut_at(self, number, how):
        """Cut the power at this write or erase from now (1: the next one)."""
        self.count = 0
        self._cut, self._how = number, how

    def on(self):
        """Power, and no cut ahead."""
        self.off, self._cut = False, None
        self.count = 0

    def image(self):
        """All of its bytes, as they are now."""
        return bytes(self.data)

    def restore(self, image):
        """Make it as it was."""
        self.data[:] = image
        self.on()

    def readblocks(self, block, buffer, offset=0):
        if self.off:
            return _EIO
        at = block * self._block_size + offset
        buffer[:] = memoryview(self.data)[at : at + len(buffer)]

    def writeblocks(self, block, buffer, offset=None):
        if offset is None:  # the simple interface, as FAT uses it, erases by itself
            offset = 0
        return self._put(block * self._block_size + offset, buffer)

    def ioctl(self, request, argument):
        if request == 4:
            return len(self.data) // self._block_size
        if request == 5:
            return self._block_size
        if request == 6:
            return self._put(argument * self._block_size, self._erased)

    def _put(self, at, new):
        if self.off:
            return _EIO
        if self.read_only:
            return _EROFS
        self.count += 1
        if self.count == self._cut:
            self.off = True
            new = self._remains(at, new)
        self.data[at : at + len(new)] = new
        return _EIO if self.off else 0

    def _remains(self, at, new):
        if self._how == DROPPED:
            return b""
        if self._how == TORN:
            return bytes(new[: len(new) // 2])
        new = bytearray(new)
        for index in range(0, len(new), 7):
            new[index] = self.data[at + index]
        return new


def mount(flash, kind="VfsLfs2", make=False):
    """Mounts the flash at /flash, after making a file system of this kind on it if asked to."""
    unmount()
    if make:
        getattr(os, kind).mkfs(flash)
    os.mount(getattr(os, kind)(flash), "/flash")


def unmount():
    """Takes /flash away, as a reset does."""
    try:
        os.umount("/flash")
    except OSError:
        pass  # nothing was there
