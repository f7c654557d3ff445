"""Links, anchors, pictures, files and make targets that README.md and docs/ name are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "CHANGELOG.md"]


def named(path):
    """A document's place in the repository, as the name of a test."""
    return str(path.relative_to(ROOT))


def without_programs(text):
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)


def anchors(path):
    """Those that a forge makes of a document's headings."""
    headings = re.findall(r"^#+ (.+)$", without_programs(path.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_what_it_links_to_is_there(document):
    text = without_programs(document.read_text("utf-8"))
    links = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    for link in links:
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_the_files_and_commands_that_it_names_are_there(document):
    text = document.read_text("utf-8")
    targets = set(re.findall(r"^(\w[\w-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for target in re.findall(r"(?:^    |`|\$ )make ([a-z][\w-]*)", text, re.MULTILINE):
        assert target in targets, target
    for file in re.findall(r"`((?:lib|demo|docs|tests|tools|www-src)/[\w./-]*)`", text):
        assert (ROOT / file).exists(), file
    for module in re.findall(r"-m (tools\.[\w.]+)", text):
        file = ROOT / module.replace(".", "/")
        assert file.with_suffix(".py").exists() or (file / "__main__.py").exists(), module
