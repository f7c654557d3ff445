"""Runs in MicroPython: imports one file of tests, calls each, and prints what came of it."""

import gc
import io
import json
import sys

import utime


def _run(path, *numbers):
    folder, _, name = path.rpartition("/")
    sys.path.insert(0, folder)
    with open(path) as file:
        # The order they stand in: a module's dict has none.
        order = [
            line[4 : line.index("(")]
            for line in file
            if line.startswith("def test_") and "(" in line
        ]
    tests = __import__(name[:-3])
    for number in numbers:
        constant, _, value = number.partition("=")
        getattr(tests, constant)  # which must be there
        setattr(tests, constant, int(value))
    for test in order:
        gc.collect()
        text = io.StringIO()
        start = utime.ticks_ms()
        try:
            getattr(tests, test)()
            passed = True
        except Exception as error:  # noqa: BLE001 - a failed test must not end the others
            sys.print_exception(error, text)
            passed = False
        seconds = utime.ticks_diff(utime.ticks_ms(), start) / 1000
        print("\x1eRESULT " + json.dumps([test, passed, text.getvalue(), seconds]))


_run(*sys.argv[1:])
