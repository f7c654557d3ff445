"""Installs the distribution's programs that the tests use: browsers, valgrind, DNS clients.

    python3 -m tools.packages          as root: installs them; otherwise says what to run
    python3 -m tools.packages --list   one name a line

Nothing of it is needed by `make demo`. Standard library only.
"""

import os
import shutil
import subprocess
import sys

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


def missing():
    """The packages whose program is not on the PATH, in order."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    return [name for name, program in PACKAGES.items() if not shutil.which(program, path=path)]


def install(packages):
    """Runs apt-get; its output goes to the terminal. Raises CalledProcessError."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ("-q", "-y", "-o", "Dpkg::Use-Pty=0")
    subprocess.run(["apt-get", *options, "update"], env=environment, check=True)
    subprocess.run(
        ["apt-get", *options, "install", "--no-install-recommends", *packages],
        env=environment,
        check=True,
    )


def main():
    """Exit status 0 when all is there at the end; 1 in CI when something is not."""
    if "--list" in sys.argv:
        print("\n".join(PACKAGES))
        return
    wanted = missing()
    if not wanted:
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing for the tests:", " ".join(wanted), flush=True)
        install(wanted)
        wanted = missing()
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
