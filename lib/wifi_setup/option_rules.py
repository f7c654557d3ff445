"""The rules that options must keep, and the host name that is made from any name.

    check(options)  # ValueError with a sentence

Loaded while an `Options` is made, and then given back to the heap. Must not know what the
options are for.
"""

import re

# Kinds of values; a text is told by the pattern that it begins with.
_CALLABLE = const(0)
_BOOL = const(1)
_INT = const(2)
_NUMBER = const(3)
_NUMBERS = const(4)
_SECRET = const(5)
_ADDRESS = const(6)

_LABEL = const("1 to 32 letters, digits and hyphens, and begin and end with no hyphen")
_COLOUR = const("#[0-9a-f][0-9a-f][0-9a-f]([0-9a-f][0-9a-f][0-9a-f])?$")
# Name, with "?" when None is good too; kind or pattern; least, most; the end of the sentence.
_RULES = (
    ("essid", ".", 1, 32, "text of 1 to 32 bytes"),
    ("message?", _CALLABLE, 0, 0, "callable"),
    ("device?", ".", 1, 64, "text of 1 to 64 bytes"),
    ("hostname?", "[a-z0-9]([a-z0-9-]*[a-z0-9])?$", 1, 32, _LABEL),
    # IEEE 802.11-2020 J.4.1: 8 to 63 characters, each 32 to 126.
    ("ap_password?", "[ -~]+$", 8, 63, "8 to 63 printable ASCII characters"),
    ("ap_ip?", _ADDRESS, 0, 0, "an IPv4 address"),
    ("ap_channel?", _INT, 1, 13, "1 to 13"),
    ("ap_hidden", _BOOL, 0, 0, "True or False"),
    ("ap_max_clients?", _INT, 1, 10, "1 to 10"),
    ("port", _INT, 1, 65535, "1 to 65535"),
    ("dns_port", _INT, 1, 65535, "1 to 65535"),
    ("country?", "[a-z]+$", 2, 2, "two letters"),
    ("filename", ".", 1, 255, "a file name"),
    ("secret?", _SECRET, 0, 0, "text or bytes, and not empty"),
    ("join_limit", _NUMBER, 1, 86400, "1 to 86400 seconds"),
    ("idle_timeout?", _NUMBER, 1, 0, "at least 1 second, or None"),
    ("linger", _NUMBER, 0, 0, "0 seconds or more"),
    ("offline", _BOOL, 0, 0, "True or False"),
    ("retry?", _NUMBERS, 0, 0, "two numbers of seconds, 1 to 432000, smaller one first, or None"),
    ("accent?", _COLOUR, 4, 7, 'a colour like "#0a5fd9"'),
    ("logo?", "\\s*<svg", 4, 65535, "the text of an SVG, beginning with <svg"),
    ("sentence?", ".", 1, 512, "text of 1 to 512 bytes"),
)


def check(options):
    """Raise ValueError for the first option whose value breaks its rule."""
    for name, kind, low, high, words in _RULES:
        optional = name[-1] == "?"
        name = name.rstrip("?")
        value = getattr(options, name)
        if not (optional and value is None) and not _fits(value, kind, low, high):
            # The value itself stays out of the sentence: it may be a password.
            raise ValueError("%s must be %s" % (name, words))


def _fits(value, kind, low, high):
    if kind == _CALLABLE:
        return callable(value)
    if kind == _BOOL or isinstance(value, bool):  # which is an int too
        return kind == _BOOL and isinstance(value, bool)
    if kind == _INT:
        return isinstance(value, int) and low <= value <= high
    if kind == _NUMBER:  # more than `high` is beyond ticks_ms
        return isinstance(value, (int, float)) and low <= value and (not high or value <= high)
    if kind == _SECRET:
        return isinstance(value, (str, bytes)) and value
    if kind == _NUMBERS:
        if not isinstance(value, (tuple, list)) or len(value) != 2:
            return False
        return all(_fits(part, _NUMBER, 1, 432000) for part in value) and value[0] <= value[1]
    if not isinstance(value, str):
        return False
    if kind == _ADDRESS:
        return _is_host(value.split("."))
    return low <= len(value.encode()) <= high and re.match(kind, value.lower())


def _is_host(parts):
    if len(parts) != 4 or not all(part.isdigit() and int(part) <= 255 for part in parts):
        return False
    return 1 <= int(parts[0]) <= 223 and int(parts[0]) != 127 and 1 <= int(parts[3]) <= 254


def hostname_from(name):
    """Return an RFC 1123 label of at most 32 characters made from any name.

    "Desk lamp (2)" gives "desk-lamp-2"; a name without one usable letter gives "board-"
    and the end of the chip's number, so that two such boards still differ.
    """
    label = re.sub("[^a-z0-9][^a-z0-9]*", "-", name.lower()).strip("-")
    if label:
        return label[:32].strip("-")
    import machine

    return "board-" + machine.unique_id()[-3:].hex()
