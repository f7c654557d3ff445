"""The device's own settings among the store's records: one JSON text each, under `set.<name>`.

edit("broker", "mqtt.example")(records)
unpack(records)                              # {"broker": "mqtt.example"}
"""

import json

_PREFIX = b"set."


def unpack(records: dict) -> dict:
    """All settings by name; one that cannot be read is left out."""
    settings = {}
    for key, value in records.items():
        if key.startswith(_PREFIX):
            try:
                settings[key[len(_PREFIX) :].decode()] = json.loads(value)
            except ValueError:
                pass
    return settings


def edit(records: dict, name: str, value) -> bool:
    """Sets one setting, or forgets it when the value is None; whether that changes anything.

    ValueError if the name is too long (64 bytes) or JSON cannot carry the value.
    """
    key = _PREFIX + name.encode()
    if len(key) > len(_PREFIX) + 64:
        raise ValueError("a setting's name has at most 64 bytes")
    if not _is_plain(value):
        raise ValueError("a setting's value must be something that JSON can carry")
    old = records.pop(key, None)
    if value is not None:
        records[key] = json.dumps(value).encode()
    return records.get(key) != old


def _is_plain(value):
    # json.dumps refuses nothing: it writes bytes as if they were text, and objects as `<object>`.
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(value[key]) for key in value)
    if isinstance(value, (list, tuple)):
        return all(_is_plain(part) for part in value)
    if isinstance(value, float):
        return value - value == 0  # neither infinite nor no number
    return value is None or isinstance(value, (bool, int, str))
