"""Measures the library against its budgets, on the real interpreter.

`python3 -m tools.measure` prints the table; the tests hold it against the budgets.

* `budgets`: the table, one line a budget: the place to add one.
* `lib`: lib/ compiled to .mpy, as it is copied to a board.
* `board`: runs a program of `on_board/`, under callgrind or with a small heap.
* `client`: the requests that are measured, sent from outside the measured process.
* `figures`, `joining`, `setting_up`: how each figure is taken. `code`: the limits of the source.
* `frames`: which functions take memory at every call; not a budget, a help.
"""
