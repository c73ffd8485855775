"""The guides say what the pages and commands say, and show pictures that are there."""

import re
import shlex
from pathlib import Path

import pytest

from geodata.legend import WORDS
from outreach.cli.main import parser
from outreach.pages.words import catalogue
from tests.support.shared import ROOT

OFFICERS, MANAGERS = ROOT / "docs" / "guide-officers.md", ROOT / "docs" / "guide-managers.md"
MAP = ROOT / "docs" / "guide-map.md"
GUIDES = (OFFICERS, MANAGERS)
#: Papers with pictures, and whatever else leads somewhere.
SHOWING = (*GUIDES, MAP, ROOT / "README.md")
PAPERS = (*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "CHANGELOG.md")
PRESSED = re.compile(r"(?:按|展開|勾|選|開啟)「([^「」]+)」")
LINKED = re.compile(r"\]\(((?!https?:|images/|docs/images/)[^)#]*)#?([^)]*)\)")
SHOWN = re.compile(r'(?:\]\(|src=")((?:docs/)?images/[^)"]+)')


def page_texts() -> list[str]:
    """Every Chinese text of the pages and the map; what is filled in stands as an ellipsis."""
    found = [message.id for message in catalogue("en") if message.id]
    found += [WORDS.near, WORDS.near_close]
    each = [text for one in found for text in ((one,) if isinstance(one, str) else one)]
    return [re.sub(r"\{[^}]*\}", "…", text) for text in each]


def stands_on_a_page(words: str, texts: list[str]) -> bool:
    """Whether a text of the pages is these words, or begins with them where a bracket follows."""
    meant = re.compile(re.escape(words).replace("…", ".*").replace("○○○", "…") + r"(?:（.*）)?")
    return any(meant.fullmatch(text) for text in texts)


def name_of(told: Path | int) -> str:
    return told.name if isinstance(told, Path) else str(told)


@pytest.mark.parametrize(("guide", "least"), [(OFFICERS, 60), (MANAGERS, 60), (MAP, 15)], ids=name_of)
def test_every_button_that_a_guide_names_stands_on_a_page(guide: Path, least: int) -> None:
    texts = page_texts()
    named = PRESSED.findall(guide.read_text(encoding="utf-8"))
    assert len(named) > least
    assert [words for words in named if not stands_on_a_page(words, texts)] == []


def test_a_button_that_no_page_has_would_be_noticed() -> None:
    assert not stands_on_a_page("全部刪光", page_texts())


@pytest.mark.parametrize("paper", SHOWING, ids=name_of)
def test_every_picture_that_is_shown_is_there(paper: Path) -> None:
    shown = SHOWN.findall(paper.read_text(encoding="utf-8"))
    assert shown
    assert [name for name in shown if not (paper.parent / name).is_file()] == []


def test_every_picture_is_shown_somewhere() -> None:
    shown = {
        Path(name).name.rpartition("-")[0]
        for paper in SHOWING
        for name in SHOWN.findall(paper.read_text(encoding="utf-8"))
    }
    taken = {path.name.rpartition("-")[0] for path in (ROOT / "docs" / "images").glob("*.png")}
    assert taken == shown


@pytest.mark.parametrize("paper", PAPERS, ids=name_of)
def test_every_link_leads_to_a_paper_and_its_heading(paper: Path) -> None:
    missing = []
    for name, anchor in LINKED.findall(paper.read_text(encoding="utf-8")):
        target = paper.parent / name if name else paper
        if not target.is_file() or (anchor and anchor not in anchors(target)):
            missing.append(f"{name}#{anchor}")
    assert missing == []


def anchors(paper: Path) -> set[str]:
    """What a link to a heading is called: its text without punctuation."""
    heads: list[str] = re.findall(r"(?m)^## (.*)", paper.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", head).strip().replace(" ", "-") for head in heads}


def test_every_command_of_the_managers_guide_is_one_that_the_terminal_knows() -> None:
    text = MANAGERS.read_text(encoding="utf-8")
    section = text[text.index("## 十二") : text.index("## 十三")]
    rows = [line.split("|")[2] for line in section.splitlines() if line.startswith("| ")]
    commands = [found for row in rows[1:] for found in re.findall("`([a-z][^`]*)`", row)]
    assert len(commands) > 20
    for command in commands:
        parser().parse_args(shlex.split(command))
