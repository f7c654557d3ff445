"""Host side: the board on a PC, deploying, measuring. Nothing here is copied to a board."""

import sys

if sys.version_info < (3, 9):  # noqa: UP036 - in words that any Python understands
    sys.exit(
        "This needs Python 3.9 or later, and is run by %d.%d. Name a later one, if you have it:\n"
        "make demo PYTHON=python3.12" % sys.version_info[:2]
    )
