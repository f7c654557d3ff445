"""The simulated board's flash under a file system at /flash, mounted and unmounted at will."""

import os

from simulated.flash import DROPPED, TORN, TORN_BITS, Flash  # noqa: F401 - for those who mount it


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
