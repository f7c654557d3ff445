"""Status codes with their reason phrases (RFC 9110, section 15), and the error that carries one.

    raise HttpError(409, "Another phone is doing this.")

Whatever serves a request may raise it; the server makes the answer of it. It does no I/O.
"""

_REASONS = (  # those met most, and first; for others, HTTP/1.1 does without
    b"302 Found;404 Not Found;204 No Content;202 Accepted;304 Not Modified;400 Bad Request;"
    b"403 Forbidden;405 Method Not Allowed;409 Conflict;413 Content Too Large;"
    b"500 Internal Server Error;503 Service Unavailable;"
)


class Heir:
    """What requests and responses inherit: the names that the founding library had for things.

    They are in a module that is loaded only when one of them is used.
    """

    def __getattr__(self, name):
        from slim.founding import attribute

        return attribute(self, name)


class HttpError(ValueError):
    """Ends a request with this status and this sentence for whoever sent it."""

    def __init__(self, status: int, sentence: str = ""):
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def status_line(status: int) -> bytes:
    """Code and reason phrase, such as b"302 Found"; without a phrase when the code is rare."""
    line = b"%d " % status
    at = _REASONS.find(line)
    return line if at < 0 else _REASONS[at : _REASONS.find(b";", at)]
