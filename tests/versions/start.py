"""Runs first in the WebAssembly port: gives it the os, errno and vfs of a board.

Emscripten numbers its errors differently, a removed file of its file system can still be opened
(up to its 3.1.5x), and `os` has neither `getenv` nor `urandom`.
"""

import builtins
import os
import sys

import host

_NUMBERS = {44: 2, 2: 13, 20: 17, 54: 20, 31: 21, 28: 22, 51: 28, 55: 39}
_removed = set()


def _translated(call):
    def translated(*args, **kwargs):
        try:
            return call(*args, **kwargs)
        except OSError as error:
            raise OSError(_NUMBERS.get(error.errno, error.errno))

    return translated


class _Module:
    def __init__(self, **names):
        for name in names:
            setattr(self, name, names[name])


_real = {
    name: _translated(getattr(os, name))
    for name in ("chdir", "getcwd", "ilistdir", "listdir", "mkdir", "remove", "rename", "stat")
}
_open = _translated(open)


def _opened(name, mode="r", **options):
    if mode[0] == "r" and name in _removed:
        raise OSError(2)
    _removed.discard(name)
    return _open(name, mode, **options)


def _remove(name):
    _stat(name)
    _real["remove"](name)
    _removed.add(name)


def _rename(old, new):
    _stat(old)
    _real["rename"](old, new)
    _removed.discard(new)
    _removed.add(old)


def _stat(name):
    if name in _removed:
        raise OSError(2)
    return _real["stat"](name)


def _urandom(count):
    return bytes(int(value) for value in host.random(count))


_os = dict(_real, remove=_remove, rename=_rename, stat=_stat, urandom=_urandom)
sys.modules["os"] = _Module(getenv=lambda name: None, sep="/", **_os)
sys.modules["errno"] = _Module(
    ENOENT=2, EIO=5, EAGAIN=11, EACCES=13, EEXIST=17, ENODEV=19, EINVAL=22, ENOSPC=28
)
_disk = _Module(open=_opened, rename=_rename)
sys.modules["vfs"] = _Module(VfsPosix=lambda: _disk)
builtins.open = _opened
sys.path[:] = ["", "/lib", "/modules", "/simulated"]
sys.modules["os"].chdir("/flash")
