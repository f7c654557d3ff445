"""What is wrong with a page as it stands: for who cannot see it well, and where it is cut off."""

SHADES = ("light", "dark")

# What axe calls best practice counts too.
FINDINGS = """async (options) => (await axe.run(document, options)).violations.map(
    (found) => found.id + ": " + found.nodes.map((node) => node.html).join(" "))"""

# All that changes with the shade.
_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}

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
        options = {} if shade == shades[0] else _COLOURS
        found += [f"{shade}: {finding}" for finding in page.evaluate(FINDINGS, options)]
    return found


def cut_off(page):
    """Elements that reach beyond the screen's sides."""
    return page.evaluate(CUT_OFF)
