"""An answer whose length is not known beforehand; loaded when the first one is sent.

It does no I/O of its own but reading the file that it is given.
"""


def send_pieces(response, source, status, content_type):
    """Answer with an iterable or a file: in chunks (RFC 9112, 7.1), which HTTP/1.0 cannot take."""
    chunked = not response.request.old
    fields = b"Transfer-Encoding: chunked\r\n" if chunked else b""
    fields += b"Content-Type: %s\r\n" % (content_type or response.type)
    response.keep = response.keep and chunked
    response.source = _wire(source, chunked)
    response.start(status, fields)


def _wire(source, chunked):
    """Generate the bytes that go out."""
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
        block = file.read(512)
        if not block:
            return
        yield block
