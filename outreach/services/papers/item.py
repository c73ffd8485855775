"""One item of the paper: 說明, the tables, what the meeting concluded."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.reports.model import Block, Heading, Look, Paragraph
from outreach.rules.numbering import plain
from outreach.services.papers import sentences
from outreach.services.papers.agencies import agencies_table
from outreach.services.papers.behind import behind_table, review_table
from outreach.services.papers.conclusions import conclusion
from outreach.services.papers.ground import Ground
from outreach.services.papers.reasons import reasons_of


def item_blocks(ground: Ground, position: int, number: int) -> Iterator[Block]:
    """Everything that stands below 「二、…執行情形」 of one item, its heading first."""
    figures = ground.edition.items[position]
    yield Heading(2, f"{plain(number)}、", sentences.item_heading(figures.item))
    yield Heading(3, "1.", "說明")
    step = 2
    if not figures.total.population:
        # Neither a rate nor a table: before the first listing nothing is known.
        yield Paragraph(sentences.nothing_yet(figures.item), Look.STEP)
    else:
        yield from _explained(ground, position)
        for called, blocks in _sections(ground, position):
            yield Heading(3, f"{step}.", called)
            yield from blocks
            step += 1
    yield from conclusion(f"{step}.", ground.texts.get(f"item-{position + 1}", ""))


def _sections(ground: Ground, position: int) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """What is numbered after 說明: 表1, 表2 where there is one to compare with, 表3 where there is a rate."""
    yield "各機關情形", (agencies_table(ground, position),)
    reasons = reasons_of(ground, position)
    if reasons:
        yield "增減原因", reasons
    if not ground.edition.items[position].shown_open:
        table = review_table(ground, position)
        none = Paragraph("無列入檢討之機關。", Look.STEP)
        yield "檢討名單", (table if table.rows else none,)
        behind = behind_table(ground, position)
        if behind is not None:
            none = Paragraph("無兩方案均列入檢討之機關。", Look.STEP)
            yield "兩方案均落後機關", (behind if behind.rows else none,)


def _explained(ground: Ground, position: int) -> Iterator[Block]:
    figures, before = ground.edition.items[position], ground.before[position]
    if figures.shown_open:
        earlier = None if before is None else before.figures.total
        yield Paragraph(sentences.joined(figures.total, earlier), Look.STEP)
    else:
        yield Paragraph(sentences.counted(figures.total), Look.STEP)
        yield Paragraph(sentences.reached(figures), Look.STEP)
    absent = _absent(ground, position)
    if absent:
        yield Paragraph(sentences.not_reported(absent), Look.STEP)


def _absent(ground: Ground, position: int) -> list[str]:
    """Non-reporters with venues on this list; those on no list are named with the first item."""
    lists = [{f.name for f in item.rows} for item in ground.edition.items]
    nowhere = [n for n in ground.edition.non_reporters if not any(n in names for names in lists)]
    here = [n for n in ground.edition.non_reporters if n in lists[position]]
    return here + (nowhere if position == 0 else [])
