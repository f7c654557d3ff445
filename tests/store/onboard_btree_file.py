"""The btree files that are made page by page are ones that Berkeley DB reads, and goes on with."""

import random
import struct

import btree
from wifi_setup.btree_file import pieces
from wifi_setup.btree_pages import read


def _make(records):
    """The open file of these records; the bytes of a page."""
    file = open("made", "w+b")
    for piece in pieces(records):
        file.write(piece)
    file.flush()
    file.seek(8)
    size = struct.unpack("<I", file.read(4))[0]
    assert file.seek(0, 2) % size == 0
    return file, size


def _check(records):
    file, _ = _make(records)
    assert read(file) == records
    db = btree.open(file)
    assert dict(db.items()) == records
    assert list(db.keys()) == sorted(records)
    for key in records:
        assert db[key] == records[key]
    assert b"not there" not in db
    db.close()
    file.close()


def _random_records(seed):
    random.seed(seed)
    longest = random.choice((10, 60, 250, 1000, 5000))
    return {
        bytes(random.getrandbits(8) for _ in range(random.randrange(1, 70))): bytes(
            [random.getrandbits(8)]
        )
        * random.randrange(longest)
        for _ in range(random.randrange(1, 100))
    }


def test_no_record():
    _check({})


def test_one_record_of_every_size():
    for size in range(0, 3000, 7):
        _check({b"ssid": b"x" * size})


def test_records_that_just_fill_a_page():
    for size in range(30, 70):
        for count in range(5, 16):
            _check({b"key %02d" % index: b"x" * size for index in range(count)})


def test_random_records():
    for seed in range(300):
        _check(_random_records(seed))


def test_many_records_take_larger_pages():
    records = {b"key %d" % index: b"x" * 150 for index in range(180)}
    _check(records)
    file, page_size = _make(records)
    assert page_size == 32768
    file.close()


def test_more_than_a_page_can_hold_is_refused():
    records = {b"key %d" % index: b"x" * 150 for index in range(200)}
    try:
        _make(records)
    except OSError as error:
        assert error.errno == 28
        return
    raise AssertionError("it was made")


def test_long_keys_take_larger_pages():
    _check({b"k" * 1000: b"v", b"l" * 2000: b"w" * 2000, b"m" * 500: b"", b"n" * 300: b"x" * 9})


def test_btree_goes_on_with_the_file():
    for seed in range(60):
        random.seed(seed)
        records = {
            b"key %d" % random.randrange(99): b"x" * random.randrange(40)
            for _ in range(random.randrange(60))
        }
        file, _ = _make(records)
        db = btree.open(file)
        for _ in range(100):
            key = b"key %d" % random.randrange(99)
            if random.random() < 0.4 and key in records:
                del db[key]
                del records[key]
            else:
                records[key] = b"y" * random.randrange(40)
                db[key] = records[key]
        db.close()
        assert read(file) == records, seed
        file.close()
