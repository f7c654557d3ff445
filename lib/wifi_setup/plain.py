"""Set-up without a script: a form, and a page that says how it is going.

Loaded only when it is asked for. It reads a session and changes nothing in it.
"""

from .report import addresses, local, text

_PAGE = const(
    "<!DOCTYPE html><html lang=en><meta charset=utf-8><meta name=color-scheme "
    'content="light dark"><meta name=viewport content="width=device-width">%s'
    "<title>Wi-Fi setup</title><style>body{font:17px sans-serif;max-width:28em;margin:auto;"
    "padding:1em}input,button{font:inherit;display:block;margin:.3em 0 1em;min-height:48px;"
    "width:100%%;box-sizing:border-box}</style><h1>%s</h1>%s"
)
_FORM = const(
    '<form method=post action=/v1/connect><label>Network name<input name=ssid value="%s" '
    "autocapitalize=none autocorrect=off spellcheck=false></label><label>Password"
    "<input name=password type=password autocomplete=off></label>"
    "<button>Connect</button></form>"
)
_FINISH = const(
    "<form method=post action=/v1/finish><button name=plain value=1>Finish</button></form><hr>"
)
_TRYING = const(
    "<p>Trying %s. Wait half a minute, then open this page again to see how it went.</p>"
)
_UNSAVED = const("<p>%s can't save this network, and will ask again when it restarts.</p>")
_REFRESH = const('<meta http-equiv=refresh content="12;url=/v1/connect">')

_REASONS = {
    "password": "That password isn't right. Check capitals and similar characters, like 0 and O.",
    "refused": "The network turned {d} away. Your router may limit which devices can join.",
    "gone": "{d} can't see {n} any more. Check that the router is on and near.",
    "weak": "The signal is too weak. Move {d} closer to the router and try again.",
    "timeout": "{n} didn't answer. It may be too far away, or busy. Try again.",
    "address": "{d} joined, but the router gave it no address. Restart the router, then try "
    "again.",
    "security": "{d} can't use this network's kind of security. Set the router to WPA2, or choose "
    "another network.",
    "dropped": "{d} joined {n} but was dropped again. Try again, or restart the router.",
    "check": "{n} works, but {d} couldn't reach its service. Check that the network has internet, "
    "then try again.",
}
_TYPED = const(
    "{d} can't find a network called {n}. Check the spelling, and that it is a 2.4 GHz network."
)


def escape(value: str) -> str:
    """A text for HTML: network names are text, never markup."""
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        value = value.replace(sign, name)
    return value


def show(response, device):
    """Send the page out of firmware that has it frozen in (manifest.py), otherwise a form."""
    try:
        from .frozen_page import DATA  # pyright: ignore[reportMissingImports]
    except ImportError:
        return response.send(200, form(device))
    data = memoryview(DATA)
    blocks = (data[at : at + 1024] for at in range(0, len(data), 1024))
    fields = b"Content-Encoding: gzip\r\nContent-Type: text/html\r\nContent-Length: %d\r\n"
    response.start(200, fields % len(data), b"", blocks)


def form(device: str) -> str:
    """The form by itself."""
    lead = "<p>%s will join the network you name.</p>" % escape(device)
    return _PAGE % ("", "Wi-Fi setup", lead + _FORM % "")


def refusal(sentence: str) -> str:
    """What was wrong with a form, and the form again."""
    return _PAGE % ("", "Wi-Fi setup", "<p role=alert>%s</p>" % escape(sentence) + _FORM % "")


def finished(device: str) -> str:
    """After Finish."""
    return _PAGE % ("", "You can close this page", "<p>%s is set up.</p>" % escape(device))


def progress(session) -> str:
    """How the attempt is going; it asks again by itself while it runs."""
    device = escape(session.options.device)
    name = escape(text(session.network.ssid)) if session.network else ""
    net = "<bdi>%s</bdi>" % name  # whatever signs of direction are in it end with it
    if session.state == "busy":
        where = "<p>When it is done you will find %s at %s</p>" % (device, local(session))
        return _PAGE % (_REFRESH, "Connecting to " + net, _TRYING % net + where)
    if session.state == "failed":
        said = session.text if session.reason == "check" else ""
        words = _REASONS.get(session.reason, "Something went wrong. Try again.")
        if session.reason == "gone" and session.typed:
            words = _TYPED
        said = escape(said) or words.replace("{d}", device).replace("{n}", net)
        said = "<p role=alert>%s</p>" % said + _FORM % name
        return _PAGE % ("", "Couldn't connect to " + net, said)
    if session.state == "up":
        said = "<p>%s is connected to %s.</p><p>%s</p>" % (device, net, escape(session.text))
        if not session.saved:
            said += _UNSAVED % device
        where = "".join("<p>%s</p>" % address for address in addresses(session))
        return _PAGE % ("", "All set", said + where + _FINISH + _FORM % "")
    return form(session.options.device)
