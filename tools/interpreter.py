"""Finds a MicroPython interpreter for this machine, or fetches the distribution's.

    python3 -m tools.interpreter            prints the path of a 64-bit one
    python3 -m tools.interpreter --bits 32  the same with the object sizes of an ESP32

Looked at in this order: ``$MICROPYTHON`` (``$MICROPYTHON32`` for 32-bit), a ``micropython`` on the
PATH that is new enough, one fetched earlier, and then the package of the distribution, which is
downloaded with apt's own signature checks and unpacked into a cache folder: no root is needed.
Standard library only, so that it runs before anything has been installed.
"""

import argparse
import contextlib
import fcntl
import glob
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (1, 22)

# What a usable one can do: report its version and word size, and open a btree, by its own module
# or (the distributions build without it) by driving the C library that this module wraps.
_PROBE = """
import sys
try:
    import btree
except ImportError:
    import ffi
    ffi.open("libdb1.so.2")
print(*sys.implementation.version[:3], 64 if sys.maxsize > 0x7fffffff else 32)
"""

_SCRIPT = '#!/bin/sh\nexec {} "$@"\n'  # what starts an interpreter that was unpacked

_ARCHITECTURES = {
    ("x86_64", 64): "amd64",
    ("x86_64", 32): "i386",
    ("aarch64", 64): "arm64",
    ("aarch64", 32): "armhf",
}


class NoInterpreter(Exception):
    """There is none, and none could be fetched; the text says what to do."""


def cache_folder():
    """The folder outside the clone where fetched things are kept (XDG base directory)."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "micropython-wifi-setup"


def probe(executable):
    """What an interpreter is: ((major, minor, patch), bits), or None if it is of no use here."""
    try:
        answer = subprocess.run(
            [str(executable), "-c", _PROBE],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=20,
            check=True,
        )
        *version, bits = (int(word) for word in answer.stdout.split())
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return tuple(version), bits


def _fits(executable, bits):
    found = executable and probe(executable)
    return bool(found) and found[0] >= OLDEST and found[1] == bits


def find(bits=64, say=None):
    """The path of an interpreter with this word size (64 or 32).

    `say(sentence)` is told about progress; the default prints to stderr.
    Raises NoInterpreter, whose text says what the user can do.
    """
    say = say or (lambda sentence: print(sentence, file=sys.stderr, flush=True))
    name = "MICROPYTHON" if bits == 64 else "MICROPYTHON32"
    named = os.environ.get(name)
    if named:
        if not _fits(named, bits):
            raise NoInterpreter(
                f"${name} is {named!r}, which is no {bits}-bit MicroPython {_dotted(OLDEST)} "
                "or later with btree (or ffi and libdb1.so.2)."
            )
        return named
    on_path = shutil.which("micropython")
    if on_path and _fits(on_path, bits):
        return on_path
    if sys.platform == "darwin":
        raise NoInterpreter(
            "Install MicroPython with 'brew install micropython'."
            if bits == 64
            else "There is no 32-bit MicroPython for macOS."
        )
    return _cached_or_fetched(bits, say)


def _cached_or_fetched(bits, say):
    architecture = _ARCHITECTURES.get((platform.machine(), bits))
    if not architecture or not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise NoInterpreter(
            f"This system has no package of MicroPython that can be fetched as {bits}-bit. "
            f"Build or install MicroPython {_dotted(OLDEST)} or later (its 'standard' unix "
            f"variant) and name it in ${'MICROPYTHON' if bits == 64 else 'MICROPYTHON32'}."
        )
    folder = cache_folder() / "interpreter"
    wrapper = folder / architecture / "micropython"
    if _fits(wrapper, bits):
        return str(wrapper)
    with _lock(folder / f"{architecture}.lock"):
        if not _fits(wrapper, bits):
            _fetch(architecture, folder / architecture, say)
            if not _fits(wrapper, bits):
                shutil.rmtree(folder / architecture, ignore_errors=True)
                raise NoInterpreter(
                    f"The distribution's MicroPython for {architecture} does not run here, or "
                    f"is older than {_dotted(OLDEST)}."
                )
            say(f"MicroPython ({bits}-bit) is ready in {folder / architecture}")
    return str(wrapper)


def _fetch(architecture, target, say):
    """Downloads the package and what it needs by apt, unpacks them, writes the wrapper."""
    if target.exists():
        shutil.rmtree(target)
    work = target.with_name(target.name + ".new")
    shutil.rmtree(work, ignore_errors=True)
    (work / "debs").mkdir(parents=True)
    try:
        apt = PrivateApt(work / "apt", architecture)
        say(f"Fetching MicroPython for {architecture}: the package list ...")
        apt.run("apt-get", "update")
        packages = sorted({*apt.needed("micropython"), *apt.needed("libdb1-compat")})
        say(f"Fetching MicroPython for {architecture}: {len(packages)} packages ...")
        apt.run("apt-get", "download", *packages, cwd=work / "debs")
        for deb in (work / "debs").glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", str(deb), str(work / "root")], check=True)
        _write_wrapper(work, target)
        for done in ("debs", "apt"):
            shutil.rmtree(work / done)
        work.rename(target)
    except (OSError, subprocess.SubprocessError) as error:
        detail = getattr(error, "stderr", None) or str(error)
        raise NoInterpreter(
            f"MicroPython could not be fetched with apt: {detail.strip()}\n"
            "Check the network, or install it yourself and name it in $MICROPYTHON."
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write_wrapper(work, target):
    """A script that starts the unpacked interpreter with the unpacked loader and libraries."""
    root = work / "root"
    loaders = glob.glob(str(root / "**" / "ld-linux*.so.*"), recursive=True)
    binary = root / "usr" / "bin" / "micropython"
    libraries = {os.path.dirname(p) for p in glob.glob(str(root / "**" / "*.so*"), recursive=True)}
    if not loaders or not binary.exists():
        raise OSError("the packages hold no interpreter or no loader")

    def moved(path):
        return str(target / os.path.relpath(path, work))

    command = [
        moved(min(loaders, key=len)),
        "--library-path",
        ":".join(sorted(map(moved, libraries))),
        moved(binary),
    ]
    wrapper = work / "micropython"
    wrapper.write_text(_SCRIPT.format(" ".join(map(shlex.quote, command))))
    wrapper.chmod(0o755)


def command(bits=64, say=None):
    """The interpreter as an argument list without a shell between, for valgrind and the like."""
    executable = find(bits, say)
    try:
        script = Path(executable).read_text()
    except UnicodeDecodeError:
        return [executable]
    before, after = _SCRIPT.split("{}")
    if not (script.startswith(before) and script.endswith(after)):
        return [executable]
    return shlex.split(script[len(before) : -len(after)])


class PrivateApt:
    """apt with its own state, so that an ordinary user can fetch another suite's packages.

    With `sources`, it knows the sources that these were built from as well.
    """

    def __init__(self, folder, architecture, sources=False):
        self.folder = folder
        for name in ("state/lists/partial", "cache/archives/partial", "etc"):
            (folder / name).mkdir(parents=True)
        (folder / "status").touch()
        suite, components, mirror, keyring = _source()
        signed = f" [signed-by={keyring}]" if keyring else ""
        place = f"{signed} {mirror} {suite} {components}\n"
        (folder / "etc" / "sources.list").write_text(
            f"deb{place}" + (f"deb-src{place}" if sources else "")
        )
        (folder / "apt.conf").write_text(
            f'APT::Architecture "{architecture}";\n'
            f'APT::Architectures {{"{architecture}";}};\n'
            f'Dir::State "{folder}/state";\n'
            f'Dir::State::status "{folder}/status";\n'
            f'Dir::Cache "{folder}/cache";\n'
            f'Dir::Etc::SourceList "{folder}/etc/sources.list";\n'
            f'Dir::Etc::SourceParts "/dev/null";\n'
            f'Dir::Etc::Preferences "/dev/null";\n'
            f'Dir::Etc::PreferencesParts "/dev/null";\n'
            'Acquire::Languages "none";\n'
            'Acquire::Retries "3";\n'
            'APT::Update::Error-Mode "any";\n'
            # As root, apt would fetch as its own user, who may not look into our cache.
            'APT::Sandbox::User "root";\n'
            # Hooks that keep the system's own databases fresh have no business here.
            "#clear APT::Update::Post-Invoke;\n#clear APT::Update::Post-Invoke-Success;\n"
        )

    def run(self, *command, cwd=None):
        """Runs an apt command on the private state; its standard output."""
        answer = subprocess.run(
            command,
            env={**os.environ, "APT_CONFIG": str(self.folder / "apt.conf"), "LC_ALL": "C"},
            cwd=str(cwd or self.folder),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
        return answer.stdout

    def needed(self, package):
        """The package and all it depends on."""
        listing = self.run("apt-cache", "depends", "--recurse", "-i", package)
        return [
            line for line in listing.splitlines() if re.fullmatch(r"[a-z0-9][a-z0-9.+-]*", line)
        ]


def _source():
    """(suite, components, mirror, keyring): where this host's own apt would fetch it from."""
    release = {}
    with contextlib.suppress(OSError), open("/etc/os-release", encoding="utf-8") as file:
        for line in file:
            key, _, value = line.strip().partition("=")
            release[key] = value.strip('"')
    listing = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)|$(RELEASE)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    own = release.get("VERSION_CODENAME", "")
    for line in listing.splitlines():
        mirror, _, suite = line.partition("|")
        if release.get("ID") == "ubuntu" and suite == own:
            return own, "main universe", mirror, _keyring("ubuntu")
        if release.get("ID") != "ubuntu" and re.search(r"/debian/?$", mirror):
            # bookworm has no MicroPython; trixie's runs there with the C library of its own suite.
            return "trixie", "main", mirror, _keyring("debian")
    raise NoInterpreter(
        "apt's sources name no Debian or Ubuntu mirror to fetch MicroPython from. "
        f"Install MicroPython {_dotted(OLDEST)} or later and name it in $MICROPYTHON."
    )


def _keyring(distribution):
    path = f"/usr/share/keyrings/{distribution}-archive-keyring.gpg"
    return path if os.path.exists(path) else None


@contextlib.contextmanager
def _lock(path):
    """One fetch at a time, however many ask. NoInterpreter if nothing can be written there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = open(path, "w")  # noqa: SIM115 - closed below
    except OSError as error:
        raise NoInterpreter(
            f"MicroPython cannot be fetched, as nothing can be written to {path.parent} "
            f"({error.strerror}).\nName another folder for it in $XDG_CACHE_HOME."
        ) from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _dotted(version):
    return ".".join(map(str, version))


def main():
    """Prints the path; exit status 1 and a sentence if there is no interpreter."""
    parser = argparse.ArgumentParser(description="Find (or fetch) a MicroPython interpreter.")
    parser.add_argument("--bits", type=int, choices=(64, 32), default=64)
    try:
        print(find(parser.parse_args().bits))
    except NoInterpreter as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
