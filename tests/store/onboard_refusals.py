"""A full file system, a read-only one, a read-only file: an OSError that says so, nothing lost."""

import errno
import os

import chip
from wifi_setup.networks import Network, Networks

_FILE = "/flash/credentials"

_ENOSPC = 28  # MicroPython's errno module does not name these two
_EROFS = 30


def _known():
    return [(network.ssid, network.password) for network in Networks(_FILE).list()]


def _refused(action):
    """The errno of a refusal, whose text must name the file and no password."""
    try:
        action()
    except OSError as error:
        assert _FILE in str(error) and "as it was" in str(error), str(error)
        assert "87654321" not in str(error)
        assert error.errno != _ENOSPC or "no room" in str(error)
        assert error.errno != _EROFS or "read-only" in str(error)
        return error.errno
    return None


def _fill(leave):
    """Fills the file system until a file of so many bytes would not fit any more."""
    size = os.statvfs("/flash")
    room = size[0] * size[3] - leave
    try:
        while room > 0:  # in pieces: one that does not fit is dropped whole
            with open("/flash/ballast", "ab") as file:
                file.write(bytes(min(room, 256)))
            room -= 256
    except OSError as error:
        assert error.errno == _ENOSPC


def _with_one_network(kind="VfsLfs2"):
    flash = chip.Flash(blocks=128, block_size=512)
    chip.mount(flash, kind, make=True)
    Networks(_FILE).add(Network("Maple", "12345678"))
    return flash


def test_a_folder_that_is_missing_is_named_as_such():
    _with_one_network()
    try:
        Networks("/flash/data/credentials").add(Network("Oak", "12345678"))
        raise AssertionError("stored in no folder")
    except OSError as error:
        assert error.errno == errno.ENOENT
        assert str(error).endswith("/flash/data/credentials is as it was: there is no such folder")
    assert _known() == [(b"Maple", b"12345678")]


def test_a_full_file_system_keeps_the_old_network():
    for kind in ("VfsLfs2", "VfsFat"):
        refusals = 0
        flash = _with_one_network(kind)
        image = flash.image()
        for leave in range(0, 8192, 128):
            flash.restore(image)
            chip.mount(flash, kind)
            _fill(leave)
            code = _refused(lambda: Networks(_FILE).set_setting("text", "87654321" * 250))
            names = [name for name in os.listdir("/flash") if name != "ballast"]
            assert names == ["credentials"], names
            chip.unmount()
            chip.mount(flash, kind)
            assert code in (None, _ENOSPC), code
            assert _known() == [(b"Maple", b"12345678")]
            assert bool(Networks(_FILE).settings()) == (code is None), (kind, leave)
            refusals += code is not None
        print("%s: %d of 64 writes refused for want of room" % (kind, refusals))
        assert 5 < refusals < 64, refusals


def test_no_room_for_another_name_is_said_to_be_no_room():
    """littlefs has a code of its own for it (lfs_file_opencfg_: LFS_ERR_NAMETOOLONG)."""
    _with_one_network()
    _fill(0)
    count = 0
    while True:  # until no file can be made any more
        try:
            open("/flash/%d" % count, "wb").close()
            count += 1
        except OSError:
            break
    assert _refused(lambda: Networks(_FILE).add(Network("Oak", "87654321"))) == _ENOSPC
    assert _known() == [(b"Maple", b"12345678")]


def test_more_than_a_leaf_holds_is_refused_and_keeps_the_old_network():
    flash = chip.Flash(blocks=512, block_size=512)
    chip.mount(flash, make=True)
    networks = Networks(_FILE)
    networks.add(Network("Maple", "12345678"))
    networks.set_setting("long", "x" * 9000)  # on pages of its own
    stored = 0
    try:
        while True:
            networks.set_setting("%03d" % stored, "x" * 200)
            stored += 1
    except OSError as error:
        assert error.errno == _ENOSPC
    assert 130 < stored < 160, stored  # 32 KB
    assert _known() == [(b"Maple", b"12345678")] and len(networks.settings()) == stored + 1
    assert _refused(lambda: networks.set_setting("one more", "x" * 200)) == _ENOSPC


def test_a_full_file_system_can_be_cleared_and_used_again():
    _with_one_network()
    _fill(0)
    assert _refused(lambda: Networks(_FILE).set_setting("text", "87654321" * 250)) == _ENOSPC
    Networks(_FILE).clear()
    assert _known() == []
    os.remove("/flash/ballast")
    Networks(_FILE).add(Network("Elm", "87654321"))
    assert _known() == [(b"Elm", b"87654321")]


def test_a_file_in_the_root_folder_can_be_cleared():
    _with_one_network()
    here = os.getcwd()
    os.chdir("/flash")
    try:
        for filename in ("credentials", "/flash/credentials"):
            Networks(filename).add(Network("Elm"))
            with open(filename + ".damaged", "wb") as file:
                file.write(b"x")
            Networks(filename).clear()
            assert os.listdir("/flash") == []
    finally:
        os.chdir(here)


def test_a_damaged_file_can_be_put_aside_when_full():
    _with_one_network()
    with open(_FILE, "r+b") as file:
        file.seek(120)
        file.write(b"damage")
    _fill(0)
    assert _known() == []
    assert "credentials.damaged" in os.listdir("/flash")


def test_a_read_only_file_system_is_read_and_left_alone():
    flash = _with_one_network()
    chip.unmount()
    os.mount(os.VfsLfs2(flash), "/flash", readonly=True)
    assert _known() == [(b"Maple", b"12345678")]
    for action in (
        lambda: Networks(_FILE).add(Network("Elm", "87654321")),
        lambda: Networks(_FILE).remove("Maple"),
        lambda: Networks(_FILE).set_setting("a", 1),
    ):
        assert _refused(action) == _EROFS
    assert _known() == [(b"Maple", b"12345678")]


def test_damage_on_a_read_only_file_system_does_not_stop_the_boot():
    flash = _with_one_network()
    with open(_FILE, "r+b") as file:
        file.seek(120)
        file.write(b"damage")
    chip.unmount()
    os.mount(os.VfsLfs2(flash), "/flash", readonly=True)
    assert _known() == []
    assert Networks(_FILE).settings() == {}
    assert os.listdir("/flash") == ["credentials"]


def test_a_chip_that_refuses_writes_keeps_the_old_network():
    flash = _with_one_network()
    flash.read_only = True
    assert _refused(lambda: Networks(_FILE).add(Network("Elm", "87654321"))) is not None
    flash.read_only = False
    chip.unmount()
    chip.mount(flash)
    assert _known() == [(b"Maple", b"12345678")]


def test_a_read_only_file_is_not_replaced():
    flash = _with_one_network("VfsFat")
    at = bytes(flash.data).index(b"CREDEN~1")
    flash.data[at + 11] |= 1  # the attribute "read-only" of a FAT directory entry
    chip.unmount()
    chip.mount(flash, "VfsFat")
    assert _refused(lambda: Networks(_FILE).add(Network("Elm", "87654321"))) == errno.EACCES
    assert _known() == [(b"Maple", b"12345678")]
    assert os.listdir("/flash") == ["credentials"]


def test_a_folder_in_the_place_of_the_file_does_not_stop_the_boot():
    flash = chip.Flash()
    chip.mount(flash, make=True)
    os.mkdir(_FILE)
    assert _known() == []
    try:
        Networks(_FILE).add(Network("Elm", "87654321"))
        raise AssertionError("it was stored")
    except OSError as error:
        assert error.errno == errno.EISDIR


def test_a_chip_that_cannot_be_read_does_not_stop_the_boot():
    flash = _with_one_network()
    chip.unmount()
    chip.mount(flash)
    flash.off = True
    assert _known() == []
    flash.on()
    chip.mount(flash)
    assert _known() == [(b"Maple", b"12345678")]
