"""Status codes: their reason phrases (RFC 9110, section 15), and the error that carries one.

    raise HttpError(409, "Another phone is doing this.")

Anything that serves a request may raise it; the server makes the answer. It does no I/O.
"""

REASONS = {
    101: "Switching Protocols",
    200: "OK",
    201: "Created",
    202: "Accepted",
    204: "No Content",
    301: "Moved Permanently",
    302: "Found",
    303: "See Other",
    304: "Not Modified",
    307: "Temporary Redirect",
    308: "Permanent Redirect",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    409: "Conflict",
    411: "Length Required",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    426: "Upgrade Required",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    501: "Not Implemented",
    503: "Service Unavailable",
    505: "HTTP Version Not Supported",
}


class HttpError(ValueError):
    """Ends a request with this status and this sentence for whoever sent it."""

    def __init__(self, status: int, sentence: str = ""):
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
