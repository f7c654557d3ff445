"""The syntax of GLib's key files, which NetworkManager's are.

    groups = parse("[wifi]\\nssid=Maple Street 12\\n")     # {"wifi": {"ssid": "Maple Street 12"}}
    text = compose(groups)

Not Python's configparser: that one lowers the case of keys, takes `:` for `=`, joins lines and
strips spaces at the end, which may belong to a password. It knows nothing of networks.
"""

_ESCAPES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}

_SPACES = " \t\r\v\f"  # ASCII only: others may begin a password


class BadKeyfile(ValueError):
    """Not a key file; its text is a sentence, without what the file holds."""


def parse(text):
    """The groups of a key file, each a dict; of a key that is said twice the last one counts."""
    groups, group = {}, None
    for number, line in enumerate(text.split("\n"), 1):
        line = line.lstrip(_SPACES).removesuffix("\r")
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            name, bracket, rest = line[1:].partition("]")
            if not bracket or rest.strip():
                raise BadKeyfile(f"line {number} is not a group's name in brackets")
            group = groups.setdefault(name, {})
            continue
        key, equals, value = line.partition("=")
        if not equals or group is None:
            raise BadKeyfile(f"line {number} is not a key with a value in a group")
        group[key.rstrip()] = _unescape(value.lstrip(_SPACES))
    return groups


def compose(groups):
    """The text of a key file; `parse` gives the same groups."""
    return "\n".join(
        f"[{name}]\n" + "".join(f"{key}={_escape(value)}\n" for key, value in group.items())
        for name, group in groups.items()
    )


def _unescape(value):
    text, characters = [], iter(value)
    for character in characters:
        if character == "\\":
            escaped = next(characters, "")
            # An unknown one stays as it is: `\;` means something to who reads a list.
            text.append(_ESCAPES.get(escaped, "\\" + escaped))
        else:
            text.append(character)
    return "".join(text)


def _escape(value):
    value = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    value = value.replace("\t", "\\t")
    spaces = len(value) - len(value.lstrip(" "))
    return "\\s" * spaces + value[spaces:]
