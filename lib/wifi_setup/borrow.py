"""Gives modules back to the heap when they have done their work.

    before = set(sys.modules)
    ...                # import and use what a set-up needs
    unload(before)

Taking a module out of `sys.modules` is not enough: its package holds it by an attribute too.
"""

import sys

_OURS = const(("wifi_setup", "slim", "logging"))


def unload(before):
    """Forget this library's modules that are not among these names; used ones stay in use."""
    while True:
        # One at a time: where memory is short, there is none for a list.
        for name in sys.modules:
            if name not in before and name.split(".")[0] in _OURS:
                break
        else:
            return
        del sys.modules[name]
        package, _, attribute = name.rpartition(".")
        package = sys.modules.get(package)
        if package and hasattr(package, attribute):
            delattr(package, attribute)


def use(module, function, *args):
    """Call a function of this package whose code is there only while it runs."""
    before = set(sys.modules)
    try:
        module = __import__("wifi_setup." + module, None, None, (function,))
        return getattr(module, function)(*args)
    finally:
        unload(before)


class Borrowed:
    """Has the methods of an object whose code is there only while one of them runs.

    Borrowed("wifi_setup.networks.Networks", "credentials").list()
    """

    def __init__(self, name, *args):
        self.name, self.args = name, args

    def __getattr__(self, name):
        def method(*args):
            before = set(sys.modules)
            module, _, kind = self.name.rpartition(".")
            try:
                made = getattr(__import__(module, None, None, (kind,)), kind)(*self.args)
                return getattr(made, name)(*args)
            finally:
                unload(before)

        return method
