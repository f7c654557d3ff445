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


def edit(name: str, value):
    """A change for `Store.change`: sets one setting, or forgets it when the value is None.

    ValueError if JSON cannot carry the value.
    """
    key = _PREFIX + name.encode()
    text = json.dumps(value).encode()
    if json.loads(text) is None and value is not None:
        raise ValueError("a setting's value must be something that JSON can carry")

    def put(records):
        old = records.pop(key, None)
        if value is not None:
            records[key] = text
        return records.get(key) != old

    return put
