"""The store by itself: records of bytes, of whatever size and number."""

import os
import random

from wifi_setup.store import Store


def _bytes(longest):
    return bytes(random.getrandbits(8) for _ in range(random.randrange(longest)))


def test_records_of_all_sizes_come_back():
    store = Store("records")
    for seed in range(400):
        random.seed(seed)
        longest = random.choice((50, 300, 600, 3000))
        count = random.randrange(1, 60)
        records = {b"k" + _bytes(66): _bytes(longest) for _ in range(count)}
        store.write(records)
        assert store.read() == records, seed
    store.clear()


def test_nothing_but_the_records_is_in_the_file():
    # Such as what the memory of a page held before: a password that was just forgotten.
    names = [b"key %d" % index for index in range(30)]
    for size in (5, 101, 2000):
        files = set()
        for order in (names, names[::-1], names[15:] + names[:15]):
            Store("records").write({b"other": bytes([size & 0xFF]) * 3000})
            Store("records").write({name: name[-1:] * size for name in order})
            with open("records", "rb") as file:
                files.add(file.read())
        assert len(files) == 1, size
    Store("records").clear()


def test_no_records_are_stored_too():
    store = Store("records")
    store.write({b"a": b"b"})
    store.write({})
    assert store.read() == {}
    assert os.listdir() == ["records"]
    store.clear()


def test_every_byte_of_a_file_is_watched():
    store = Store("records")
    store.write({b"ssid": b"Maple Street 12"})
    with open("records", "rb") as file:
        whole = file.read()
    for index in range(len(whole)):
        damaged = bytearray(whole)
        damaged[index] ^= 0x10
        with open("records", "wb") as file:
            file.write(damaged)
        assert store.read() == {}, index
        assert "records" not in os.listdir(), index
        os.rename("records.damaged", "aside")
    os.remove("aside")
