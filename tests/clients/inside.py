"""Python inside a network namespace: what a function opens there stays there.

    listening = inside(net.phone, lambda: socket.create_connection(("192.168.4.1", 80)))
    phone = PhoneInside(net.phone, "192.168.4.1")

Names are still resolved as outside: addresses only.
"""

import ctypes
import os
import threading

from tests.phone import Phone

_NETWORK = 0x40000000  # CLONE_NEWNET
_libc = ctypes.CDLL(None, use_errno=True)


def inside(namespace, function):
    """What the function returns or raises, run by a thread that is in the namespace's network."""
    results, errors = [], []

    def run():
        try:
            _enter(f"/proc/{namespace.pid}/ns/net")
            results.append(function())
        except BaseException as error:  # noqa: BLE001 - the caller's thread raises it again
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return results[0]


def _enter(path):
    # os.setns came with Python 3.12. A network namespace is a thread's own, not the process's.
    with open(path) as file:
        if _libc.setns(file.fileno(), _NETWORK):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), path)


class PhoneInside(Phone):
    """A phone whose requests come from the namespace."""

    def __init__(self, namespace, host, port=80):
        super().__init__(port, host, own_host=host)
        self._namespace = namespace

    def ask(self, *args, **kwargs):
        return inside(self._namespace, lambda: super(PhoneInside, self).ask(*args, **kwargs))
