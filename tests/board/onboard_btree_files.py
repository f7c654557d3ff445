"""btree on files: those of the native module are read, and written as it would."""

import errno
import io
import os

import btree
import vfs
from simulated.flash import Flash

_FIXTURES = __file__.rsplit("/", 2)[0] + "/store/fixtures/"
_WPA2 = {b"ssid": b"Maple Street 12", b"password": b"correct horse battery"}


def _content(name):
    with open(name, "rb") as file:
        return file.read()


def _fixture(name):
    return _content(_FIXTURES + "credentials-" + name)


def _rows(content):
    db = btree.open(io.BytesIO(content))
    try:
        return dict(db.items())
    finally:
        db.close()


def test_files_of_the_native_module_are_read():
    assert _rows(_fixture("founding-wpa2")) == _WPA2
    assert _rows(_fixture("founding-open")) == {b"ssid": "Café Zürich — Guests".encode()}
    assert _rows(_fixture("founding-cleared")) == {}
    assert _rows(_fixture("founding-bytes"))[b"ssid"] == b"\xff\xfe\x00caf\xe9"
    assert _rows(_fixture("empty")) == {}


def test_reading_changes_nothing():
    stream = io.BytesIO(_fixture("founding-wpa2"))
    btree.open(stream).close()
    assert stream.getvalue() == _fixture("founding-wpa2")


def test_a_file_is_written_as_the_native_module_writes_it():
    with open("credentials", "w+b") as file:
        db = btree.open(file)
        db[b"ssid"] = b"Maple Street 12"
        db[b"password"] = b"correct horse battery"
        assert db.flush() == 0
        db.close()
    made, native = _content("credentials"), _fixture("founding-wpa2")
    assert len(made) == len(native)
    # The two bytes that pad an entry to a multiple of four are whatever was in memory.
    assert [at for at in range(len(made)) if made[at] != native[at]] in ([], [8162, 8163])


def test_a_file_of_the_system_and_a_stream_get_the_same_content():
    stream = io.BytesIO()
    with open("same", "w+b") as file:
        for target in (file, stream):
            db = btree.open(target, pagesize=512)
            for number in range(200):
                db["%03d" % number] = b"x" * 40
            db.close()
    made = _content("same")
    assert len(made) == len(stream.getvalue())
    assert _rows(made) == _rows(stream.getvalue()) and len(_rows(made)) == 200


def test_changes_of_a_native_file_are_there_after_reopening():
    for mode in ("file", "stream"):
        with open("old", "wb") as file:
            file.write(_fixture("founding-wpa2"))
        stream = open("old", "r+b") if mode == "file" else io.BytesIO(_fixture("founding-wpa2"))
        db = btree.open(stream)
        db[b"ssid"] = b"other"
        del db[b"password"]
        db.flush()
        again = _rows(_content("old") if mode == "file" else stream.getvalue())
        assert again == {b"ssid": b"other"}, mode
        db.close()
        stream.close()


def test_damage_that_the_library_notices_is_einval():
    for damaged in (b"x" * 100, _fixture("founding-wpa2")[:20], b"\x00" * 8192):
        try:
            btree.open(io.BytesIO(damaged))
        except OSError as error:
            assert error.errno == errno.EINVAL
        else:
            raise AssertionError("opened")


class _Recorder:
    """A stream that tells where it is written."""

    def __init__(self):
        self.stream = io.BytesIO()
        self.seek, self.readinto, self.flush = (
            self.stream.seek,
            self.stream.readinto,
            self.stream.flush,
        )
        self.written = []

    def write(self, data):
        self.written.append((self.stream.tell(), len(data)))
        return self.stream.write(data)


def test_only_changed_pages_are_written_back_and_in_order():
    stream = _Recorder()
    db = btree.open(stream, pagesize=512)
    for number in range(300):
        db["%03d" % number] = b"x" * 40
    assert db.flush() == 0
    assert len(stream.written) > 30
    assert stream.written == [(512 * page, 512) for page in range(len(stream.written))]
    stream.written.clear()
    db["150"] = b"y" * 40
    assert db.flush() == 0
    assert len(stream.written) == 1 and stream.written[0][1] == 512
    stream.written.clear()
    assert db.flush() == 0 and db.close() == 0
    assert stream.written == []


def test_on_littlefs_a_flush_is_enough():
    flash = _mounted()
    with open("/flash/db", "w+b") as file:
        db = btree.open(file)
        db[b"a"] = b"1"
        db.flush()
        vfs.mount(vfs.VfsLfs2(flash), "/again")
        assert _rows(_content("/again/db")) == {b"a": b"1"}
        vfs.umount("/again")
        db.close()


def test_a_full_file_system_is_minus_one_as_with_the_native_module():
    _mounted(blocks=8)
    with open("/flash/db", "w+b") as file:
        db = btree.open(file)
        for number in range(1500):
            db["%05d" % number] = b"x" * 50
        assert db.flush() == -1
        assert db.close() == -1


def test_a_read_only_flash_is_minus_one():
    flash = _mounted()
    with open("/flash/db", "w+b") as file:
        db = btree.open(file)
        db[b"a"] = b"1"
        flash.read_only = True
        assert db.flush() == -1
        flash.read_only = False
        assert db.close() == 0
    assert _rows(_content("/flash/db")) == {b"a": b"1"}


def _mounted(blocks=32):
    try:
        vfs.umount("/flash")
    except OSError:
        pass  # the first time
    flash = Flash(blocks)
    vfs.VfsLfs2.mkfs(flash)
    vfs.mount(vfs.VfsLfs2(flash), "/flash")
    return flash


def test_nothing_is_left_open():
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        btree.open(io.BytesIO()).close()
        with open("left", "w+b") as file:
            btree.open(file).close()
    try:
        btree.open(io.BytesIO(b"x" * 100))
    except OSError:
        pass
    assert len(os.listdir("/proc/self/fd")) == before
