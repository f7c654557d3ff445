"""Thousands of damaged files: none stops the board, each is kept, and no half is believed.

The interpreter dies with a file that should not have reached `btree`, and the test with it.
"""
# long: _SEED=1000 _EACH=4000

import io
import logging
import os
import random

from wifi_setup.networks import Network, Networks

_FIXTURES = __file__.rsplit("/", 1)[0] + "/fixtures/"
_EACH = 1250  # corruptions of each file
_SEED = 0

_log = io.StringIO()
_tried = _kept = _unharmed = 0


def _content(name):
    with open(name, "rb") as file:
        return file.read()


def _lay_down(content):
    for old in os.listdir():
        os.remove(old)
    with open("credentials", "wb") as file:
        file.write(content)


def _state(networks):
    return [(n.ssid, n.password, n.priority, n.static) for n in networks.list()]


# The ways of damage. Each takes a bytearray and gives back what became of it.


def _flip_bits(content):
    for _ in range(random.choice((1, 1, 2, 8, 64))):
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    return content


def _flip_bits_that_steer(content):
    # Page heads, offsets and the sizes of records are where a reader can be led astray.
    page = random.choice((512, 1024, 4096))
    for _ in range(random.choice((1, 2, 4))):
        at = random.randrange(0, len(content), page) + random.randrange(40)
        if at < len(content):
            content[at] = random.choice((0, 1, 2, 4, 0xFF, random.randrange(256)))
    return content


def _cut_shorter(content):
    return content[: random.randrange(len(content))]


def _swap_pages(content):
    page = random.choice((32, 512, 1024, 4096))
    one, other = (random.randrange(0, len(content), page) for _ in range(2))
    size = min(page, len(content) - max(one, other))
    kept = bytes(content[one : one + size])
    content[one : one + size] = bytes(content[other : other + size])
    content[other : other + size] = kept
    return content


def _blank(content):
    size = random.choice((1, 4, 16, 512, 1024, 4096))
    at = random.randrange(len(content))
    size = min(size, len(content) - at)
    content[at : at + size] = random.choice((b"\x00", b"\xff")) * size
    return content


def _add_a_tail(content):
    tail = bytes(random.getrandbits(8) for _ in range(random.choice((1, 100, 1024, 4096))))
    if random.random() < 0.5:
        return content + tail
    return content[: random.randrange(len(content))] + tail


_WAYS = (_flip_bits, _flip_bits_that_steer, _cut_shorter, _swap_pages, _blank, _add_a_tail)


def _damage_many(original, has_digest):
    """Tries `_EACH` corruptions of a file's content."""
    global _tried, _kept, _unharmed
    _lay_down(original)
    healthy = _state(Networks())
    for number in range(_EACH):
        damaged = bytes(random.choice(_WAYS)(bytearray(original)))
        _lay_down(damaged)
        found = _state(Networks())
        _tried += 1
        aside = os.listdir() == ["credentials.damaged"]
        assert _log.getvalue().count("\n") == aside, "a sentence for each, and no other"
        if aside:
            _kept += 1
            assert found == [] and _content("credentials.damaged") == damaged
        else:
            assert os.listdir() == ["credentials"]
            assert _content("credentials") == damaged, "reading must change nothing"
            _unharmed += found == healthy
            # A digest misses nothing. (An empty file holds nothing: nothing is lost with it.)
            # Without one, a changed letter of a password cannot be told from the right one.
            assert found == healthy or not has_digest or not damaged, number
            for ssid, password, _, _ in found:
                assert 1 <= len(ssid) <= 32 and password != b""
        if number % 10 == 0:
            Networks().add(Network("Set up again", "12345678"))
            assert Networks().get("Set up again").password == b"12345678"
        _check_log()


def _check_log():
    for secret in ("correct horse", "another password"):
        assert secret not in _log.getvalue(), _log.getvalue()
    _new_log()


def _new_log():
    global _log
    _log = io.StringIO()
    logging.basicConfig(stream=_log)


def _fixture(name):
    random.seed(_SEED + len(name))
    _new_log()
    return _content(_FIXTURES + "credentials-founding-" + name)


def _store_file(count, longest):
    """A file of ours with so many networks, and settings of up to so many bytes."""
    random.seed(_SEED + count)
    _lay_down(b"")
    networks = Networks()
    for index in range(count):
        networks.add(Network("Network %d" % index, "another password %d" % index, index % 3))
    networks.set_setting("text", "x" * longest)
    _new_log()
    return _content("credentials")


def test_a_founding_file():
    _damage_many(_fixture("wpa2"), False)


def test_a_founding_file_of_an_open_network():
    _damage_many(_fixture("open"), False)


def test_a_founding_file_of_odd_bytes():
    _damage_many(_fixture("bytes"), False)


def test_a_cleared_founding_file():
    _damage_many(_fixture("cleared"), False)


def test_a_founding_file_that_others_have_grown():
    import btree

    random.seed(_SEED + 7)
    with open("credentials", "w+b") as file:
        db = btree.open(file, pagesize=512)
        for key in sorted(b"key %d" % index for index in range(80)):
            db[key] = b"x" * random.randrange(2000 if random.random() < 0.1 else 40)
        db[b"ssid"], db[b"password"] = b"Maple Street 12", b"correct horse battery"
        db.close()
    _new_log()
    _damage_many(_content("credentials"), False)


def test_a_file_of_one_network():
    _damage_many(_store_file(1, 1), True)


def test_a_file_of_ten_networks():
    _damage_many(_store_file(10, 10), True)


def test_a_file_with_overflow_pages():
    _damage_many(_store_file(3, 5000), True)


def test_how_many_files_were_damaged():
    logging.basicConfig(stream=None)
    print(
        "%d damaged files: %d put aside, %d read as the sound one, %d read as something else"
        % (_tried, _kept, _unharmed, _tried - _kept - _unharmed)
    )
    assert _tried >= 10000 and _kept > _tried // 2
