"""Pictures of every state of the page into docs/images/, by one command.

    python3 -m tests.page.pictures [folder] [language ...]

Needs what `make venv` and `make packages` install, and Pillow.
"""

import io
import os
import sys
from pathlib import Path

from PIL import Image

from tests.page.browsers import chromium, phone
from tests.page.mock import MockBoard
from tests.page.states import STATES

# The fonts of a phone, where there are some (fonts-roboto, fonts-noto-color-emoji).
FONTS = """<fontconfig><include>/etc/fonts/fonts.conf</include>
<match target="pattern"><test name="family"><string>system-ui</string></test>
<edit name="family" mode="assign" binding="strong"><string>Roboto</string></edit></match>
</fontconfig>"""
IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"


def shot(browser, reach, language, dark):
    """One state as a picture; `language` is a tag such as "de"."""
    options = {"locale": language, "color_scheme": "dark" if dark else "light"}
    options["reduced_motion"] = "reduce"
    with MockBoard() as board, phone(browser, **options) as page:
        reach(board, page)
        page.wait_for_timeout(150)
        return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def main():
    """Draws them all."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS)
    with chromium(env={**os.environ, "FONTCONFIG_FILE": str(fonts)}) as browser:
        for name, reach in STATES.items():
            for language in sys.argv[2:] or ["en"]:
                for dark in (False, True):
                    picture = shot(browser, reach, language, dark)
                    shade = "dark" if dark else "light"
                    picture.save(folder / f"{name}-{language}-{shade}.png")
    fonts.unlink()


if __name__ == "__main__":
    main()
