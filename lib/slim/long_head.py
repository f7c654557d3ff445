"""Heads that do not fit into a client's buffer; loaded when the first one comes.

Phones send the cookies of whatever host they believe to be talking to, and those may be long.
"""


def shorten(client) -> bool:
    """Forget the cookies that have come, though not that there were some; whether that helps."""
    data = bytes(client.view[: client.filled])
    lower = data.lower()
    at = end = 0
    while end == at:  # which is a line that was shortened before
        at = lower.find(b"\ncookie:", at) + 8
        if at < 8:
            return False
        end = data.find(b"\n", at)
    rest = data[end:] if end > 0 else b""  # without an end, what comes next is more of them
    client.filled = at + len(rest)
    client.buffer[at : client.filled] = rest
    return client.filled < len(data)
