"""A paper as a workbook, before it has a format: the words on the first sheet, each table on its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from outreach.reports.model import Block, Heading, Look, Paper, Paragraph, Picture, Table

#: The first sheet's name.
WORDS = "會議資料"
#: The face of every cell, which office computers here have; elsewhere another Ming takes its place.
FACE = "新細明體"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31


@dataclass(frozen=True, slots=True)
class TableSheet:
    """One table's sheet: its name, and the pictures that stand below the table."""

    name: str
    table: Table
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the first sheet: what stands before it (時間, 壹、, 1.), its words, and how it looks."""

    label: str
    text: str
    look: Look | int
    """A heading's level, else the paragraph's look."""


def table_sheets(paper: Paper) -> tuple[TableSheet, ...]:
    """The tables' sheets in order; a picture stands below the table before it (the first one's, if none)."""
    pictures: dict[str, list[Picture]] = {}
    tables = list(paper.tables())
    for part in (paper.blocks, paper.appendix):
        table = None
        for block in part:
            if isinstance(block, Table):
                table = block
            elif isinstance(block, Picture) and tables:
                pictures.setdefault((table or tables[0]).name, []).append(block)
    return tuple(
        TableSheet(sheet_name(at, table), table, tuple(pictures.get(table.name, ())))
        for at, table in enumerate(tables, 1)
    )


def sheet_name(at: int, table: Table) -> str:
    """A name as every office program takes it, its own by the number that it begins with."""
    return f"{at} {_FORBIDDEN.sub('_', table.caption)}"[:_LONGEST_NAME].rstrip()


def lines(paper: Paper) -> Iterator[Line]:
    """The first sheet below the title; tables and pictures are named where they belong."""
    names = {sheet.table.name: sheet.name for sheet in table_sheets(paper)}
    for label, words in paper.facts:
        yield Line(label, words, Look.PLAIN)
    for part in (paper.blocks, paper.appendix):
        yield from (_line(block, names) for block in part)


def _line(block: Block, names: dict[str, str]) -> Line:
    if isinstance(block, Heading):
        return Line(block.number, block.text, block.level)
    if isinstance(block, Paragraph):
        return Line("", block.text, block.look)
    if isinstance(block, Table):
        return Line("", f"{block.caption}：見工作表「{names[block.name]}」", Look.NOTE)
    return Line("", f"{block.caption}：{block.words}", Look.NOTE)
