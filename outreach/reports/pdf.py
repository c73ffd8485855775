"""The paper as PDF: upright and turned A4 pages, the Ming face embedded, tagged for who listens to it.

Constraints:
1. What is said goes to typst as JSON strings, so that no text of a sheet is ever read as markup.
2. The same paper gives the same bytes: no clock is read; `made` (the moment of capture) is the creation time.
3. Table headings stand again on every page; a line of a table stays on one page unless it is longer than
   half of one.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from outreach.reports.glyphs import printable
from outreach.reports.model import Block, Heading, Paper, Paragraph, Picture, Table
from outreach.reports.sections import is_open, sections
from outreach.reports.typesetting import typeset
from outreach.reports.widths import (
    UPRIGHT,
    breakable,
    column_widths,
    heading_cells,
    heading_words,
    numbered,
    row_may_break,
    step_column,
    text_size,
)

#: The size of running text in points.
_TEXT = 11
#: Points per CSS pixel.
_PIXEL = 0.75


def write_pdf(paper: Paper, made: datetime | None = None) -> bytes:
    """The paper as a PDF file; `made` is its creation time (with a zone), which else is left out."""
    told = {
        "title": paper.title,
        "facts": paper.facts,
        "foot": paper.foot,
        "dated": made is not None,
        "sections": [
            {
                "landscape": section.landscape,
                "begins": section.begins,
                "level": section.level,
                "blocks": [_block(block) for block in section.blocks],
            }
            for section in sections(paper)
        ],
    }
    said = printable(json.dumps(told, ensure_ascii=False))
    return typeset("paper.typ", {"paper": said}, "pdf", made=made)


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": numbered(block)}
    if isinstance(block, Paragraph):
        text = breakable(block.text, UPRIGHT * 0.8, _TEXT)
        return {"kind": "paragraph", "text": text, "look": block.look.value, "open": is_open(block)}
    if isinstance(block, Picture):
        return _picture(block)
    return _table(block)


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        "kind": "picture",
        "caption": picture.caption,
        "words": picture.words,
        "svg": picture.svg,
        "width": min(UPRIGHT, picture.width * _PIXEL),
    }


def _table(table: Table) -> dict[str, Any]:
    size, widths = text_size(table), column_widths(table)
    texts = step_column(table)
    rows = []
    for row in table.rows:
        cells = list(zip((cell.text for cell in row.cells), widths, strict=True))
        rows.append(
            {
                "cells": [breakable(text, width, size) for text, width in cells],
                "indent": row.indent,
                "total": row.total,
                "breakable": row_may_break(row, widths, size),
            }
        )
    return {
        "kind": "table",
        "caption": table.caption,
        "note": table.note,
        "size": size,
        "widths": widths,
        "headings": [
            {
                "text": heading_words(cell, widths, size),
                "x": cell.x,
                "y": cell.y,
                "colspan": cell.colspan,
                "rowspan": cell.rowspan,
            }
            for cell in heading_cells(table)
        ],
        "columns": [
            {"numeric": column.numeric, "first": at == texts} for at, column in enumerate(table.columns)
        ],
        "rows": rows,
    }
