"""Healthy btree files of every shape are read page by page to the last record."""

import io
import random
import struct

import btree
from wifi_setup.btree_pages import read

_trees = 0


def _history(seed, page_size, changes, big=0.0):
    """Makes a file by random changes, closing and opening it between them now and then.

    A record takes at most a quarter of a page, or its value (`big`: how often) goes to overflow
    pages: with those in between, Berkeley DB 1.85 damages its own files.
    """
    random.seed(seed)
    longest = page_size // 8 - 16
    keys = [bytes([random.getrandbits(8)]) * random.randrange(1, longest) for _ in range(60)]
    open("tree", "wb").close()
    file = open("tree", "r+b")
    db = btree.open(file, pagesize=page_size)
    for _ in range(changes):
        key = random.choice(keys) + b"%d" % random.randrange(5)
        if random.random() < 0.65:
            size = random.randrange(longest)
            if random.random() < big:
                size = random.randrange(page_size, 4 * page_size)
            db[key] = bytes([size & 0xFF]) * size
        elif key in db:
            del db[key]
        if random.random() < 0.05:
            db.close()
            _compare(file, seed)
            db = btree.open(file)
    db.close()
    file.close()
    with open("tree", "rb") as file:
        _compare(file, seed)


def _compare(file, seed):
    global _trees
    db = btree.open(file)
    expected = dict(db.items())
    db.close()
    if file.seek(0, 2):
        assert read(file) == expected, seed
        _trees += 1


def test_small_trees():
    for seed in range(120):
        _history(seed, 4096, random.randrange(1, 40))


def test_trees_of_many_pages():
    for seed in range(25):
        for page_size in (512, 1024, 4096):
            _history(seed, page_size, 300)


def test_trees_with_overflow_pages():
    for seed in range(25):
        for page_size in (512, 1024, 4096):
            _history(seed, page_size, 100, big=0.2)


def test_large_trees():
    for seed in range(3):
        _history(seed, 512, 4000)


def _tree(page_size, count, size):
    """The bytes of a tree with so many records of a size, and what they are."""
    file = open("tree", "w+b")
    db = btree.open(file, pagesize=page_size)
    for index in range(count):
        db[b"key %04d" % index] = b"x" * size
    db.close()
    file.seek(0)
    content = file.read()
    file.close()
    return content


def _outcome(content):
    """ "read" or "refused"; anything else, and anything without an end, is a fault."""
    try:
        read(io.BytesIO(content))
        return "read"
    except ValueError as error:
        assert 5 < len(str(error)) < 60, error
        return "refused"


def test_a_page_that_leads_back_is_refused():
    content = _tree(512, 100, 20)
    pages = len(content) // 512
    root = content[512:1024]
    count = (struct.unpack("<H", root[16:18])[0] - 20) // 2
    assert root[12] == 1 and count > 5, "an internal page"
    for index in range(count):
        offset = struct.unpack("<H", root[20 + 2 * index :])[0]
        for target in (0, 1, 2, 3, pages, 0xFFFFFFFF):
            child = 512 + offset + 4
            damaged = content[:child] + struct.pack("<I", target) + content[child + 4 :]
            assert damaged == content or _outcome(damaged) == "refused", (index, target)


def test_an_overflow_page_that_leads_back_is_refused():
    content = _tree(512, 1, 3000)
    links = [at for at in range(1024, len(content), 512) if content[at + 12] == 4]
    assert len(links) > 5
    for at in links[:-1]:
        for target in (0, 1, 2, at // 512, links[0] // 512, 0xFFFFFFFF):
            damaged = content[: at + 8] + struct.pack("<I", target) + content[at + 12 :]
            assert damaged == content or _outcome(damaged) == "refused", (at, target)


def test_evil_numbers_anywhere_come_to_an_end():
    tried = 0
    for content in (_tree(512, 30, 20), _tree(512, 2, 1200), _tree(4096, 2, 20)):
        for page in range(0, len(content), max(512, len(content) // 20)):
            for at in list(range(page, page + 48)) + list(range(page + 440, page + 512)):
                for number in (
                    b"\x00" * 4,
                    b"\x01\x00\x00\x00",
                    b"\xff\xff",
                    b"\xff" * 4,
                    b"\x14",
                ):
                    damaged = content[:at] + number + content[at + len(number) :]
                    tried += _outcome(damaged[: len(content)]) == "refused"
    print("%d files with evil numbers refused" % tried)
    assert tried > 5000, tried


def test_how_many_trees_were_read():
    print("%d healthy btree files read page by page as btree reads them" % _trees)
    assert _trees > 1200, _trees
