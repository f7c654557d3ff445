"""Blanks what is not content in a btree file: Berkeley DB writes pages of memory as it finds it.

    scrub(file)        # a file that `btree` has just written

In the gaps of its pages lies what was in that memory before, such as a password that has just
been forgotten, or sealed. It trusts the file, unlike `btree_pages`, and only changes the gaps.
The form is Berkeley DB 1.85's (btree.h there).
"""

import struct

from micropython import const

_PAGE_HEAD = const(20)  # number, previous, next, flags (4 bytes each), lower, upper (2 each)
_INTERNAL = const(1)
_LEAF = const(2)
_BIG_DATA = const(1)  # a record's flag: its data is on overflow pages


def scrub(file) -> None:
    """Blanks the gaps of all pages but the first, which Berkeley DB does itself."""
    (page_size,) = _unpack(file, "<I", 8)
    for page in range(page_size, file.seek(0, 2), page_size):
        flags, lower, upper = _unpack(file, "<IHH", page + 12)
        kind = flags & 0x1F
        if kind not in (_INTERNAL, _LEAF):
            continue
        _blank(file, page + lower, page + upper)
        count = (lower - _PAGE_HEAD) // 2
        for offset in _unpack(file, "<%dH" % count, page + _PAGE_HEAD):
            size, data_size, flags = _unpack(file, "<IIB", page + offset)
            if kind == _LEAF:  # in an internal page the second number is that of a page
                size += data_size
            end = page + offset + 9 + size
            _blank(file, end, (end + 3) // 4 * 4)
            if kind == _LEAF and flags & _BIG_DATA:
                _scrub_last(file, page_size, *_unpack(file, "<II", end - 8))


def _scrub_last(file, page_size, page, size):
    """Blanks the end of the last of the overflow pages that hold `size` bytes, from `page` on."""
    while size > page_size - _PAGE_HEAD:
        size -= page_size - _PAGE_HEAD
        (page,) = _unpack(file, "<I", page * page_size + 8)
    _blank(file, page * page_size + _PAGE_HEAD + size, (page + 1) * page_size)


def _unpack(file, form, at):
    file.seek(at)
    return struct.unpack(form, file.read(struct.calcsize(form)))


def _blank(file, start, end):
    file.seek(start)
    file.write(bytes(end - start))
