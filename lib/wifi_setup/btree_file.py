"""Records of bytes as a new btree file, page by page.

    for page in pieces({b"ssid": b"Maple Street 12"}):
        file.write(page)

`btree` reads it, and changes it; but making it is better done here. `btree` does not tell why it
could not write, keeps what lay in the memory of its pages (a password that was just forgotten) in
the file, and Berkeley DB 1.85 below it has crashed on inserting records of unlike size. Here the
same records make the same file, with one page in memory: one leaf as large as they need, which is
the root, and pages of its size for long values. The form is btree.h's and mpool.h's.
"""

import struct

from micropython import const

_META = (0x053162, 3)  # magic and version
_NO_DUPLICATES = const(0x20)
_HEAD = const(20)  # number, previous, next, kind (4 bytes each), lower, upper (2 each)
_LEAF = const(2)
_OVERFLOW = const(4)
_BIG_DATA = const(1)  # a record's flag: its data is on overflow pages
# Berkeley DB wants two records in a page at least, of the smallest (bt_open.c, bt_ovflsize).
_BIG = const(232)
_LARGEST = const(32768)
_ENOSPC = const(28)


def pieces(records: dict):
    """The pages in order, each in the same bytearray; all but 24 bytes of the first are free.

    OSError if all without the long values takes more than 32 KB.
    """
    page_size = _page_size(records)
    page = bytearray(page_size)
    struct.pack_into("<6I", page, 0, *_META, page_size, 0, 0, _NO_DUPLICATES)
    yield page
    chains = _fill(page, records)
    yield page
    number = 2
    for value in chains:
        while value:
            rest = value[page_size - _HEAD :]
            _clear(page)
            struct.pack_into("<4I", page, 0, number, 0, number + 1 if rest else 0, _OVERFLOW)
            value = value[: page_size - _HEAD]
            page[_HEAD : _HEAD + len(value)] = value
            yield page
            number += 1
            value = rest


def _page_size(records):
    page_size, size = 512, _HEAD
    for key, value in records.items():
        # An entry, its offset, and the gap to the next multiple of four.
        size += 2 + 9 + len(key) + (8 if _is_big(key, value) else len(value)) + 3
        while page_size < max(size, 4 * len(key)):
            page_size *= 2
    if page_size > _LARGEST:
        raise OSError(_ENOSPC)
    return page_size


def _is_big(key, value):
    return len(value) > 8 and len(key) + len(value) > _BIG


def _fill(page, records):
    """Make it the leaf; return the values that go to overflow pages, which are 2 and following."""
    _clear(page)
    lower, upper = _HEAD, len(page)
    chains, number = [], 2
    for key in sorted(records):
        value, flags = records[key], 0
        if _is_big(key, value):
            chains.append(value)
            value, flags = struct.pack("<II", number, len(value)), _BIG_DATA
            number += -(-len(records[key]) // (len(page) - _HEAD))
        entry = struct.pack("<IIB", len(key), len(value), flags) + key + value
        upper -= (len(entry) + 3) // 4 * 4
        page[upper : upper + len(entry)] = entry
        struct.pack_into("<H", page, lower, upper)
        lower += 2
    struct.pack_into("<4I2H", page, 0, 1, 0, 0, _LEAF, lower, upper)
    return chains


def _clear(page):
    for index in range(len(page)):
        page[index] = 0
