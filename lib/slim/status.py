"""Status codes with their reason phrases (RFC 9110, section 15), and the error that carries one.

    raise HttpError(409, "Another phone is doing this.")

Whatever serves a request may raise it; the server makes the answer of it. It does no I/O.
"""

_REASONS = (  # those met most first: they are searched for
    b"302 Found;202 Accepted;204 No Content;304 Not Modified;"
    b"201 Created;303 See Other;307 Temporary Redirect;"
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
    reasons = _REASONS
    if status >= 400:
        from slim.failure import reasons
    line = b"%d " % status
    at = reasons.find(line)
    return line if at < 0 else reasons[at : reasons.find(b";", at)]
