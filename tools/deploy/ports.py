"""Which serial port the board is on, and why a port cannot be used; it opens none for good."""

import os

from tools.deploy import DeployError

_NONE = """\
No board was found on any serial port.
Plug it in with a USB cable that carries data (many only charge). If it still is not found, the
driver of its USB chip may be missing; a board that is there can be named: make deploy PORT=..."""


def find_port(named, ports):
    """The device to open: the named one, or that of the only board there is.

    `ports()` lists what is plugged in, as ``serial.tools.list_ports.comports`` does.
    Raises DeployError if there is no board or more than one.
    """
    if named:
        return named
    boards = sorted((port for port in ports() if port.vid is not None), key=lambda p: p.device)
    if not boards:
        raise DeployError(_NONE)
    if len(boards) > 1:
        listing = "".join(f"\n  {port.device}  {port.description}" for port in boards)
        raise DeployError(
            f"There are {len(boards)} boards:{listing}\n"
            f"Name the one you mean: make deploy PORT={boards[0].device}"
        )
    return boards[0].device


def why_not(device):
    """Why this port cannot be opened, and what to do about it, in a sentence or two."""
    if os.name == "nt" or "://" in device:
        return f"{device} cannot be opened: nothing is there, or another program uses it."
    try:
        descriptor = os.open(device, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    except FileNotFoundError:
        return f"There is no {device}. Is the board plugged in? Its port may have a new name."
    except PermissionError:
        return _not_allowed(device)
    except OSError as error:
        return f"{device} cannot be opened: {error.strerror}."
    serial = os.isatty(descriptor)
    os.close(descriptor)
    if not serial:
        return f"{device} is no serial port."
    return (
        f"{device} is in use by another program. Close what may be talking to the board "
        "(a terminal, Thonny, rshell, another deploy) and try again."
    )


def _not_allowed(device):
    """Serial ports belong to a group (dialout on Debian, uucp on Arch) that one has to join."""
    import grp

    try:
        group = grp.getgrgid(os.stat(device).st_gid).gr_name
    except (KeyError, OSError):
        group = "root"
    group = "dialout" if group in ("root", "tty") else group
    return (
        f"You are not allowed to use {device}. Join the group {group}:\n"
        f"  sudo usermod -aG {group} $USER\n"
        "then log out and in again."
    )
