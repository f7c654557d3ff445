"""Installs the distribution's programs that the tests use: browsers, valgrind, DNS clients.

    python3 -m tools.packages          as root: installs them; otherwise says what to run
    python3 -m tools.packages --list   one name a line

Nothing of it is needed by `make demo`. Standard library only.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools import unpacked

# package: a program of it, or a file that it needs, which is how its presence is seen
PACKAGES = {
    "apache2-utils": "ab",
    "bind9-dnsutils": "dig",
    "chromium": "chromium",
    "curl": "curl",
    "firefox-esr": "firefox-esr",
    "gcc-multilib": "/usr/lib32/crt1.o",
    "iproute2": "ip",
    "knot-dnsutils": "kdig",
    "valgrind": "valgrind",
    "webkit2gtk-driver": "WebKitWebDriver",
    "wget": "wget",
    "xvfb": "Xvfb",
}
# Those that are not to be installed: tools/unpacked.py says why. They are used as root only.
UNPACKED = {"network-manager": "NetworkManager"}


def program(name):
    """The path of an installed program, or None.

    A browser that is a snap counts as none: it may not look into the folders that tests use.
    """
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    folders = (folder for folder in path.split(os.pathsep) if not folder.startswith("/snap/"))
    return shutil.which(name, path=os.pathsep.join(folders))


def _is_there(of_it):
    return os.path.exists(of_it) if of_it.startswith("/") else program(of_it)


def missing():
    """The packages of which nothing is there, in order."""
    return [name for name, of_it in PACKAGES.items() if not _is_there(of_it)]


def unknown(packages):
    """Those of them that the distribution does not have, as Ubuntu has no browsers.

    None, as long as apt has no lists to look them up in.
    """
    if not any(Path("/var/lib/apt/lists").glob("*_Packages*")):
        return []
    command = ["apt-cache", "policy", *packages]
    answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    having = re.findall(r"^(\S+):\n(?:  .*\n)*?  Candidate: (?!\(none\))", answer, re.MULTILINE)
    return [name for name in packages if name not in having]


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
    packages = [name for name in packages if name not in unknown(packages)]
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


def how_to_have(wanted):
    """What is missing, what that means, and what to do about it."""
    lines = ["Not here: " + ", ".join(wanted) + ". Tests that use them are skipped, and say so."]
    if not shutil.which("apt-get"):
        return lines[0] + " `make packages` installs them on Debian."
    strange = unknown(wanted)
    known = [name for name in wanted if name not in strange]
    if known:
        lines.append("To have them: sudo apt-get install " + " ".join(known))
    if strange:
        lines.append("This system's archive has no " + ", ".join(strange) + "; Debian's has.")
    return "\n".join(lines)


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
        print(how_to_have(wanted), file=sys.stderr)
        if os.environ.get("CI"):
            sys.exit("In CI nothing may be skipped.")


if __name__ == "__main__":
    main()
