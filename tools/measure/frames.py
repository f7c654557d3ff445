"""Which functions of lib/ take their frame from the heap at every call.

    python3 -m tools.measure.frames slim/dns.py ...     without a name: all of lib/

MicroPython keeps a call's frame on the C stack up to 11 words: locals, the deepest stack of the
expression being worked out, and 3 for each open `try` (`except ... as` opens two). A larger one
costs an allocation, and the hole that it leaves makes later ones look further for room. That does
not matter where a function is called once a request, but it does in every turn of a loop.
"""

import os
import re
import subprocess
import sys

from tools.interpreter import find
from tools.measure.lib import SOURCE

MOST = 11  # VM_MAX_STATE_ON_STACK of py/objfun.c, in words
_PER_HANDLER = 3  # words of mp_exc_stack_t
_BLOCK = re.compile(
    r"^File (\S+), code block '([^']+)'.*?^\(N_STATE (\d+)\)\s*^\(N_EXC_STACK (\d+)\)",
    re.MULTILINE | re.DOTALL,
)


def frames(module):
    """Words of each function's frame, by its name, for a module given by its path in lib/."""
    done = subprocess.run(
        [find(), "-v", "-v", "-v", module],
        cwd=SOURCE,
        env={**os.environ, "MICROPYPATH": f".frozen:{SOURCE}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=60,
        check=False,
    )
    found = _BLOCK.findall(done.stdout.decode("utf-8", "replace"))
    return {
        name: int(state) + _PER_HANDLER * int(handlers)
        for file, name, state, handlers in found
        if file == module
    }


def main(modules):
    """Prints them."""
    for module in modules or [str(p.relative_to(SOURCE)) for p in sorted(SOURCE.rglob("*.py"))]:
        for name, words in frames(module).items():
            if words > MOST:
                print(f"{module:<34}{name:<24}{words:>4} words")


if __name__ == "__main__":
    main(sys.argv[1:])
