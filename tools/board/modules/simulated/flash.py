"""Flash memory as a block device for VfsLfs2, which can lose its power at any write or erase.

    flash = Flash()                          # in memory, none of it on the heap
    vfs.VfsLfs2.mkfs(flash)
    before = flash.image()

    for n in range(1, 1000):                 # cut the power at the first operation, the second ...
        flash.restore(before)
        flash.cut_at(n, TORN)
        change_something(vfs.VfsLfs2(flash)) # OSError(EIO), if it notices
        gc.collect()                         # files left open must not be closed later, with power
        was_cut = flash.off
        flash.on()
        check(vfs.VfsLfs2(flash))            # what the next boot finds
        if not was_cut:
            break

Errors are returned, as drivers do: an exception would jump through the file system's own code.
`Flash.of_file(path)` keeps its content in a file of the host, whatever happens to the process.
"""

import os
import sys

import ffi
from micropython import const

import simulated

try:
    import vfs
except ImportError:  # before 1.23
    import os as vfs

DROPPED = 0  # the last write or erase does not happen
TORN = 1  # its first half happens
TORN_BITS = 2  # it happens, but for some bytes spread over it

_EIO = const(-5)
_EROFS = const(-30)
_COUNT, _SIZE, _ERASE = const(4), const(5), const(6)  # of ioctl, as vfs.AbstractBlockDev has them

_libc = ffi.open(None)
_malloc = _libc.func("P", "malloc", "L")
_memset = _libc.func("P", "memset", "PiL")
_mmap = _libc.func("P", "mmap", "PLiiil")
_open = _libc.func("i", "open", "sii")
_ftruncate = _libc.func("i", "ftruncate", "il")


class Flash:
    """So many blocks of memory, whose erased state is 0xff."""

    def __init__(self, blocks=32, block_size=4096, *, address=None):
        size = blocks * block_size
        self.data = ffi.as_bytearray(address or _memset(_malloc(size), 0xFF, size), size)
        self.count = 0  # writes and erases since `on` or `cut_at`
        self.off = False
        self.read_only = False
        self._block_size = block_size
        self._erased = b"\xff" * block_size
        self._cut, self._how = 0, DROPPED

    @classmethod
    def of_file(cls, path, blocks=64, block_size=4096):
        """One whose content is a file, which is made if there is none."""
        size = blocks * block_size
        fd = _open(path, 0o102, 0o600)  # O_RDWR | O_CREAT
        if fd < 0 or _ftruncate(fd, size):
            raise OSError(os.errno())
        return cls(blocks, block_size, address=_mmap(0, size, 3, 1, fd, 0))

    def image(self):
        """All of its bytes, as they are now."""
        return bytes(self.data)

    def restore(self, image):
        """Makes it as it was, with power."""
        self.data[:] = image
        self.on()

    def cut_at(self, number, how=DROPPED):
        """The power goes at this write or erase from now; 1 is the next one."""
        self.on()
        self._cut, self._how = number, how

    def on(self):
        """Gives power, with no cut ahead."""
        self.count = self._cut = 0
        self.off = False

    def readblocks(self, block, buffer, offset=0):
        """Fills the buffer from a place in a block."""
        if self.off:
            return _EIO
        at = block * self._block_size + offset
        buffer[:] = memoryview(self.data)[at : at + len(buffer)]
        return 0

    def writeblocks(self, block, buffer, offset=0):
        """Writes at a place in a block."""
        return self._put(block * self._block_size + offset, buffer)

    def ioctl(self, command, argument):
        """How many blocks of what size, and to erase one."""
        if command == _COUNT:
            return len(self.data) // self._block_size
        if command == _SIZE:
            return self._block_size
        if command == _ERASE:
            return self._put(argument * self._block_size, self._erased)
        return 0

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
        """What gets there of the operation during which the power goes."""
        if self._how == DROPPED:
            return b""
        if self._how == TORN:
            return bytes(new[: len(new) // 2])
        new = bytearray(new)
        for index in range(0, len(new), 7):
            new[index] = self.data[at + index]
        return new


def mount(path):
    """Makes the flash in this file the board's file system; a new one gets the folder's files."""
    flash = Flash.of_file(path)
    folder = os.getcwd()
    try:
        files, is_new = vfs.VfsLfs2(flash), False
    except OSError:
        vfs.VfsLfs2.mkfs(flash)
        files, is_new = vfs.VfsLfs2(flash), True
    vfs.umount("/")
    vfs.mount(files, "/")
    vfs.mount(vfs.VfsPosix(), "/_host")
    sys.path[:] = ["/_host" + entry if entry[:1] == "/" else entry for entry in sys.path]
    simulated.__path__ = "/_host" + simulated.__path__
    os.chdir("/")
    if is_new:
        _copy("/_host" + folder, "")


def _copy(source, target):
    for entry in os.ilistdir(source):
        old, new = source + "/" + entry[0], target + "/" + entry[0]
        if entry[1] == 0x4000:
            os.mkdir(new)
            _copy(old, new)
            continue
        with open(old, "rb") as reader, open(new, "wb") as writer:
            piece = reader.read(512)
            while piece:
                writer.write(piece)
                piece = reader.read(512)
