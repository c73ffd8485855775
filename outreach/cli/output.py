"""Writing answers: an aligned table for people, CSV and JSON for programs."""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TextIO

Cell = str | int | float | None


def say(text: str, to: TextIO | None = None) -> None:
    """Write one line on standard output (or another stream)."""
    (to or sys.stdout).write(text + "\n")


def write_json(document: object) -> None:
    """Write exactly one JSON document on standard output."""
    say(json.dumps(document, ensure_ascii=False))


def write_csv(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Write CSV on standard output; cells that a spreadsheet would run as a formula are made text."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([[harmless(cell) for cell in row] for row in rows])


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: such a text gets an apostrophe before it."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cell
    return cell


def write_table(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Write columns aligned for a terminal, numbers to the right; Chinese characters are two wide."""
    texts = [[_text(c) for c in row] for row in rows]
    widths = [max([_width(h), *(_width(r[i]) for r in texts)]) for i, h in enumerate(headings)]
    say("  ".join(_padded(h, w, right=False) for h, w in zip(headings, widths, strict=True)).rstrip())
    for row, shown in zip(rows, texts, strict=True):
        cells = zip(row, shown, widths, strict=True)
        say("  ".join(_padded(t, w, right=isinstance(c, int | float)) for c, t, w in cells).rstrip())


def _text(cell: Cell) -> str:
    if cell is None:
        return "—"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    blank = " " * (width - _width(text))
    return blank + text if right else text + blank


def write(
    format_: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]], document: Mapping[str, object]
) -> None:
    """Write an answer in the format asked for: `table`, `csv` or `json`."""
    if format_ == "json":
        write_json(document)
    elif format_ == "csv":
        write_csv(headings, rows)
    else:
        write_table(headings, rows)
