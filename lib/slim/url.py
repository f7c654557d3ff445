"""URL decoding: bytes in, text out. Percent-decoding is done on bytes, then UTF-8.

    unquote(b"gr%C3%BCn")                         # "grün"
    parse_form(b"ssid=a+b&password=%31", False)   # {"ssid": "a b", "password": "1"}

It knows nothing of requests.
"""

from binascii import unhexlify

from slim import HttpError


def unquote(data: bytes) -> str:
    """The text that was percent-encoded; ValueError if it was not, or is not UTF-8."""
    if b"%" in data:
        pieces = data.split(b"%")
        for i in range(1, len(pieces)):
            piece = pieces[i]
            pieces[i] = unhexlify(piece[:2] or b"%") + piece[2:]  # no digits are refused as well
        data = b"".join(pieces)
    if b"\0" in data:  # a file's name would end there
        raise ValueError
    return data.decode()


def parse_form(data: bytes, many: bool) -> dict:
    """Fields of a query string or of a urlencoded body (WHATWG URL, section 5.1); HttpError (400).

    Of a repeated key the last value counts; with `many` every value is a list of them all.
    """
    values = {}
    try:
        for pair in data.replace(b"+", b" ").replace(b"%20", b" ").split(b"&"):
            key, _, value = pair.partition(b"=")
            if pair:
                key, value = unquote(key), unquote(value)
                if many:
                    values.setdefault(key, []).append(value)
                else:
                    values[key] = value
    except ValueError:
        raise HttpError(400, "The form is invalid.")
    return values
