"""A file that its owner made read-only is not replaced, though its folder would let us."""

import errno
import os

import ffi
import wifi_setup
from wifi_setup.networks import Network, Networks

_libc = ffi.open(None)
_chmod = _libc.func("i", "chmod", "si")
_geteuid = _libc.func("i", "geteuid", "")
_seteuid = _libc.func("i", "seteuid", "i")

_NOBODY = 65534


def _load_all():
    """Modules are given back after use, and nobody may not look into every folder for them."""
    for name in os.listdir(wifi_setup.__file__.rsplit("/", 1)[0]):
        if name.endswith(".py") and name != "__init__.py":
            __import__("wifi_setup." + name[:-3])


def _as_nobody(action):
    """Runs as somebody whom the modes of files concern."""
    was_root = _geteuid() == 0
    if was_root:
        assert _chmod(".", 0o777) == 0 and _seteuid(_NOBODY) == 0
    try:
        return action()
    finally:
        if was_root:
            _seteuid(0)


def test_it_is_refused_and_kept():
    networks = Networks()
    networks.add(Network("Maple", "12345678"))
    _load_all()
    assert _chmod("credentials", 0o444) == 0
    try:
        _as_nobody(lambda: networks.add(Network("Elm", "87654321")))
        raise AssertionError("it was replaced")
    except OSError as error:
        assert error.errno == errno.EACCES
        assert "read-only" in str(error) and "87654321" not in str(error)
    assert [network.ssid for network in networks.list()] == [b"Maple"]
    assert _chmod("credentials", 0o644) == 0
    networks.add(Network("Elm", "87654321"))
    assert len(networks.list()) == 2
