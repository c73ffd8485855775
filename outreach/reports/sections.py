"""Which blocks of a paper stand on upright pages and which on pages turned for a wide table.

Constraints:
1. A wide table (`landscape`) takes along the headings just before it, so that no heading ends an upright page
   with its table on the next.
2. Between two wide tables nothing but headings keeps the page turned.
3. The appendix begins a page; order never changes, and no section is empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outreach.reports.model import Block, Heading, Look, Paper, Paragraph, Table


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks on pages of one direction.

    `begins`: a page begins with it though the page before is the same way up. `level` is that of the
    heading it stands below (0 where there is none yet).
    """

    blocks: tuple[Block, ...]
    landscape: bool
    begins: bool
    level: int


def sections(paper: Paper) -> tuple[Section, ...]:
    """The paper's sections in order; all blocks, each once."""
    made: list[Section] = []
    for part in (paper.blocks, paper.appendix):
        level = 0
        for at, (landscape, blocks) in enumerate(_runs(part)):
            made.append(Section(blocks, landscape, begins=at == 0 and bool(made), level=level))
            level = next((block.level for block in reversed(blocks) if isinstance(block, Heading)), level)
    return tuple(made)


def is_open(paragraph: Paragraph) -> bool:
    """Whether a conclusion is still to be written: nothing of it is there, or no more than 會議結論：."""
    return paragraph.look is Look.CONCLUSION and (not paragraph.text or paragraph.text.endswith("："))


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[bool, tuple[Block, ...]]]:
    """Neighbours of one direction together."""
    run: list[Block] = []
    turned = False
    for landscape, together in _pieces(blocks):
        if run and landscape != turned:
            yield turned, tuple(run)
            run = []
        turned = landscape
        run += together
    if run:
        yield turned, tuple(run)


def _pieces(blocks: Sequence[Block]) -> Iterator[tuple[bool, list[Block]]]:
    """Each block with the headings just before it, and whether that is a wide table."""
    headings: list[Block] = []
    for block in blocks:
        headings.append(block)
        if not isinstance(block, Heading):
            yield isinstance(block, Table) and block.landscape, headings
            headings = []
    if headings:
        yield False, headings
