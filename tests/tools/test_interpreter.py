"""Where the interpreter comes from, and what is said when there is none.

On a machine of its own making: a PATH with stand-ins for apt, and an empty cache.
"""

import platform
import subprocess
import sys

import pytest

from tools import interpreter
from tools.demo import ROOT

NEW_ENOUGH = "#!/bin/sh\necho 1 25 0 64\n"
ARCHITECTURE = interpreter._ARCHITECTURES.get((platform.machine(), 64))


def program(path, script):
    """An executable script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script)
    path.chmod(0o755)
    return path


@pytest.fixture
def asked(tmp_path):
    """asked(**environment) -> `python -m tools.interpreter` where apt has no network."""
    for name in ("apt-get", "dpkg-deb"):
        program(tmp_path / "bin" / name, "#!/bin/sh\necho no network >&2\nexit 100\n")

    def run(**environment):
        return subprocess.run(
            [sys.executable, "-m", "tools.interpreter"],
            cwd=ROOT,
            env={"PATH": str(tmp_path / "bin"), "XDG_CACHE_HOME": str(tmp_path), **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def test_a_cache_that_cannot_be_written_to_is_told_in_words(asked):
    answer = asked(XDG_CACHE_HOME="/dev/null")
    assert answer.returncode == 1
    assert "nothing can be written to /dev/null/micropython-wifi-setup/interp" in answer.stderr
    assert "Name another folder for it in $XDG_CACHE_HOME." in answer.stderr
    assert "Traceback" not in answer.stderr


def test_what_was_fetched_is_used_where_nothing_can_be_written_any_more(asked, tmp_path):
    folder = tmp_path / "micropython-wifi-setup" / "interpreter"
    wrapper = program(folder / ARCHITECTURE / "micropython", NEW_ENOUGH)
    (folder / f"{ARCHITECTURE}.lock").mkdir()  # opening it for writing fails
    assert asked().stdout == f"{wrapper}\n"


def test_a_fetch_that_fails_says_why_and_what_to_do(asked):
    answer = asked()
    assert answer.returncode == 1
    assert "no network" in answer.stderr
    assert "name it in $MICROPYTHON" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_interpreter_that_is_named_wrongly_is_named_in_the_sentence(asked):
    answer = asked(MICROPYTHON="/nowhere/micropython")
    assert answer.stderr.startswith("$MICROPYTHON is '/nowhere/micropython', which is no 64-bit")


def test_the_wrapper_works_in_a_folder_of_any_name(tmp_path, monkeypatch):
    target = tmp_path / "O'Brien's Küche $HOME" / "amd64"
    work = target.with_name("amd64.new")
    program(work / "root" / "lib" / "ld-linux-x86-64.so.2", '#!/bin/sh\nprintf "%s\\n" "$@"\n')
    program(work / "root" / "usr" / "bin" / "micropython", NEW_ENOUGH)
    interpreter._write_wrapper(work, target)
    work.rename(target)
    words = ["--library-path", f"{target}/root/lib", f"{target}/root/usr/bin/micropython"]
    printed = subprocess.check_output([target / "micropython", "-c", "a b"], text=True)
    assert printed.splitlines() == [*words, "-c", "a b"]

    monkeypatch.setattr(interpreter, "find", lambda bits, say: target / "micropython")
    assert interpreter.command() == [f"{target}/root/lib/ld-linux-x86-64.so.2", *words]


def test_a_script_of_the_user_is_started_as_it_is(tmp_path, monkeypatch):
    script = program(
        tmp_path / "micropython", "#!/bin/sh\nexec '/opt/micropython' \"$@\" 'more'\n"
    )
    monkeypatch.setattr(interpreter, "find", lambda bits, say: script)
    assert interpreter.command() == [script]


def test_an_old_python_is_told_apart_by_a_sentence():
    code = "import sys; sys.version_info = (3, 8, 10); import tools.demo"
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("This needs Python 3.9 or later, and is run by 3.8.")
