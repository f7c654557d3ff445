"""What is wrong with a page as it stands: for who cannot see it well, and where it is cut off."""

SHADES = ("light", "dark")

# What axe calls best practice counts too.
FINDINGS = """async () => (await axe.run(document)).violations.map(
    (found) => found.id + ": " + found.nodes.map((node) => node.html).join(" "))"""

CUT_OFF = """() => [...document.querySelectorAll("main *")]
    .filter((node) => !node.closest("svg"))
    .map((node) => [node.getBoundingClientRect(), node.outerHTML])
    .filter(([box]) => box.left < -1 || box.right > document.documentElement.clientWidth + 1)
    .map(([, html]) => html)"""


def findings(page, axe, shades=SHADES):
    """What axe (its source) finds, by day and by night. It has timers: the clock must run."""
    page.evaluate("source => window.axe || (0, eval)(source) && 0", axe)
    found = []
    for shade in shades:
        page.emulate_media(color_scheme=shade, reduced_motion="reduce")
        found += [f"{shade}: {finding}" for finding in page.evaluate(FINDINGS)]
    return found


def cut_off(page):
    """Elements that reach beyond the screen's sides."""
    return page.evaluate(CUT_OFF)
