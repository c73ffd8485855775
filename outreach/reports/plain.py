"""A paper without characters that show nothing and that no office file can hold."""

from __future__ import annotations

from dataclasses import replace

from outreach.reports.model import Block, Cell, Heading, Paper, Paragraph, Row, Table
from outreach.sheets.cells import without_invisible


def _text(text: str) -> str:
    """A tab is a space: cells have no tabulators, and readers of them disagree on what one is."""
    return without_invisible(text).replace("\t", " ")


def plain(paper: Paper) -> Paper:
    """The paper with every text as it can be written, whoever typed it; nothing else of it changes."""
    return replace(
        paper,
        title=_text(paper.title),
        facts=tuple((name, _text(words)) for name, words in paper.facts),
        blocks=tuple(map(_block, paper.blocks)),
        appendix=tuple(map(_block, paper.appendix)),
    )


def _block(block: Block) -> Block:
    if isinstance(block, Heading | Paragraph):
        return replace(block, text=_text(block.text))
    if isinstance(block, Table):
        columns = tuple(replace(c, title=_text(c.title), group=_text(c.group)) for c in block.columns)
        caption, rows = _text(block.caption), tuple(map(_row, block.rows))
        return replace(block, caption=caption, columns=columns, rows=rows)
    return replace(block, caption=_text(block.caption), words=_text(block.words))


def _row(row: Row) -> Row:
    return replace(row, cells=tuple(map(_cell, row.cells)))


def _cell(cell: Cell) -> Cell:
    text = _text(cell.text)
    return cell if text == cell.text else replace(cell, text=text)
