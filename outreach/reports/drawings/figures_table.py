"""The figures table of a drawn page: columns side by side, as wide as their figures want."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outreach.reports.drawings.drawn_words import rule, wide, written

#: Rows that still stand in two columns; more stand in three.
_TWO_COLUMNS = 18
_GAP = 22.0


@dataclass(frozen=True, slots=True)
class FiguresTable:
    """Rows of a number ("" for sums), a name and figures, under `headings`, ending at `bottom`."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: float
    width: float
    bottom: float
    alone: bool = False
    """Whether it is one column only, as narrow as it may be."""

    @property
    def columns(self) -> int:
        """How many stand side by side."""
        if self.alone:
            return 1
        return 2 if len(self.rows) <= _TWO_COLUMNS else 3

    @property
    def row(self) -> float:
        """The height of a row."""
        return 15.0 if self.columns == 3 else 19.0

    @property
    def lines(self) -> int:
        """Rows in the longest column."""
        return -(-len(self.rows) // self.columns)

    @property
    def top(self) -> float:
        """Where it begins."""
        return self.bottom - (self.lines + 1) * self.row - 6

    def drawn(self) -> Iterator[str]:
        """Its pieces as SVG."""
        width = (self.width - _GAP * (self.columns - 1)) / self.columns
        size = 9.5 if self.columns == 3 else 11.5
        slots = _slots(self.rows, self.headings, width, size)
        for column in range(self.columns):
            left = self.left + column * (width + _GAP)
            part = self.rows[column * self.lines : (column + 1) * self.lines]
            if part:
                yield from self._heads(left, slots, size)
                yield rule(left, left + width, self.top + self.row, 1)
            for at, row in enumerate(part, 1):
                y = self.top + (at + 1) * self.row
                yield from _row(left, slots, row, y - 5, size)
                yield rule(left, left + width, y, 0.3)

    def _heads(self, left: float, slots: Sequence[float], size: float) -> Iterator[str]:
        """Headings, of several words in two lines, and smaller where their column is narrow."""
        y = self.top + self.row - 5
        name, *others = self.headings
        yield written(left + 2.2 * size, y, name, size - 0.5, 700)
        right = left + slots[0]
        for slot, said in zip(slots[1:], others, strict=True):
            right += slot
            lines = _in_two(said)
            fitting = min(size - 0.5, *(size * (slot - 4) / wide(line, size) for line in lines))
            for at, line in enumerate(reversed(lines)):
                yield written(right, y - at * size, line, fitting, 700, "end")


def _in_two(heading: str) -> list[str]:
    """A heading at its middlemost space; one without spaces is a line."""
    spaces = [at for at, one in enumerate(heading) if one == " "]
    if not spaces:
        return [heading]
    at = min(spaces, key=lambda at: abs(at - len(heading) / 2))
    return [heading[:at], heading[at + 1 :]]


def _slots(rows: Sequence[Sequence[str]], headings: Sequence[str], width: float, size: float) -> list[float]:
    """How wide the names (with their numbers) and each figure may be, together as wide as the column.

    What the cells leave goes to the columns whose headings want it.
    """
    names, *needed = [max(wide(row[at], size) for row in rows) for at in range(1, len(rows[0]))]
    names += 2.2 * size
    heads = [max(wide(line, size) for line in _in_two(said)) for said in headings[1:]]
    wanted = [max(head - one, 0) + 6 for head, one in zip(heads, needed, strict=True)]
    share = (width - names - sum(needed)) / sum(wanted)
    return [names, *(one + want * share for one, want in zip(needed, wanted, strict=True))]


def _row(left: float, slots: Sequence[float], row: Sequence[str], y: float, size: float) -> Iterator[str]:
    number, name, *cells = row
    weight = 400 if number else 700
    if number:
        yield written(left + 1.6 * size, y, number, size, weight, "end")
    yield written(left + 2.2 * size, y, name, size, weight)
    right = left + slots[0]
    for slot, cell in zip(slots[1:], cells, strict=True):
        right += slot
        yield written(right, y, cell, size, weight, "end")
