"""Pictures of every state of the page into docs/images/, by one command.

    npm run pictures                    in www-src/, or: python3 -m tests.page.pictures [folder]

One picture a state, and a sheet of all states by night and in each other language. Needs what
`make venv` and `make packages` install, and two fonts, which it installs when it is run as root.
"""

import io
import os
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.page.browsers import PHONE, chromium, phone
from tests.page.mock import MockBoard
from tests.page.states import STATES
from tools import packages

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
SHEETS = {
    "by-night": ("en", "dark"),
    "de": ("de", "light"),
    "fr": ("fr", "dark"),
    "es": ("es", "light"),
}
IN_README = ("choose", "password", "connecting", "up")
COLUMNS, WIDTH, GAP = 7, 208, 12
COLOURS = 250

# The fonts of most phones. No test needs them, so no other command installs them.
FONT_PACKAGES = {
    "fonts-roboto": "Roboto-Regular.ttf",
    "fonts-noto-color-emoji": "NotoColorEmoji.ttf",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONTS = """<fontconfig><include>/etc/fonts/fonts.conf</include>
<match><edit name="family" mode="prepend_first" binding="strong">
<string>Roboto</string></edit></match>
</fontconfig>"""


def shot(browser, name, language="en", shade="light", scale=1):
    """One state as a picture."""
    options = {"locale": language, "color_scheme": shade, "device_scale_factor": scale}
    with MockBoard() as board, phone(browser, reduced_motion="reduce", **options) as page:
        STATES[name](board, page)
        page.wait_for_timeout(100)
        return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def sheet(pictures):
    """All pictures on one."""
    height = WIDTH * PHONE["height"] // PHONE["width"]
    rows = -(-len(pictures) // COLUMNS)
    size = (COLUMNS * (WIDTH + GAP) + GAP, rows * (height + GAP) + GAP)
    whole = Image.new("RGB", size, "#8e8e93")
    for at, picture in enumerate(pictures):
        small = picture.resize((WIDTH, height), Image.LANCZOS)
        row, column = divmod(at, COLUMNS)
        whole.paste(small, (GAP + column * (WIDTH + GAP), GAP + row * (height + GAP)))
    return whole


def save(picture, path):
    """With its most frequent colours as they are, and the nearest of these for the others."""
    counted = sorted(picture.getcolors(1 << 24), reverse=True)[:COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for _, colour in counted for value in colour])
    few = picture.quantize(palette=palette, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    print("%6d bytes  %s" % (path.stat().st_size, path.name), flush=True)


def missing_fonts():
    """The packages whose font is nowhere."""
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    return [
        name
        for name, file in FONT_PACKAGES.items()
        if not any(path for folder in folders for path in folder.rglob(file))
    ]


def need_fonts():
    """Installs the fonts as root; otherwise says what to run, because pictures differ without."""
    if missing_fonts() and os.geteuid() == 0:
        packages.install(missing_fonts())
    if missing_fonts():
        sys.exit("Fonts are missing: sudo apt-get install " + " ".join(missing_fonts()))


def main():
    """Draws them all."""
    need_fonts()
    folder = Path(sys.argv[1]) if sys.argv[1:] else IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as fonts:
        fonts.write(FONTS)
        fonts.flush()
        with chromium(env={**os.environ, "FONTCONFIG_FILE": fonts.name}) as browser:
            for name in STATES:
                picture = shot(browser, name, scale=2 if name in IN_README else 1)
                save(picture, folder / (name + ".png"))
            for name, (language, shade) in SHEETS.items():
                pictures = [shot(browser, each, language, shade) for each in STATES]
                save(sheet(pictures), folder / (name + ".png"))


if __name__ == "__main__":
    main()
