"""The rules that options must keep, and the host name that is made from any name.

    check(options)  # ValueError with a sentence

Loaded while an `Options` is made, and then given back to the heap. Must not know what the
options are for.
"""

_LABEL = "abcdefghijklmnopqrstuvwxyz0123456789-"


def check(options):
    """Raise ValueError for the first option whose value breaks its rule."""
    for name, rule, words in _RULES:
        optional = name.endswith("?")
        name = name.rstrip("?")
        value = getattr(options, name)
        if not (optional and value is None) and not rule(value):
            # The value itself stays out of the sentence: it may be a password.
            raise ValueError(name + " must be " + words)


def hostname_from(name):
    """Return an RFC 1123 label of at most 32 characters made from any name.

    "Desk lamp (2)" gives "desk-lamp-2"; a name without one usable letter gives "board-"
    and the end of the chip's number, so that two such boards still differ.
    """
    label = ""
    for letter in name.lower():
        if letter in _LABEL and letter != "-":
            label += letter
        elif label and label[-1] != "-":
            label += "-"
    return label[:32].strip("-") or _anonymous()


def _anonymous():
    import machine

    return "board-" + "".join(["%02x" % byte for byte in machine.unique_id()[-3:]])


def _is_text(value, limit):
    return isinstance(value, str) and 1 <= len(value.encode()) <= limit


def _is_label(value):
    if not _is_text(value, 32) or value.startswith("-") or value.endswith("-"):
        return False
    return all(letter in _LABEL for letter in value.lower())


def _is_passphrase(value):
    # IEEE 802.11-2020 J.4.1: 8 to 63 characters, each 32 to 126.
    if not isinstance(value, str) or not 8 <= len(value) <= 63:
        return False
    return all(32 <= ord(letter) <= 126 for letter in value)


def _is_host_address(value):
    parts = value.split(".") if isinstance(value, str) else ()
    if len(parts) != 4 or not all(part.isdigit() and int(part) <= 255 for part in parts):
        return False
    return 1 <= int(parts[0]) <= 223 and parts[0] != "127" and 1 <= int(parts[3]) <= 254


def _is_country(value):
    return _is_text(value, 2) and len(value) == 2 and value.isalpha()


def _is_secret(value):
    return isinstance(value, (str, bytes)) and len(value) > 0


def _is_bool(value):
    return isinstance(value, bool)


def _is_int(value, low, high):
    return isinstance(value, int) and not _is_bool(value) and low <= value <= high


def _is_number(value, low):
    return isinstance(value, (int, float)) and not _is_bool(value) and value >= low


def _is_back_off(value):
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        return False
    return _is_number(value[0], 1) and _is_number(value[1], 1) and value[0] <= value[1]


def _is_colour(value):
    if not isinstance(value, str) or len(value) not in (4, 7) or value[0] != "#":
        return False
    return all(digit in "0123456789abcdef" for digit in value[1:].lower())


def _is_svg(value):
    return isinstance(value, str) and value.strip().startswith("<svg")


_RULES = (  # name, with "?" when None is good too; rule; how the sentence ends
    ("essid", lambda value: _is_text(value, 32), "text of 1 to 32 bytes"),
    ("message?", callable, "callable"),
    ("device?", lambda value: _is_text(value, 64), "text of 1 to 64 bytes"),
    (
        "hostname?",
        _is_label,
        "1 to 32 letters, digits and hyphens, and begin and end with no hyphen",
    ),
    ("ap_password?", _is_passphrase, "8 to 63 printable ASCII characters"),
    ("ap_ip?", _is_host_address, "an IPv4 address"),
    ("ap_channel?", lambda value: _is_int(value, 1, 13), "1 to 13"),
    ("ap_hidden", _is_bool, "True or False"),
    ("ap_max_clients?", lambda value: _is_int(value, 1, 10), "1 to 10"),
    ("port", lambda value: _is_int(value, 1, 65535), "1 to 65535"),
    ("dns_port", lambda value: _is_int(value, 1, 65535), "1 to 65535"),
    ("country?", _is_country, "two letters"),
    ("filename", lambda value: _is_text(value, 255), "a file name"),
    ("secret?", _is_secret, "text or bytes, and not empty"),
    ("join_limit", lambda value: _is_number(value, 1), "at least 1 second"),
    ("idle_timeout?", lambda value: _is_number(value, 1), "at least 1 second, or None"),
    ("linger", lambda value: _is_number(value, 0), "0 seconds or more"),
    ("offline", _is_bool, "True or False"),
    ("retry?", _is_back_off, "two numbers of seconds, the smaller one first, or None"),
    ("accent?", _is_colour, 'a colour like "#0a5fd9"'),
    ("logo?", _is_svg, "the text of an SVG, beginning with <svg"),
    ("sentence?", lambda value: _is_text(value, 512), "text of 1 to 512 bytes"),
)
