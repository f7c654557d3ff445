"""Gives modules back to the heap when they have done their work.

    before = set(sys.modules)
    ...                # import and use what a set-up needs
    unload(before)

Taking a module out of `sys.modules` is not enough: its package holds it by an attribute too.
"""

import gc
import sys

from micropython import const

_OFTEN = const(4096)  # bytes allocated between two collections
_OURS = ("wifi_setup", "slim", "logging")


def make_room(name) -> int:
    """Forget a module, and collect garbage often from now on; for `unload` to undo.

    What is loaded and made for the portal stays for long. Garbage left lying about would scatter
    it over all of the heap, and 80 KB would be needed where 70 do. Returns the former threshold.
    """
    unload(set(sys.modules) - {name})
    threshold = gc.threshold()
    gc.threshold(_OFTEN)
    return threshold


def unload(before, threshold=None):
    """Forget this library's modules that are not among these names; used ones stay in use.

    `threshold` is what `make_room` returned, or None.
    """
    if threshold is not None:
        gc.threshold(threshold)
    while name := _another(before):
        del sys.modules[name]
        package, _, attribute = name.rpartition(".")
        package = sys.modules.get(package)
        if package and hasattr(package, attribute):
            delattr(package, attribute)


def _another(before):
    # One at a time: where memory is short, there is none for a list.
    for name in sys.modules:
        if name not in before and name.split(".")[0] in _OURS:
            return name
    return None


def use(module, function, *arguments):
    """Call a function of this package whose code is there only while it runs."""
    before = set(sys.modules)
    try:
        module = __import__("wifi_setup." + module, None, None, (function,))
        return getattr(module, function)(*arguments)
    finally:
        unload(before)


class Borrowed:
    """Has the methods of an object whose code is there only while one of them runs.

    Borrowed("wifi_setup.networks.Networks", "credentials").list()
    """

    def __init__(self, name, *arguments):
        self._made = name, arguments

    def __getattr__(self, action):
        return lambda *arguments: self._do(action, arguments)

    def _do(self, action, arguments):
        before = set(sys.modules)
        module, _, name = self._made[0].rpartition(".")
        try:
            made = getattr(__import__(module, None, None, (name,)), name)(*self._made[1])
            return getattr(made, action)(*arguments)
        finally:
            unload(before)
