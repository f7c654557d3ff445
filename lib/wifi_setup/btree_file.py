"""Records of bytes as a new btree file, piece by piece.

    for piece in pieces({b"ssid": b"Maple Street 12"}):
        file.write(piece)

`btree` reads it, and changes it; but making it is better done here. `btree` does not tell why it
could not write, keeps what lay in the memory of its pages (a password that was just forgotten) in
the file, and Berkeley DB 1.85 below it has crashed on inserting records of unlike size. Here the
same records make the same file, and no page is in memory: one leaf as large as they need, which is
the root, and pages of its size for long values. The form is btree.h's and mpool.h's.
"""

import struct

_META = const((0x053162, 3))  # magic and version
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
    """The file from its first byte to its last; 72 bytes at the end of the first piece are free.

    OSError if all without the long values takes more than 32 KB.
    """
    page_size = _page_size(records)
    entries, chains = _entries(records, page_size - _HEAD)
    yield struct.pack(b"<6I", *_META, page_size, 0, 0, _NO_DUPLICATES) + bytes(72)
    yield from _gap(page_size - 96)
    offsets, upper = [], page_size
    for entry in entries:
        upper -= len(entry)
        offsets.append(upper)
    lower = _HEAD + 2 * len(entries)
    yield struct.pack(b"<4I2H", 1, 0, 0, _LEAF, lower, upper)
    yield struct.pack(b"<%dH" % len(offsets), *offsets)
    yield from _gap(upper - lower)
    yield from reversed(entries)
    number = 2
    for value in chains:
        for at in range(0, len(value), page_size - _HEAD):
            part = value[at : at + page_size - _HEAD]
            number += 1
            following = number if at + len(part) < len(value) else 0
            yield struct.pack(b"<5I", number - 1, 0, following, _OVERFLOW, 0)
            yield part
            yield from _gap(page_size - _HEAD - len(part))


def _gap(size):
    while size > 0:
        yield bytes(min(size, 256))
        size -= 256


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


def _entries(records, size):
    """The leaf's entries, and the values for overflow pages, which are 2 and following."""
    entries, chains, number = [], [], 2
    for key in sorted(records):
        value, flags = records[key], 0
        if _is_big(key, value):
            chains.append(value)
            value, flags = struct.pack(b"<II", number, len(value)), _BIG_DATA
            number += -(-len(records[key]) // size)
        entry = struct.pack(b"<IIB", len(key), len(value), flags) + key + value
        entries.append(entry + bytes(-len(entry) % 4))
    return entries, chains
