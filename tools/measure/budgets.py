"""The budgets: what the library may cost. Raise none without a reason in the commit.

To add one, write how it is taken in `figures.py` and give it a line here.
"""

from typing import Callable, NamedTuple, Optional

from tools.measure import code, figures, joining, setting_up


class Budget(NamedTuple):
    """What is measured, the most it may be, its unit, and a function that measures it.

    A figure that takes long to find may have a quicker `keeps(limit)` for the tests. Where a
    `goal` stands, the limit only holds what has been reached so far, and may only come down.
    """

    name: str
    limit: int
    unit: str
    measure: Callable[[], int]
    keeps: Optional[Callable[[int], bool]] = None
    goal: Optional[int] = None


BUDGETS = (
    # One request over a fresh connection, by the 64-bit interpreter, from .mpy.
    Budget("JSON answer", 200_000, "instructions", figures.json_get),
    Budget("form of two fields", 260_000, "instructions", figures.form_post),
    Budget("gz file of 2 KB", 220_000, "instructions", figures.file_get),
    Budget("DNS answer, one address for all", 25_000, "instructions", figures.a_query),
    Budget("DNS answer, by a function", 25_000, "instructions", figures.a_query_by_function),
    Budget("the same for a new name", 48_000, "instructions", figures.a_query_of_another_name),
    # Memory, by the 32-bit interpreter, whose objects have the size of an ESP32's.
    Budget("heap taken by a JSON answer", 3 * 1024, "bytes", figures.json_heap),
    Budget("heap taken by an idle turn", 0, "bytes", figures.idle_heap),
    Budget("smallest heap of a server, .mpy", 28, "KB", figures.server_heap),
    Budget("smallest heap of a server, .py", 44, "KB", figures.server_heap_from_source),
    # A boot that joins its stored network by itself, imports from .mpy included.
    Budget("connect() from cold", 6_000_000, "instructions", joining.instructions),
    Budget("heap held while it joins", 15_872, "bytes", joining.heap_while_joining),
    Budget("heap held after connect()", 7_424, "bytes", joining.heap_after_joining),
    # A whole set-up, from .mpy on 32-bit, with a page opened and a network joined.
    Budget("heap to import the portal", 35 * 1024, "bytes", setting_up.import_heap),
    Budget(
        "smallest heap of a set-up",
        60,
        "KB",
        setting_up.smallest_heap,
        setting_up.runs_in_heap,
    ),
    Budget(
        "the same, with all that can be asked",
        62,
        "KB",
        setting_up.smallest_heap_for_all,
        setting_up.does_all_in_heap,
    ),
    Budget(
        "the same, frozen into firmware",
        26,
        "KB",
        setting_up.smallest_heap_frozen,
        setting_up.runs_frozen_in_heap,
    ),
    Budget("held after it, frozen", 1024, "bytes", setting_up.heap_after_frozen),
    # The same from files: nearly all are interned names, which the interpreter never gives back;
    # 1 KB of them are those of `connect()`, which any boot has.
    Budget("heap held after a set-up", 4_864, "bytes", setting_up.heap_after, goal=1024),
    Budget("the portal's part of it", 3_712, "bytes", setting_up.heap_after_portal, goal=1024),
    Budget("what a second set-up adds", 0, "bytes", setting_up.heap_after_another),
    # Flash.
    Budget(".mpy that a server needs", 9_312, "bytes", figures.server_size),
    Budget(".mpy of all slim", 18_432, "bytes", figures.slim_size),
    Budget("lib/ as .mpy with the page", 75_840, "bytes", figures.lib_size, goal=64 * 1024),
    Budget("the portal page, gzip", 10_240, "bytes", figures.page_size),
    # Source of lib/.
    Budget("longest module", 180, "lines", code.longest_module),
    Budget("longest function", 25, "lines", code.longest_function),
    Budget("function, 90th percentile", 14, "lines", code.long_functions),
)
