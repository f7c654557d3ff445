"""What probes hear after *Finish*, so that phones take it that all is well.

    answer("/generate_204", False, response)  # (204, b"", None): status, body, content type

Loaded when it is asked for. The same bodies as the systems' own servers give: a probe that finds
anything else takes it for a portal. It knows nothing of requests.
"""

_HTML = "text/html"
_TEXT = "text/plain"
_APPLE = 200, b"<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>", _HTML

# By the end of the path: each system has several hosts for the same.
_ANSWERS = (
    ("_204", (204, b"", None)),
    ("hotspot-detect.html", _APPLE),
    ("success.html", _APPLE),
    (
        "canonical.html",
        (
            200,
            b'<meta http-equiv="refresh" content="0;url=https://support.mozilla.org/kb/'
            b'captive-portal"/>',
            _HTML,
        ),
    ),
    ("success.txt", (200, b"success\n", _TEXT)),
    ("connecttest.txt", (200, b"Microsoft Connect Test", _TEXT)),
    ("ncsi.txt", (200, b"Microsoft NCSI", _TEXT)),
)


def answer(path: str, is_apple: bool, response):
    """What to answer a probe for this path, or None; Apple's helper asks for random ones."""
    if is_apple:
        return _APPLE
    for ending, said in _ANSWERS:
        if path.endswith(ending):
            if not said[1]:  # as Android's own servers do
                response.set_header("Content-Length", "0")
            return said
    return None
