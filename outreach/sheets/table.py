"""A table to be written: what every download and outcome file is before it has a format."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from outreach.sheets.cells import without_invisible
from outreach.sheets.model import CELL_LENGTH

Cell = str | int | float | None
"""Text is written as text whatever it looks like; only numbers are written as numbers."""

#: Rows below the last one that offer the choices too, for venues that are added by hand.
SPARE_ROWS = 500
_NARROWEST, _WIDEST, _MEASURED_ROWS = 6, 50, 200
_FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
_TITLE_LENGTH = 31


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows, with what stands above them and how wide the columns are."""

    title: str
    """The sheet's name; characters that sheets may not have in theirs are replaced."""
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    banner: Sequence[Sequence[Cell]] = ()
    """Rows above the headings."""
    widths: tuple[int, ...] = ()
    """In Latin characters (a Chinese one takes two); measured where none are given."""
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Column index → the words that its cells offer to choose from (xlsx and ods)."""
    further: tuple[Table, ...] = ()
    """Sheets after this one, such as explanations (xlsx and ods)."""

    @property
    def sheets(self) -> tuple[Table, ...]:
        """This sheet and those after it."""
        return (self, *self.further)

    @property
    def lines(self) -> list[Sequence[Cell]]:
        """Banner, headings and rows from the first row on."""
        return [*self.banner, self.headings, *self.rows]

    @property
    def sheet_title(self) -> str:
        """The title as every format takes it."""
        plain = _FORBIDDEN_IN_TITLE.sub("_", without_invisible(self.title)).strip(" '\t\n")
        return plain[:_TITLE_LENGTH] or "Sheet1"

    def column_widths(self) -> tuple[int, ...]:
        """The given widths, else wide enough for the headings and the first 200 rows, within reason."""
        if self.widths:
            return self.widths
        columns = max((len(row) for row in (self.headings, *self.rows)), default=0)
        widths = [_NARROWEST] * columns
        for row in (self.headings, *islice(self.rows, _MEASURED_ROWS)):
            for at, cell in enumerate(row):
                widths[at] = max(widths[at], _display_width(written(cell)) + 2)
        return tuple(min(width, _WIDEST) for width in widths)


def written(cell: Cell) -> str:
    """The cell's text as it is written: without control characters, within what a cell can hold."""
    if cell is None:
        return ""
    return without_invisible(str(cell))[:CELL_LENGTH]


def _display_width(text: str) -> int:
    """Of the longest line, in Latin characters."""
    lines = text.split("\n")
    return max(
        sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
        for line in lines
    )
