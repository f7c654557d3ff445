"""What a test needs of the machine: found, or skipped with the reason (never in CI)."""

import os

import pytest

from tools import packages


def need(program, package=None):
    """The path of a program; without it the test is skipped, and in CI it fails."""
    path = packages.program(program)
    if not path:
        absent(f"{program} is missing: sudo apt-get install {package or program}")
    return path


def need_firmware():
    """What tools.firmware builds with."""
    if "gcc-multilib" in packages.missing():
        absent("a C compiler for 32 bits is missing: sudo apt-get install gcc-multilib")


def need_root():
    """Root, for network namespaces."""
    if os.geteuid() != 0:
        absent("needs root")


def absent(reason):
    """Skips the test, or fails it where nothing may be skipped."""
    if os.environ.get("CI"):
        pytest.fail(reason + " (and in CI nothing may be skipped)")
    pytest.skip(reason)
