"""Flash that loses its power: what is on it afterwards, and that a file system notices."""

import gc
import os

import vfs
from simulated.flash import DROPPED, TORN, TORN_BITS, Flash

_OLD, _NEW = b"o" * 3000, b"n" * 3000


def _formatted():
    flash = Flash(16)
    vfs.VfsLfs2.mkfs(flash)
    return flash


def _change(flash, content):
    """A change as a careful program makes it; False if the power went meanwhile."""
    files = vfs.VfsLfs2(flash)
    try:
        with files.open("/new", "wb") as file:
            file.write(content)
        files.rename("/new", "/file")
    except OSError:
        return False
    return True


def _found(flash):
    with vfs.VfsLfs2(flash).open("/file", "rb") as file:
        return file.read()


def test_it_is_erased_at_first_and_has_its_size():
    flash = Flash(2, 512)
    assert flash.image() == b"\xff" * 1024
    assert flash.ioctl(4, 0) == 2 and flash.ioctl(5, 0) == 512


def test_writes_and_erases_are_counted():
    flash = Flash(2, 512)
    flash.writeblocks(1, b"abc", 5)
    flash.ioctl(6, 0)
    assert flash.count == 2 and flash.image()[512 + 5 : 512 + 8] == b"abc"
    flash.ioctl(6, 1)
    assert flash.image() == b"\xff" * 1024


def test_the_last_operation_is_dropped_or_torn():
    expected = {DROPPED: b"\xff" * 8, TORN: b"abcd\xff\xff\xff\xff", TORN_BITS: b"\xffbcdefg\xff"}
    for how, content in expected.items():
        flash = Flash(1, 512)
        flash.cut_at(1, how)
        assert flash.writeblocks(0, b"abcdefgh", 0) == -5
        assert flash.image()[:8] == content, how


def test_without_power_nothing_works_until_it_is_back():
    flash = Flash(1, 512)
    flash.cut_at(2)
    assert flash.writeblocks(0, b"a", 0) == 0
    assert flash.writeblocks(0, b"b", 1) == -5 and flash.off
    buffer = bytearray(1)
    assert flash.writeblocks(0, b"c", 2) == flash.readblocks(0, buffer, 0) == -5
    assert flash.ioctl(6, 0) == -5
    flash.on()
    assert flash.readblocks(0, buffer, 0) == 0 and buffer == b"a"


def test_every_cut_leaves_the_old_or_the_new_file():
    flash = _formatted()
    assert _change(flash, _OLD)
    before, cuts, new = flash.image(), 0, 0
    for how in (DROPPED, TORN, TORN_BITS):
        number = 1
        while True:
            flash.restore(before)
            flash.cut_at(number, how)
            done = _change(flash, _NEW)
            gc.collect()
            flash.on()
            found = _found(flash)
            assert found in (_OLD, _NEW), (how, number)
            new += found == _NEW
            if done:
                break
            cuts, number = cuts + 1, number + 1
        assert found == _NEW
    print("%d cuts, %d times the new file" % (cuts, new))
    assert cuts > 30


def test_a_file_of_the_host_keeps_it():
    for turn in (1, 2):
        flash = Flash.of_file(os.getcwd() + "/flash.img", 16)
        if turn == 1:
            vfs.VfsLfs2.mkfs(flash)
            assert _change(flash, _OLD)
        else:
            assert _found(flash) == _OLD
    assert os.stat("flash.img")[6] == 16 * 4096
