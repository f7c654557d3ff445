"""The btree module where the interpreter has none: the semantics of MicroPython's own."""

import errno
import io

import btree

ROWS = ((b"bar1", b"foo1"), (b"foo1", b"bar1"), (b"foo3", b"bar3"))


def _db():
    db = btree.open(io.BytesIO())
    for key, value in ROWS:
        db[key] = value
    return db


def _opened(options):
    return btree.open(io.BytesIO(), **options)


def _raises(kind, call, *args):
    try:
        call(*args)
    except kind as error:
        return error
    raise AssertionError("nothing was raised")


def test_values_are_stored_found_changed_and_deleted():
    db = _db()
    assert db[b"foo1"] == b"bar1" and db["foo1"] == b"bar1"
    assert db.get(b"foo1") == b"bar1" and db.get("none") is None and db.get(b"none", 7) == 7
    db["foo1"] = "new"
    assert db[b"foo1"] == b"new"
    assert db.put(b"foo1", b"newer") == 0 and db[b"foo1"] == b"newer"
    del db[b"foo1"]
    assert b"foo1" not in db and "foo3" in db
    _raises(KeyError, lambda: db[b"foo1"])
    _raises(KeyError, db.__delitem__, b"foo1")


def test_keys_are_str_or_bytes():
    db = _db()
    for wrong in (1, None, bytearray(b"foo1")):
        _raises(TypeError, db.get, wrong)
        _raises(TypeError, db.put, b"key", wrong)


def test_empty_and_large_values():
    db = _db()
    db[b"empty"] = b""
    db[b"large"] = b"x" * 20000
    db["Zürich"] = "ü"
    assert db[b"empty"] == b"" and len(db[b"large"]) == 20000
    assert db["Zürich".encode()] == "ü".encode()


def test_iteration_is_in_the_order_of_the_keys():
    db = _db()
    assert list(db) == [key for key, _ in ROWS]
    assert list(db.keys()) == list(db)
    assert list(db.values()) == [value for _, value in ROWS]
    assert tuple(db.items()) == ROWS
    assert tuple(db.items(None, None)) == ROWS


def test_a_range_ends_before_its_end_or_with_it():
    db = _db()
    assert list(db.keys(b"f")) == [b"foo1", b"foo3"]
    assert list(db.keys(b"f", b"foo3")) == [b"foo1"]
    assert list(db.keys("f", "foo3", btree.INCL)) == [b"foo1", b"foo3"]
    assert list(db.keys(None, b"foo3")) == [b"bar1", b"foo1"]
    assert list(db.keys(b"zzz")) == []


def test_downwards():
    db = _db()
    assert list(db.keys(None, None, btree.DESC)) == [b"foo3", b"foo1", b"bar1"]
    assert list(db.keys(b"foo1", None, btree.DESC)) == [b"foo1", b"bar1"]
    assert list(db.keys(None, b"foo1", btree.DESC)) == [b"foo3"]
    assert list(db.keys(None, b"foo1", btree.DESC | btree.INCL)) == [b"foo3", b"foo1"]


def test_plain_iteration_forgets_the_range_before():
    db = _db()
    assert list(db.values(b"f", None)) == [b"bar1", b"bar3"]
    assert list(db) == [b"bar1", b"foo1", b"foo3"]


def test_seq_walks_as_the_library_does():
    db = _db()
    assert db.seq(3) == ROWS[0]  # R_FIRST
    assert db.seq(7) == ROWS[1] and db.seq(7) == ROWS[2] and db.seq(7) is None  # R_NEXT
    assert db.seq(6) == ROWS[2] and db.seq(9) == ROWS[1]  # R_LAST, R_PREV
    assert db.seq(1, b"foo2") == ROWS[2]  # R_CURSOR: the first that is not before it


def test_deleting_all_while_walking_from_the_start():
    db = _db()
    for key in list(db):
        del db[key]
    assert list(db) == []


def test_many_keys_split_pages():
    stream = io.BytesIO()
    db = btree.open(stream, pagesize=512)
    for number in range(500):
        db["%04d" % (number * 7 % 500)] = b"v" * (number % 60)
    db.flush()
    assert [int(key) for key in db] == list(range(500))
    assert len(stream.getvalue()) % 512 == 0
    db.close()


def test_a_closed_database_is_a_value_error():
    db = _db()
    assert db.close() == 0
    for use in (db.flush, lambda: db["a"], lambda: db.put("a", "b"), lambda: list(db)):
        _raises(ValueError, use)
    _raises(ValueError, db.get, b"a")
    _raises(ValueError, db.seq, 3)
    _raises(ValueError, lambda: b"a" in db)
    assert db.close() in (0, None)
    assert "btree" in repr(db)


def test_impossible_page_sizes_and_flags_are_einval():
    for wrong in ({"pagesize": 511}, {"pagesize": 100000}, {"flags": 2}, {"minkeypage": 1}):
        error = _raises(OSError, _opened, wrong)
        assert error.errno == errno.EINVAL, wrong


def test_what_is_no_stream_is_refused():
    _raises(OSError, btree.open, 5)
    _raises(TypeError, btree.open)
    _raises(TypeError, lambda: btree.open(io.BytesIO(), 1))
    _raises(TypeError, lambda: btree.open(io.BytesIO(), page=512))
