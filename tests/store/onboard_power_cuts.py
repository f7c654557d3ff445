"""The power fails at every single write and erase of the flash; the next boot finds old or new."""
# long: _SEED=1000 _LIVES=5 _LIFE=20

import gc
import os
import random

import chip
from wifi_setup.networks import Network, Networks

_FIXTURES = __file__.rsplit("/", 1)[0] + "/fixtures/"
_FILE = "/flash/credentials"
_LIVES, _LIFE = 7, 5  # so many times so many random changes, each cut everywhere
_SEED = 0
_HOWS = (chip.DROPPED, chip.TORN, chip.TORN_BITS)

_cuts = 0  # all that were tried by this file


def _networks(secret=None):
    return Networks(_FILE, secret)


def _state(secret=None):
    """All that a boot finds, in a form that can be compared."""
    networks = _networks(secret)
    rows = [
        (n.ssid, n.password, n.priority, n.hidden, n.static, n.last, n.channel, n.bssid)
        for n in networks.list()
    ]
    return rows, networks.settings()


def _boot(flash):
    chip.unmount()
    flash.on()
    chip.mount(flash)


def _flash_with(fixture=None):
    flash = chip.Flash()
    chip.mount(flash, make=True)
    if fixture:
        with open(_FIXTURES + fixture, "rb") as source, open(_FILE, "wb") as file:
            file.write(source.read())
    return flash


def _attempt(action):
    try:
        action()
    except OSError:
        pass  # the file system's answer once the power is gone


def _cut_everywhere(flash, action, secret=None):
    """Tries every cut of one change, then makes it; (old, new) as found after a boot."""
    global _cuts
    _boot(flash)
    image, old = flash.image(), _state(secret)
    flash.on()
    action()
    total = flash.count
    _boot(flash)
    done, new = flash.image(), _state(secret)
    for how in _HOWS:
        for number in range(1, total + 1):
            flash.restore(image)
            chip.mount(flash)
            flash.cut_at(number, how)
            _attempt(action)
            assert flash.off, "the same change took fewer writes"
            _boot(flash)
            found = _state(secret)
            assert found in (old, new), (number, how, found)
            damaged = [name for name in os.listdir("/flash") if "damaged" in name]
            assert not damaged, (number, how, damaged)
            _attempt_again(action, new, secret, number, how)
            _cuts += 1
    flash.restore(done)
    chip.mount(flash)
    return old, new


def _attempt_again(action, new, secret, number, how):
    """After the cut the same change works; what it counts up may have been counted already."""
    action()
    rows, settings = _state(secret)
    again = [row[:5] for row in rows], settings
    assert again == ([row[:5] for row in new[0]], new[1]), (number, how, again)


def test_the_first_network():
    flash = _flash_with()
    old, new = _cut_everywhere(flash, lambda: _networks().add(Network("Maple", "12345678")))
    assert old == ([], {}) and len(new[0]) == 1


def test_upgrading_each_founding_file():
    for name in ("wpa2", "open", "bytes", "cleared"):
        flash = _flash_with("credentials-founding-" + name)
        old, new = _cut_everywhere(flash, lambda: _networks().add(Network("Elm", "12345678")))
        assert len(new[0]) == len(old[0]) + 1


def test_upgrading_an_empty_file():
    flash = _flash_with("credentials-empty")
    _cut_everywhere(flash, lambda: _networks().add(Network("Elm", "12345678")))


def test_putting_a_damaged_file_aside():
    flash = _flash_with("credentials-bitrot")
    image = flash.image()
    flash.on()
    assert _networks().list() == []
    total = flash.count
    for how in _HOWS:
        for number in range(1, total + 1):
            flash.restore(image)
            chip.mount(flash)
            flash.cut_at(number, how)
            assert _networks().list() == []
            _boot(flash)
            assert _networks().list() == []
            assert os.listdir("/flash") == ["credentials.damaged"]


def test_add_change_note_and_remove():
    flash = _flash_with("credentials-founding-wpa2")
    bssid = b"\x01\x02\x03\x04\x05\x06"
    static = ("192.168.1.20/24", "192.168.1.1", "192.168.1.1")
    for action in (
        lambda: _networks().add(Network("Elm", "12345678", hidden=True, static=static)),
        lambda: _networks().add(Network("Elm", "another password")),
        lambda: _networks().succeeded("Elm", 6, bssid),
        lambda: _networks().set_setting("broker", {"host": "mqtt.example"}),
        lambda: _networks().reorder(["Elm", "Maple Street 12"]),
        lambda: _networks().remove("Elm"),
        lambda: _networks().remove("Maple Street 12"),
    ):
        _cut_everywhere(flash, action)


def test_clear():
    flash = _flash_with()
    _networks().add(Network("Maple", "12345678"))
    _networks().set_setting("a", 1)
    _old, new = _cut_everywhere(flash, lambda: _networks().clear())
    assert new == ([], {})


def test_sealed_passwords():
    flash = _flash_with("credentials-founding-wpa2")
    secret = "the maker's"
    for action in (
        lambda: _networks(secret).add(Network("Elm", "12345678")),
        lambda: _networks(secret).remove("Maple Street 12"),
    ):
        _cut_everywhere(flash, action, secret)


def test_two_cuts_in_a_row():
    global _cuts
    random.seed(_SEED + 4)
    flash = _flash_with("credentials-founding-wpa2")
    image, old = flash.image(), _state()
    action = lambda: _networks().add(Network("Elm", "12345678"))  # noqa: E731
    flash.on()
    action()
    total, new = flash.count, _state()
    for first in range(1, total + 1):
        for _ in range(10):
            flash.restore(image)
            chip.mount(flash)
            for number in (first, random.randrange(1, total + 1)):
                flash.cut_at(number, random.choice(_HOWS))
                _attempt(action)
                _boot(flash)
                assert _state() in (old, new), (first, number, _state())
                _cuts += 1


def test_a_long_life_of_random_changes():
    for number in range(_LIVES):
        random.seed(_SEED + 20 + number)
        flash = _flash_with()
        for _ in range(_LIFE):
            _cut_everywhere(flash, _random_change())


def _random_change():
    index = random.randrange(10)
    name = bytes([65 + index]) * (1 + 3 * index)
    number = random.getrandbits(24)
    return random.choice(
        (
            lambda: _networks().add(Network(name, "password %d" % number)),
            lambda: _networks().add(Network(name, "x" * 63, priority=number % 5)),
            lambda: _networks().set_setting("s%d" % (number % 5), "y" * (number % 999)),
            lambda: _networks().remove(name),
        )
    )


def test_on_fat():
    # Its rename is a removal and a renaming, so this is the one that needs what was left behind.
    global _cuts
    flash = chip.Flash(blocks=128, block_size=512)
    chip.mount(flash, "VfsFat", make=True)
    left_behind = 0
    for action in (
        lambda: _networks().add(Network("Maple", "12345678")),
        lambda: _networks().add(Network("Elm", "12345678")),
        lambda: _networks().remove("Maple"),
    ):
        image, old = flash.image(), _state()
        flash.on()
        action()
        total, done, new = flash.count, flash.image(), _state()
        for how in (chip.DROPPED, chip.TORN):
            for number in range(1, total + 1):
                flash.restore(image)
                chip.mount(flash, "VfsFat")
                flash.cut_at(number, how)
                _attempt(action)
                chip.unmount()
                gc.collect()  # a file that FAT could not close tries once more when it is freed
                flash.on()
                chip.mount(flash, "VfsFat")
                left_behind += "credentials" not in os.listdir("/flash") and bool(old[0])
                found = _state()
                assert found in (old, new), (number, how, found)
                _cuts += 1
        flash.restore(done)
        chip.mount(flash, "VfsFat")
    assert left_behind, "no cut fell between the removal and the renaming"


def test_how_many_cuts_were_tried():
    print("%d power cuts: each boot found the old content or the new, whole" % _cuts)
    assert _cuts > 2000, _cuts
