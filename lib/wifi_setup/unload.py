"""Gives modules back to the heap.

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
