"""slim against other small servers from PyPI, on the same interpreter, with the same work.

`python3 -m tools.bench` prints the table. All run from .mpy; each has a route that answers JSON,
one that takes a form of two fields, and a compressed file of 2 KB.

* `peers`: which they are, and how they are fetched.
* `on_board/`: one program for each of the others, run in the interpreter.
* `figures`: what is measured. `slow`: how they do while other clients are slow.
"""
