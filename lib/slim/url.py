"""URL decoding: bytes in, text out. Percent-decoding is done on bytes, then UTF-8.

    unquote(b"gr%C3%BCn")                  # "grün"
    parse_form(b"ssid=a+b&password=%31")   # {"ssid": "a b", "password": "1"}

It knows nothing of requests.
"""

from binascii import unhexlify

from slim.status import HttpError


def unquote(data: bytes) -> str:
    """The text that was percent-encoded.

    ValueError when a "%" is not followed by two hex digits or the result is not UTF-8.
    """
    if b"%" in data:
        pieces = data.split(b"%")
        for i in range(1, len(pieces)):
            piece = pieces[i]
            if not piece:
                raise ValueError
            pieces[i] = unhexlify(piece[:2]) + piece[2:]
        data = b"".join(pieces)
        if b"\0" in data:
            raise ValueError
    return data.decode()


def parse_form(data: bytes, many: bool = False) -> dict:
    """Fields of a query string or of a urlencoded body (WHATWG URL, section 5.1).

    Of a repeated key the last value counts; with `many` every value is a list of them all.
    HttpError (400), which is a ValueError, as for `unquote`.
    """
    try:
        return _fields(data.replace(b"+", b" ").replace(b"%20", b" ").split(b"&"), many)
    except ValueError:
        raise HttpError(400, "The form is not valid.")


def _fields(data, many):
    values = {}
    for i in range(len(data)):
        _add(values, data[i], many)
    return values


def _add(values, data, many):
    key, _, value = data.partition(b"=")
    if data and many:
        values.setdefault(unquote(key), []).append(unquote(value))
    elif data:
        values[unquote(key)] = unquote(value)
