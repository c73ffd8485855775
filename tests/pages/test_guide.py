"""The guide for officers and approvers says what the pages say, and shows pictures that are there."""

import re
from pathlib import Path

import pytest

from outreach.pages.words import catalogue
from tests.support.shared import ROOT

GUIDE = ROOT / "docs" / "guide-officers.md"
README = ROOT / "README.md"
PRESSED = re.compile(r"(?:按|展開|勾|選|開啟)「([^「」]+)」")
SHOWN = re.compile(r'(?:\]\(|src=")((?:docs/)?images/[^)"]+)')


def page_texts() -> list[str]:
    """Every Chinese text of the pages; what is filled in stands as an ellipsis."""
    found = [message.id for message in catalogue("en") if message.id]
    each = [text for one in found for text in ((one,) if isinstance(one, str) else one)]
    return [re.sub(r"\{[^}]*\}", "…", text) for text in each]


def stands_on_a_page(words: str, texts: list[str]) -> bool:
    """Whether a text of the pages is these words, or begins with them where a bracket follows."""
    meant = re.compile(re.escape(words).replace("…", ".*").replace("○○○", "…") + r"(?:（.*）)?")
    return any(meant.fullmatch(text) for text in texts)


def test_every_button_that_the_guide_names_stands_on_a_page() -> None:
    texts = page_texts()
    named = PRESSED.findall(GUIDE.read_text(encoding="utf-8"))
    assert len(named) > 60
    assert [words for words in named if not stands_on_a_page(words, texts)] == []


def test_a_button_that_no_page_has_would_be_noticed() -> None:
    assert not stands_on_a_page("全部刪光", page_texts())


@pytest.mark.parametrize("paper", [GUIDE, README], ids=lambda path: path.name)
def test_every_picture_that_is_shown_is_there(paper: Path) -> None:
    shown = SHOWN.findall(paper.read_text(encoding="utf-8"))
    assert shown
    assert [name for name in shown if not (paper.parent / name).is_file()] == []


def test_every_picture_is_shown_somewhere() -> None:
    shown = {
        Path(name).name.rpartition("-")[0]
        for paper in (GUIDE, README)
        for name in SHOWN.findall(paper.read_text(encoding="utf-8"))
    }
    taken = {path.name.rpartition("-")[0] for path in (ROOT / "docs" / "images").glob("*.png")}
    assert taken == shown


def test_every_link_inside_the_guide_leads_to_a_heading() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    headings = {
        re.sub(r"[^\w\- ]", "", line.removeprefix("## ")).strip() for line in re.findall("(?m)^## .*", text)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings
