"""An answer whose length is not known beforehand, as the bytes that go out (RFC 9112, 7.1).

It does no I/O of its own but reading the file that it is given.
"""

from micropython import const

_AT_ONCE = const(512)


def pieces(source, chunked):
    """Generate what to send for an iterable of bytes or text, or for a file."""
    try:
        for piece in _blocks(source) if hasattr(source, "read") else source:
            if isinstance(piece, str):
                piece = piece.encode()
            if piece:  # an empty chunk would be the end
                yield b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece
        if chunked:
            yield b"0\r\n\r\n"
    finally:
        if hasattr(source, "close"):
            source.close()


def _blocks(file):
    while True:
        block = file.read(_AT_ONCE)
        if not block:
            return
        yield block
