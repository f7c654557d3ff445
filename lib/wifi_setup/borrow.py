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
    """As much of `Networks` as joining needs; the store's code is there only while it is read."""

    def __init__(self, filename, secret):
        self._arguments = filename, secret

    def list(self):
        """Return the stored networks, best first."""
        return self._do("list")

    def succeeded(self, ssid, channel, bssid):
        """Note where a network was joined just now."""
        return self._do("succeeded", ssid, channel, bssid)

    def _do(self, action, *arguments):
        before = set(sys.modules)
        from .networks import Networks

        try:
            return getattr(Networks(*self._arguments), action)(*arguments)
        finally:
            unload(before)
