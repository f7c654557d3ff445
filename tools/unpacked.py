"""Programs of the distribution that are used but not installed: unpacked into the cache folder.

    python3 -m tools.unpacked network-manager

For a service that would run from its installation on and take over the machine's network, when all
that is wanted is the program. What else the package needs and the machine lacks is unpacked beside
it. Standard library only.
"""

import fcntl
import os
import shutil
import subprocess
import sys

from tools.interpreter import cache_folder


def fetch(package):
    """Downloads it by apt, with apt's own checks, and unpacks it. Needs root, and package lists.

    Raises CalledProcessError.
    """
    folder = cache_folder() / "unpacked"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{package}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        target, work = folder / package, folder / f"{package}.new"
        for old in (target, work):
            shutil.rmtree(old, ignore_errors=True)
        (work / "debs" / "partial").mkdir(parents=True)
        _download(package, work / "debs")
        for deb in (work / "debs").glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", str(deb), str(work)], check=True)
        shutil.rmtree(work / "debs")
        work.rename(target)


def _download(package, folder):
    # As root, apt would fetch as its own user, who may not look into our cache.
    options = ("APT::Sandbox::User=root", f"Dir::Cache::archives={folder}")
    command = ["apt-get", "-q", "-y", "--download-only", "--no-install-recommends"]
    for option in (*options, "Dpkg::Use-Pty=0", "DPkg::Lock::Timeout=300"):
        command += ["-o", option]
    subprocess.run([*command, "install", package], check=True)


def environment(package):
    """The variables with which its programs, and the installed ones, are found and run."""
    root = cache_folder() / "unpacked" / package
    programs = [
        str(root / folder) for folder in ("usr/sbin", "usr/bin") if (root / folder).is_dir()
    ]
    libraries = sorted({str(file.parent) for file in root.glob("**/*.so*")})
    path = [os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin", *programs]
    variables = {"PATH": ":".join(path)}
    if libraries:
        variables["LD_LIBRARY_PATH"] = ":".join(libraries)
    return variables


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        fetch(wanted)
