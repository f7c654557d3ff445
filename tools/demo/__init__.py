"""`make demo`: demo/main.py, unchanged, on the simulated board, with its page in the browser.

The board's files stay in ``.board/`` between runs, so the second run joins by itself. Lines typed
into the terminal are run on the board's files, beside its program, whose variables they do not
see. Standard library only; no root, no Node.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEIGHBOURHOOD = Path(__file__).with_name("neighbourhood.json")
