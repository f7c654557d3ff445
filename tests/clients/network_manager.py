"""NetworkManager on the phone: nothing of the machine's own is seen, asked or changed by it.

    with NetworkManager(here, uri) as manager:
        manager.connectivity()  # "portal"

It runs with a message bus, configuration, /run and /sys of its own in the phone's namespaces, and
ends with its process.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.needs import absent
from tests.phone import wait_until
from tools.unpacked import environment

PACKAGE = "network-manager"
_BUS = "unix:abstract=network-manager"  # abstract names are those of one network namespace

_BUS_SETTINGS = f"""<busconfig>
<listen>{_BUS}</listen>
<policy context="default">
<allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
</policy>
</busconfig>
"""
_SETTINGS = """
[main]
plugins=keyfile
auth-polkit=false
dns=none
hostname-mode=none
[connectivity]
{check}
"""
# Without udev a device counts as ready only if /sys cannot be written to. The switches of the
# machine's radios are not for it, nor is the machine's log: with --debug it writes to stderr.
_START = """
mount -t tmpfs none /run && mount -t tmpfs none /var/lib && mount -t sysfs -o ro none /sys || exit
[ ! -e /dev/rfkill ] || mount --bind /dev/null /dev/rfkill || exit
for folder in /etc/NetworkManager /usr/lib/NetworkManager/conf.d
do [ ! -d $folder ] || mount -t tmpfs none $folder || exit
done
exec NetworkManager --debug --config="$0/manager.conf"
"""


class NetworkManager:
    """`check` are the lines of the section [connectivity], as a distribution ships them."""

    def __init__(self, here, check):
        self._here = here
        self._environment = {
            **os.environ,
            **environment(PACKAGE),
            "DBUS_SYSTEM_BUS_ADDRESS": _BUS,
            "LC_ALL": "C",
        }
        self._check = check

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            (folder / "bus.conf").write_text(_BUS_SETTINGS)
            (folder / "manager.conf").write_text(_SETTINGS.format(check=self._check))
            log = stack.enter_context(open(folder / "log", "w+"))
            stack.push(lambda error, *_: print(_all_of(log)) if error else None)
            bus = [
                "dbus-daemon",
                f"--config-file={folder}/bus.conf",
                "--nofork",
                "--print-address",
            ]
            self._start(stack, log, *bus, stdout=subprocess.PIPE).stdout.readline()
            self._start(stack, log, "unshare", "--mount", "--uts", "sh", "-c", _START, folder)
            wait_until(lambda: self._ask("general", "status"), 20, "NetworkManager")
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        return self._stack.__exit__(*error)

    def _start(self, stack, log, *command, stdout=None):
        process = self._here.net.phone.popen(
            ["setpriv", "--pdeathsig", "KILL", *command],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=stdout or log,
            stderr=log,
        )
        stack.enter_context(process)
        stack.callback(process.kill)
        return process

    def connectivity(self):
        """What it says after it has checked: none, limited, portal, full or unknown."""
        return self._ask("networking", "connectivity", "check")

    def _ask(self, *words):
        done = self._here.run(["nmcli", "--terse", *words], env=self._environment)
        return done.stdout.strip() if done.returncode == 0 else None


def _all_of(file):
    file.seek(0)
    return file.read()


def need_network_manager():
    """Without it the test is skipped, and in CI it fails."""
    for program in ("NetworkManager", "nmcli", "dbus-daemon"):
        if not shutil.which(program, path=environment(PACKAGE)["PATH"]):
            absent(f"{program} is missing: make packages, as root")
