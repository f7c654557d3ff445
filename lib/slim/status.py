"""Status codes with their reason phrases (RFC 9110, section 15), and the error that carries one.

    raise HttpError(409, "Another phone is doing this.")

Whatever serves a request may raise it; the server makes the answer of it. It does no I/O.
"""


class HttpError(ValueError):
    """Ends a request with this status and this sentence for whoever sent it."""

    def __init__(self, status: int, sentence: str = ""):
        self.status = status
        self.sentence = sentence


def status_line(status: int) -> bytes:
    """Code and reason phrase, such as b"302 Found"; without a phrase when the code is rare."""
    reasons = (  # those that people read on an error page; for others, HTTP/1.1 does without
        b"302 Found;404 Not Found;400 Bad Request;403 Forbidden;405 Method Not Allowed;"
        b"409 Conflict;413 Content Too Large;500 Internal Server Error;503 Service Unavailable;"
    )
    line = b"%d " % status
    return line + reasons.partition(line)[2].partition(b";")[0]


def founding(self, name):
    """As `__getattr__` of requests and responses: what the founding library had under a name.

    Those names are in a module that is loaded only when one of them is used.
    """
    from slim.founding import founding

    return founding(self, name)
