"""What happens when the board gets power: boot.py, main.py, and then it waits as at its prompt.

The host starts the interpreter with `import simulated.power_on as p; p.run()`. Everything it wants
of this process stands in environment variables, which tools/board/__init__.py sets.
"""

import io
import os
import struct
import sys
import time

import ffi
from micropython import const

import __main__

_PR_SET_PDEATHSIG = const(1)
_SIGKILL = const(9)
_RLIMIT_NOFILE = const(7)

_libc = ffi.open(None)


def prepare():
    """Ties the process to the host, and makes it as small as a board."""
    if sys.platform == "linux":
        _libc.func("i", "prctl", "ii")(_PR_SET_PDEATHSIG, _SIGKILL)
        if _libc.func("i", "getppid", "")() != int(os.getenv("BOARD_HOST") or 0):
            sys.exit("the host is gone")
        if os.getenv("BOARD_SOCKETS"):
            most = int(os.getenv("BOARD_SOCKETS"))
            _libc.func("i", "setrlimit", "iP")(_RLIMIT_NOFILE, struct.pack("LL", most, most))
    if os.getenv("BOARD_FLASH"):
        from simulated.flash import mount

        mount(os.getenv("BOARD_FLASH"))


def set_ports():
    """As a maker's boot.py would: the portal's ports are ordinary options."""
    if os.getenv("BOARD_PORTS"):
        try:
            from wifi_setup.options import Options
        except (ImportError, SyntaxError):
            return
        from socket import _ports

        Options.port = _ports.get(80, 80)
        Options.dns_port = _ports.get(53, 53)


def execute(name):
    """Runs a file as the board does: in __main__, and with its traceback on the console."""
    try:
        os.stat(name)
    except OSError:
        return
    try:
        execfile(name, __main__.__dict__)  # noqa: F821 - a builtin of MicroPython
    except Exception as error:  # noqa: BLE001 - a board shows any and goes on
        sys.print_exception(error)


def evaluate(source):
    """Runs source as the prompt does: of a single line, values are printed, and errors."""
    try:
        try:
            code = compile(source, "<stdin>", "single")
        except SyntaxError:
            code = compile(source, "<stdin>", "exec")
        exec(code, __main__.__dict__)
    except SystemExit:
        pass
    except BaseException as error:  # noqa: BLE001 - KeyboardInterrupt too
        _explain(error)


def _explain(error):
    """Shows a traceback as a board does, where none of this is Python and lib/ is /lib."""
    text = io.StringIO()
    sys.print_exception(error, text)
    own = 'File "' + __file__[: __file__.rindex("/simulated/")]
    for line in text.getvalue().rstrip().split("\n"):
        if own not in line:
            for folder in sys.path:
                line = line.replace('File "%s/' % folder, 'File "/lib/') if folder else line
            print(line)


def run():
    """The whole life of a board, up to the prompt."""
    prepare()
    set_ports()
    execute("boot.py")
    execute("main.py")


def wait():
    """At the prompt: only the radio goes on."""
    from simulated.wlan import radio

    print(">>> ")
    while True:
        radio.station.run()
        time.sleep_ms(20)
