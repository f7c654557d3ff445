"""Reads a btree file page by page, believing nothing that it says.

    records = read(open("credentials", "rb"))    # {b"ssid": b"Maple Street 12", ...}

For files that carry no digest, such as those of the founding library, which nobody can vouch for:
the `btree` module crashes the interpreter on some damaged ones. Every number in the file is held
against what a healthy tree has before it is used, each page is looked at once, and the records of
a page must fill it without a gap, so this ends, and finds most damage. It also serves firmware
that has no `btree`. It only reads, and must not know what the records mean.

The form is Berkeley DB 1.85's (btree.h, mpool.h there): page 0 the meta data, page 1 the root.
"""

import struct

from micropython import const

_MAGIC = const(0x053162)
_VERSION = const(3)
_NO_DUPLICATES = const(0x20)  # the one flag that MicroPython's files have

_PAGE_HEAD = const(20)  # number, previous, next, flags (4 bytes each), lower, upper (2 each)
_INTERNAL = const(1)  # kinds of page, in the low five bits of its flags
_LEAF = const(2)
_OVERFLOW = const(4)
_KIND = const(0x1F)

_BIG_DATA = const(1)  # a record's flag: its data is on overflow pages
# The other flag says so of the key: Berkeley DB 1.85 itself loses such keys, and nobody here has
# any, so a file with one is taken for damaged.


def read(file, marked=False) -> dict:
    """All records of an open btree file; ValueError, with what is wrong, if it is not sound.

    `marked`: the first page holds more than Berkeley DB puts there.
    """
    return _Tree(file, marked).records()


class _Tree:
    def __init__(self, file, marked):
        self._file = file
        size = file.seek(0, 2)
        magic, version, self._page_size, free, count, flags = self._unpack("<6I", 0)
        if magic != _MAGIC or version != _VERSION or count or flags != _NO_DUPLICATES:
            raise ValueError("it is not a btree file")
        if not 512 <= self._page_size <= 65536 or self._page_size % 2:
            raise ValueError("its page size is wrong")
        self._pages, rest = divmod(size, self._page_size)
        if rest or self._pages < 2 or free >= self._pages:
            raise ValueError("it is cut short")
        if not marked and any(self._bytes(24, self._page_size - 24)):
            raise ValueError("its first page is wrong")
        self._seen = bytearray(self._pages)
        self._key = None
        self._records = {}

    def records(self):
        """Goes through the tree from left to right, which is the order of the keys."""
        waiting = [1]
        leaf, next_leaf = 0, None
        while waiting:
            number = waiting.pop()
            kind, before, following, lower, upper = self._page(number)
            offsets = self._offsets(number, lower, upper)
            if kind == _INTERNAL and offsets:
                for offset in reversed(offsets):
                    waiting.append(self._unpack("<I", self._at(number) + offset + 4)[0])
            elif kind == _LEAF and before == leaf and next_leaf in (None, number):
                self._leaf(self._at(number), offsets, upper)
                leaf, next_leaf = number, following
            else:
                raise ValueError("page %d is wrong" % number)
        if next_leaf:
            raise ValueError("its last leaf is not the last")
        return self._records

    def _leaf(self, page, offsets, upper):
        ends = {}
        for offset in offsets:
            key_size, data_size, flags = self._unpack("<IIB", page + offset)
            end = offset + (9 + key_size + data_size + 3) // 4 * 4
            if end > self._page_size or flags & ~_BIG_DATA:
                raise ValueError("a record is wrong")
            ends[offset] = end
            key = self._bytes(page + offset + 9, key_size)
            if self._key is not None and key <= self._key:
                raise ValueError("its keys are not in order")
            self._key = key
            self._records[key] = self._value(page + offset + 9 + key_size, data_size, flags)
        for offset in sorted(ends):
            if offset != upper:
                raise ValueError("its records leave gaps")
            upper = ends[offset]
        if upper != self._page_size or len(ends) != len(offsets):
            raise ValueError("its records leave gaps")

    def _value(self, at, size, big):
        if not big:
            return self._bytes(at, size)
        if size != 8:
            raise ValueError("a record is wrong")
        number, left = self._unpack("<II", at)
        if left > self._pages * self._page_size:
            raise ValueError("a record is wrong")
        value = b""
        while left:
            kind, _, following, _, _ = self._page(number)
            if kind != _OVERFLOW:
                raise ValueError("page %d is wrong" % number)
            size = min(left, self._page_size - _PAGE_HEAD)
            value += self._bytes(self._at(number) + _PAGE_HEAD, size)
            left -= size
            number = following
        return value

    def _page(self, number):
        """(kind, previous, next, lower, upper) of a page that nothing else led to."""
        if not 1 <= number < self._pages or self._seen[number]:
            raise ValueError("page %d is wrong" % number)
        self._seen[number] = 1
        told, before, following, flags, lower, upper = self._unpack("<4I2H", self._at(number))
        if told != number:
            raise ValueError("page %d is wrong" % number)
        return flags & _KIND, before, following, lower, upper

    def _offsets(self, number, lower, upper):
        """Where the records of a page begin, in the order of their keys."""
        if not _PAGE_HEAD <= lower <= upper <= self._page_size or lower % 2:
            raise ValueError("page %d is wrong" % number)
        count = (lower - _PAGE_HEAD) // 2
        offsets = self._unpack("<%dH" % count, self._at(number) + _PAGE_HEAD)
        if any(not upper <= offset <= self._page_size - 9 for offset in offsets):
            raise ValueError("page %d is wrong" % number)
        return offsets

    def _at(self, number):
        return number * self._page_size

    def _unpack(self, form, at):
        return struct.unpack(form, self._bytes(at, struct.calcsize(form)))

    def _bytes(self, at, size):
        self._file.seek(at)
        found = self._file.read(size)
        if len(found) != size:
            raise ValueError("it is cut short")
        return found
