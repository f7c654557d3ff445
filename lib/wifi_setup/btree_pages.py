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

_MAGIC = const(0x053162)
_VERSION = const(3)
_NO_DUPLICATES = const(0x20)  # the one flag that MicroPython's files have

_HEAD = const(20)  # of a page: number, previous, next, flags (4 bytes each), lower, upper (2 each)
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
    return _Tree(file, marked).read()


class _Tree:
    def __init__(self, file, marked):
        self._file = file
        size = file.seek(0, 2)
        file.seek(0)
        magic, version, self._size, free, count, flags = struct.unpack("<6I", file.read(24))
        if magic != _MAGIC or version != _VERSION or count or flags != _NO_DUPLICATES:
            raise ValueError("it is not a btree file")
        if not 512 <= self._size <= 65536 or self._size % 2:
            raise ValueError("its page size is wrong")
        pages, rest = divmod(size, self._size)
        if rest or pages < 2 or free >= pages:
            raise ValueError("it is cut short")
        _hold(marked or not any(file.read(self._size - 24)), 0)
        self._seen = bytearray(pages)
        self._key, self._records = None, {}

    def read(self):
        """Goes through the tree from left to right, which is the order of the keys."""
        waiting = [1]
        leaf, following = 0, None
        while waiting:
            number = waiting.pop()
            page, kind, before, after = self._page(number)
            lower, upper = struct.unpack_from("<2H", page, 16)
            _hold(_HEAD <= lower <= upper <= self._size and lower % 2 == 0, number)
            offsets = struct.unpack_from("<%dH" % ((lower - _HEAD) // 2), page, _HEAD)
            _hold(all(upper <= offset <= self._size - 9 for offset in offsets), number)
            if kind == _INTERNAL and offsets:
                for offset in reversed(offsets):
                    waiting.append(struct.unpack_from("<I", page, offset + 4)[0])
            else:
                _hold(kind == _LEAF and before == leaf and following in (None, number), number)
                self._leaf(page, number, offsets, upper)
                leaf, following = number, after
        _hold(not following, following)
        return self._records

    def _leaf(self, page, number, offsets, upper):
        ends = {}
        for offset in offsets:
            key_size, size, flags = struct.unpack_from("<IIB", page, offset)
            ends[offset] = end = offset + (9 + key_size + size + 3) // 4 * 4
            _hold(end <= self._size and flags in (0, _BIG_DATA), number)
            at = offset + 9 + key_size
            key, value = page[offset + 9 : at], page[at : at + size]
            _hold(self._key is None or key > self._key, number)
            self._key = key
            self._records[key] = self._big(value, number) if flags else value
        for offset in sorted(ends):
            _hold(offset == upper, number)
            upper = ends[offset]
        _hold(upper == self._size and len(ends) == len(offsets), number)

    def _big(self, place, number):
        _hold(len(place) == 8, number)
        following, left = struct.unpack("<II", place)
        _hold(left <= len(self._seen) * self._size, number)
        value = b""
        while left > 0:
            number = following
            page, kind, _, following = self._page(number)
            _hold(kind == _OVERFLOW, number)
            value += page[_HEAD : _HEAD + left]
            left -= self._size - _HEAD
        return value

    def _page(self, number):
        """(the page, its kind, previous, next) of one that nothing else led to."""
        _hold(1 <= number < len(self._seen) and not self._seen[number], number)
        self._seen[number] = 1
        self._file.seek(number * self._size)
        page = self._file.read(self._size)
        told, before, after, flags = struct.unpack_from("<4I", page)
        _hold(told == number and len(page) == self._size, number)
        return page, flags & _KIND, before, after


def _hold(sound, number):
    if not sound:
        raise ValueError("page %d is wrong" % number)
