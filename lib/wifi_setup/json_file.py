"""Records of bytes as one JSON text, for firmware without `btree` (Pico W and others).

    {"format":1, "digest": "sha256: 9f86d0...",
    "records": {"ssid": "Maple Street 12", "password": "hex:c3fffe"}}

A value is the text itself or, where JSON cannot carry it, its bytes in hex. The first 96 bytes
have the digest where `store` looks for it; only `store` and `writer` use this module.
"""

import json

_HEX = "hex:"


def pieces(records: dict):
    """The text in pieces; 72 bytes at the end of the first are left to the digest."""
    yield b'{"format":1, "digest": "' + b"." * 72
    yield b'",\n"records": {'
    comma = ""
    for key in sorted(records):
        yield (comma + json.dumps(_text(key)) + ": " + json.dumps(_text(records[key]))).encode()
        comma = ", "
    yield b"}}\n"


def read(file) -> dict:
    """The records of an open file; ValueError if this is not such a text."""
    try:
        records = json.load(file)["records"]
        return {_bytes(key): _bytes(value) for key, value in records.items()}
    except (AttributeError, KeyError, TypeError):
        raise ValueError("it holds no records")


def _text(value):
    try:
        text = value.decode()
        if json.loads(json.dumps(text)).encode() == value and not text.startswith(_HEX):
            return text
    except ValueError:  # UnicodeError too
        pass
    return _HEX + value.hex()


def _bytes(text):
    if text.startswith(_HEX):
        return bytes.fromhex(text[len(_HEX) :])
    return text.encode()
