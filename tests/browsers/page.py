"""What a person does with a page: reads it, presses buttons, fills in fields.

An engine adds four things: `open(url)`, `ask(function, *arguments)`, `tap(x, y)` and `type(text)`.
Nothing here knows which engine it is, and nothing here makes an event: taps and keys are real.
"""

import time

from tests.browsers.wire import Refused

# For engines as old as the page's own target: ES2017, and no newer library calls.
_FIND = """(kind, wanted, which) => {
    const shown = node => node.getClientRects().length
        && getComputedStyle(node).visibility == "visible";
    const label = node => kind == "field"
        ? [...node.labels].map(label => label.textContent).join(" ")
        : node.getAttribute("aria-label") || node.textContent || node.value;
    const name = node => label(node).replace(/\\s+/g, " ").trim();
    const kinds = { button: "button, input[type=submit], [role=button]", field: "input" };
    const all = [...document.querySelectorAll(kinds[kind])].filter(shown);
    const exact = all.filter(node => name(node) == wanted);
    const found = exact.length || kind == "field" ? exact
        : all.filter(node => name(node).startsWith(wanted));
    if (found.length <= which || found.length > 1 && which < 0) return null;
    const node = found[which < 0 ? 0 : which];
"""
_PLACE = (
    _FIND
    + """
    node.scrollIntoView({ block: "center" });
    const box = node.getBoundingClientRect();
    const at = [box.left + box.width / 2, box.top + box.height / 2].map(Math.round);
    const top = document.elementFromPoint(...at);
    return node.contains(top) ? at : null;
}"""
)
_SELECT = _FIND + "if (node != document.activeElement) return false; node.select(); return true; }"
_VALUE = _FIND + "return node.value; }"
_FOCUSED = """() => {
    const { labels, textContent } = document.activeElement;
    return labels && labels.length ? labels[0].textContent : textContent;
}"""
_HEADINGS = """() => [...document.querySelectorAll("h1, h2, [role=heading]")]
    .map(node => node.innerText.trim())"""


class Page:
    """One page in one browser, of a phone's size."""

    size = (390, 844)
    limit = 20  # s that anything may take to appear

    def words(self):
        """All the text that can be seen."""
        return self.ask("() => document.body.innerText")

    def headings(self):
        """Their texts, in order."""
        return self.ask(_HEADINGS)

    def value(self, label):
        """What is in the field with this label."""
        return self._soon(lambda: self.ask(_VALUE, "field", label, -1), f"a field {label!r}")

    def focused(self):
        """The label or the text of what has the focus."""
        return self.ask(_FOCUSED)

    def selected(self):
        """The text that is selected."""
        return self.ask("() => getSelection().toString().trim()")

    def press(self, name, which=-1):
        """Taps the button with this name, or whose name begins so; `which` of several alike."""
        self._tap("button", name, which)

    def fill(self, label, text):
        """Taps the field with this label and types in place of what it has; \\n is Enter."""
        self._tap("field", label, -1)
        self._soon(lambda: self.ask(_SELECT, "field", label, -1), f"the focus in {label!r}")
        self.type(text)

    def wait_for_heading(self, text):
        """Until the page has this heading."""
        self._soon(lambda: text in self.headings(), f"the heading {text!r}")

    def wait_for_words(self, text):
        """Until it can be read somewhere on the page."""
        self._soon(lambda: text in self.words(), repr(text))

    def faults(self):
        """What went wrong in the page's scripts, or against its content policy."""
        raise NotImplementedError

    def _tap(self, kind, name, which):
        place = self._soon(lambda: self.ask(_PLACE, kind, name, which), f"a {kind} {name!r}")
        self.tap(*place)

    def _soon(self, condition, what):
        """The first true result, or an error that tells what is on the screen instead."""
        end = time.monotonic() + self.limit
        while True:
            try:
                result = condition()
            except Refused as error:
                result, last = None, f" (last: {error})"
            else:
                last = ""
            if result not in (None, False):
                return result
            if time.monotonic() > end:
                break
            time.sleep(0.1)
        seen = f"{self.words()}\nfaults: {self.faults()[:1]}"
        raise AssertionError(f"waited {self.limit} s for {what}{last} on:\n{seen}")
