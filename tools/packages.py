"""Installs the distribution's programs that the tests use: browsers, valgrind, DNS clients.

    python3 -m tools.packages          as root: installs them; otherwise says what to run
    python3 -m tools.packages --list   one name a line

Nothing of it is needed by `make demo`. Standard library only.
"""

import os
import shutil
import subprocess
import sys

from tools import unpacked

# package: a program of it, which is how its presence is seen
PACKAGES = {
    "apache2-utils": "ab",
    "bind9-dnsutils": "dig",
    "chromium": "chromium",
    "curl": "curl",
    "firefox-esr": "firefox-esr",
    "iproute2": "ip",
    "knot-dnsutils": "kdig",
    "valgrind": "valgrind",
    "webkit2gtk-driver": "WebKitWebDriver",
    "wget": "wget",
    "xvfb": "Xvfb",
}
# Those that are not to be installed: tools/unpacked.py says why. They are used as root only.
UNPACKED = {"network-manager": "NetworkManager"}


def missing():
    """The packages whose program is not on the PATH, in order."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    return [name for name, program in PACKAGES.items() if not shutil.which(program, path=path)]


def missing_unpacked():
    """The same of those that are only unpacked."""
    return [
        name
        for name, program in UNPACKED.items()
        if not shutil.which(program, path=unpacked.environment(name)["PATH"])
    ]


def install(packages):
    """Runs apt-get; its output goes to the terminal. Raises CalledProcessError."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ("-q", "-y", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300")
    subprocess.run(["apt-get", *options, "update"], env=environment, check=True)
    named = [name for name in packages if name not in UNPACKED]
    if named:
        subprocess.run(
            ["apt-get", *options, "install", "--no-install-recommends", *named],
            env=environment,
            check=True,
        )
    for name in packages:
        if name in UNPACKED:
            unpacked.fetch(name)


def main():
    """Exit status 0 when all is there at the end; 1 in CI when something is not."""
    if "--list" in sys.argv:
        print("\n".join(PACKAGES))
        return
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    wanted = missing() + (missing_unpacked() if root else [])
    if not wanted:
        return
    if root and shutil.which("apt-get"):
        print("Installing for the tests:", " ".join(wanted), flush=True)
        install(wanted)
        wanted = missing() + missing_unpacked()
    if wanted:
        print(
            "Not here: "
            + ", ".join(wanted)
            + ". Tests that use them will be skipped, and say so. "
            "To have them: sudo apt-get install " + " ".join(wanted),
            file=sys.stderr,
        )
        if os.environ.get("CI"):
            sys.exit("In CI nothing may be skipped.")


if __name__ == "__main__":
    main()
