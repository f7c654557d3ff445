"""Gives modules back to the heap when they have done their work.

    before = set(sys.modules)
    ...                # import and use what a set-up needs
    unload(before)

Taking a module out of `sys.modules` is not enough: its package holds it by an attribute too.
"""

import sys

_OURS = ("wifi_setup.", "slim.")


def unload(before):
    """Forget this library's modules that are not among these names; used ones stay in use."""
    for name in list(sys.modules):
        if name in before or not (name + ".").startswith(_OURS):
            continue
        del sys.modules[name]
        package, _, attribute = name.rpartition(".")
        package = sys.modules.get(package)
        if package and hasattr(package, attribute):
            delattr(package, attribute)


class BorrowedNetworks:
    """The same methods as `Networks`; the store's code is there only while one of them runs."""

    def __init__(self, filename, secret):
        self._arguments = filename, secret

    def __getattr__(self, action):
        return lambda *arguments: self._do(action, arguments)

    def _do(self, action, arguments):
        before = set(sys.modules)
        from .networks import Networks

        try:
            return getattr(Networks(*self._arguments), action)(*arguments)
        finally:
            unload(before)
