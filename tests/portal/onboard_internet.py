"""The name lookup of the internet probe: packets only."""

from wifi_setup.internet import address_in, question

# RFC 1035, 4.1: id, recursion desired, one question.
QUESTION = b"\x12\x34\1\0\0\1\0\0\0\0\0\0\5probe\7example\0\0\1\0\1"
ANSWERED = b"\x12\x34\x81\x80\0\1\0\2\0\0\0\0" + QUESTION[12:]
ALIAS = b"\xc0\x0c\0\5\0\1\0\0\0\x3c\0\7\4edge\xc0\x12"
ADDRESS = b"\4edge\xc0\x12\0\1\0\1\0\0\0\x3c\0\4\x5d\xb8\xd8\x22"


def test_a_question_is_as_the_standard_has_it():
    assert question(b"\x12\x34", "probe.example") == QUESTION


def test_the_address_is_found_behind_an_alias():
    assert address_in(ANSWERED + ALIAS + ADDRESS) == "93.184.216.34"


def test_replies_without_address_or_cut_short_are_errors():
    empty = ANSWERED[:7] + b"\0" + ANSWERED[8:]
    for packet in (empty, ANSWERED, ANSWERED + ALIAS, (ANSWERED + ALIAS + ADDRESS)[:-1], b""):
        try:
            address_in(packet)
        except (ValueError, IndexError):
            continue
        raise AssertionError("took %r" % packet)
