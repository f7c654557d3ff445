"""Healthy btree files of every shape are read page by page to the last record."""

import random

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
    for seed in range(300):
        _history(seed, 4096, random.randrange(1, 40))


def test_trees_of_many_pages():
    for seed in range(50):
        for page_size in (512, 1024, 4096):
            _history(seed, page_size, 300)


def test_trees_with_overflow_pages():
    for seed in range(50):
        for page_size in (512, 1024, 4096):
            _history(seed, page_size, 100, big=0.2)


def test_large_trees():
    for seed in range(3):
        _history(seed, 512, 4000)


def test_how_many_trees_were_read():
    print("%d healthy btree files read page by page as btree reads them" % _trees)
    assert _trees > 1500, _trees
