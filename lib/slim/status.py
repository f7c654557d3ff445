"""Status codes with their reason phrases (RFC 9110, section 15), and the error that carries one.

    raise HttpError(409, "Another phone is doing this.")

Whatever serves a request may raise it; the server makes the answer of it. It does no I/O.
"""

_REASONS = (  # those met most first: they are searched for
    b"200 OK;302 Found;202 Accepted;204 No Content;304 Not Modified;400 Bad Request;"
    b"403 Forbidden;404 Not Found;405 Method Not Allowed;408 Request Timeout;409 Conflict;"
    b"413 Content Too Large;431 Request Header Fields Too Large;500 Internal Server Error;"
    b"501 Not Implemented;503 Service Unavailable;307 Temporary Redirect;401 Unauthorized;"
    b"101 Switching Protocols;"
)


class HttpError(ValueError):
    """Ends a request with this status and this sentence for whoever sent it."""

    def __init__(self, status: int, sentence: str = ""):
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def status_line(status: int) -> bytes:
    """Code and reason phrase, such as b"200 OK"; without a phrase when the code is a rare one."""
    line = b"%d " % status
    at = _REASONS.find(line)
    return line if at < 0 else _REASONS[at : _REASONS.find(b";", at)]
