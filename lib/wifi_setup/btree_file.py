"""Records of bytes as a new btree file, page by page.

    for page in pieces({b"ssid": b"Maple Street 12"}):
        file.write(page)

`btree` reads it, and changes it; but making it is better done here. `btree` does not tell why it
could not write, keeps what lay in the memory of its pages (a password that was just forgotten) in
the file, and Berkeley DB 1.85 below it has crashed on inserting records of unlike size. Here the
same records make the same file, with one page in memory. The form is btree.h's and mpool.h's.
"""

import struct

from micropython import const

_META = (0x053162, 3)  # magic and version
_NO_DUPLICATES = const(0x20)
_HEAD = const(20)  # number, previous, next, kind (4 bytes each), lower, upper (2 each)
_INTERNAL = const(1)
_LEAF = const(2)
_OVERFLOW = const(4)
_BIG_DATA = const(1)  # a record's flag: its data is on overflow pages


def pieces(records: dict):
    """The pages in order, each in the same bytearray; all but 24 bytes of the first are free."""
    page_size, leaves = _layout(records)
    page = bytearray(page_size)
    first = 1 if len(leaves) == 1 else 2  # page 1 is the root
    last = first + len(leaves) - 1
    struct.pack_into("<6I", page, 0, *_META, page_size, 0, 0, _NO_DUPLICATES)
    yield page
    if first == 2:
        yield _fill(page, 1, 0, 0, _INTERNAL, _children(leaves, first))
    free, chains = last + 1, []
    for number, keys in enumerate(leaves, first):
        entries, free = _entries(records, keys, page_size, free, chains)
        before = number - 1 if number > first else 0
        after = number + 1 if number < last else 0
        yield _fill(page, number, before, after, _LEAF, entries)
    for number, value in chains:
        for piece in _chain(page, number, value):
            yield piece


def _layout(records):
    """The size of a page, and the keys of each leaf: entries small beside it, and a root."""
    page_size = 512
    longest = max((len(key) for key in records), default=0)
    while True:
        leaves = _leaves(records, page_size)
        root = sum(2 + len(entry) + 3 for entry in _children(leaves, 0))
        if page_size == 16384 or (longest * 4 <= page_size and root <= page_size - _HEAD):
            return page_size, leaves
        page_size *= 2


def _children(leaves, first):
    """The entries of the root; of the first one the key is never looked at."""
    entries = []
    for index, keys in enumerate(leaves):
        key = keys[0] if index else b""
        entries.append(struct.pack("<IIB", len(key), first + index, 0) + key)
    return entries


def _entries(records, keys, page_size, free, chains):
    """The entries of a leaf, and the next free page; values for overflow pages go to `chains`."""
    entries = []
    for key in keys:
        value, flags = records[key], 0
        if _is_big(key, value, page_size):
            chains.append((free, value))
            flags = _BIG_DATA
            value = struct.pack("<II", free, len(value))
            free += -(-len(records[key]) // (page_size - _HEAD))
        entries.append(struct.pack("<IIB", len(key), len(value), flags) + key + value)
    return entries, free


def _is_big(key, value, page_size):
    # Berkeley DB wants two records in a page at least (bt_open.c, bt_ovflsize).
    return len(key) + len(value) > (page_size - _HEAD) // 2 - 14


def _leaves(records, page_size):
    """The keys in order, in lists of as many as a page has room for."""
    leaves = [[]]
    room = page_size - _HEAD
    for key in sorted(records):
        value = records[key]
        size = len(key) + (8 if _is_big(key, value, page_size) else len(value))
        size = 2 + (9 + size + 3) // 4 * 4
        if size > room:
            leaves.append([])
            room = page_size - _HEAD
        leaves[-1].append(key)
        room -= size
    return leaves


def _fill(page, number, before, after, kind, entries):
    for index in range(len(page)):
        page[index] = 0
    upper = len(page)
    for index, entry in enumerate(entries):
        upper -= (len(entry) + 3) // 4 * 4
        page[upper : upper + len(entry)] = entry
        struct.pack_into("<H", page, _HEAD + 2 * index, upper)
    lower = _HEAD + 2 * len(entries)
    struct.pack_into("<4I2H", page, 0, number, before, after, kind, lower, upper)
    return page


def _chain(page, number, value):
    """The overflow pages that hold a value."""
    room = len(page) - _HEAD
    for start in range(0, len(value), room):
        _fill(page, number, 0, number + 1 if start + room < len(value) else 0, _OVERFLOW, ())
        struct.pack_into("<2H", page, 16, 0, 0)
        part = value[start : start + room]
        page[_HEAD : _HEAD + len(part)] = part
        yield page
        number += 1
