"""How wide a table's columns are, so that no number is cut or broken, and how its headings stand.

Constraints:
1. Widths add up to the page's width, in the columns' own shares where these suffice.
2. A column is at least as wide as its longest run that does not break (a number, a Latin word) as far as
   that leaves room for the others; runs that are longer still get places to break.
3. Headings of neighbours with the same group stand below it; the others span both lines.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from outreach.reports.model import Column, Heading, Row, Table

#: Points: the text width of an upright and of a turned A4 page with 20 mm left and right.
UPRIGHT, TURNED = 481.8, 728.4
#: Between text and line, in points, on either side.
INSET = 4.0
#: What may break inside a word that is too long for its column; it has no width of its own.
BREAK = "\u200b"

#: Lines of text after which a line of the table may go on on the next page: about half a turned page.
_LINES = 24
#: So many characters of a heading stand on one line.
_SHORT = 4
#: No run asks for more of the page's width than this.
_MOST = 0.25
_RUN = re.compile(r"[!-~\u2212\u2014]+(?: %)?")
_WORD = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class HeadingCell:
    """A heading's place: column `x` and line `y` from 0, how many of each it spans, and its words."""

    text: str
    x: int
    y: int
    colspan: int = 1
    rowspan: int = 1


def heading_lines(table: Table) -> int:
    """How many lines the headings take: 2 where columns have groups."""
    return 2 if any(column.group for column in table.columns) else 1


def heading_cells(table: Table) -> tuple[HeadingCell, ...]:
    """The headings, line by line."""
    lines = heading_lines(table)
    upper: list[HeadingCell] = []
    lower: list[HeadingCell] = []
    for group, members in groupby(enumerate(table.columns), key=lambda each: each[1].group):
        columns = list(members)
        if group:
            upper.append(HeadingCell(group, columns[0][0], 0, colspan=len(columns)))
            lower += (HeadingCell(column.title, x, 1) for x, column in columns)
        else:
            upper += (HeadingCell(column.title, x, 0, rowspan=lines) for x, column in columns)
    return (*upper, *lower)


def heading_words(cell: HeadingCell, widths: Sequence[float], size: float) -> str:
    """A heading's words: on one line, else its bracket on one of its own, and lines of about one length."""
    room = sum(widths[cell.x : cell.x + cell.colspan]) - 2 * INSET
    if text_width(cell.text, size) <= room:
        return cell.text
    return "\n".join(_even(part, room, size) for part in _parts(cell.text))


def _even(part: str, room: float, size: float) -> str:
    """Chinese words in as few lines as they need, none much shorter than another; others as they are."""
    lines = math.ceil(text_width(part, size) / room)
    if lines < 2 or not all(unicodedata.east_asian_width(each) in "WF" for each in part):
        return part
    step = math.ceil(len(part) / lines)
    return "\n".join(part[at : at + step] for at in range(0, len(part), step))


def page_width(table: Table) -> float:
    """The width that the table has, in points."""
    return TURNED if table.landscape else UPRIGHT


def text_size(table: Table) -> float:
    """The size of its text in points: smaller where many columns share the page."""
    if len(table.columns) >= 12:
        return 8.5
    return 9.0 if len(table.columns) >= 9 else 9.5


def column_widths(table: Table) -> list[float]:
    """The columns' widths in points; they add up to `page_width`."""
    total = page_width(table)
    needed = [min(total * _MOST, _needed(table, at, column)) for at, column in enumerate(table.columns)]
    if sum(needed) >= total:
        return [total * each / sum(needed) for each in needed]
    shares = [column.width for column in table.columns]
    narrow: set[int] = set()
    while True:
        left = total - sum(needed[at] for at in narrow)
        of = sum(share for at, share in enumerate(shares) if at not in narrow)
        widths = [needed[at] if at in narrow else left * share / of for at, share in enumerate(shares)]
        more = {at for at, width in enumerate(widths) if width < needed[at] and at not in narrow}
        if not more:
            return widths
        narrow |= more


def breakable(text: str, width: float, size: float) -> str:
    """The text with places to break inside words that are wider than the cell; else as it is."""
    fits = int((width - 2 * INSET) / (size * 0.62))
    return _WORD.sub(lambda found: found[0] if len(found[0]) <= fits else BREAK.join(found[0]), text)


def text_width(text: str, size: float) -> float:
    """About how wide a text is on one line, in points, rather more than less."""
    return size * sum(1.0 if unicodedata.east_asian_width(each) in "WF" else 0.62 for each in text)


def row_may_break(row: Row, widths: Sequence[float], size: float) -> bool:
    """Whether a line is so long that it may go on on the next page (else it stays on one)."""
    cells = zip(row.cells, widths, strict=True)
    # A line holds a character at least, so that most cells need no measuring.
    return any(
        len(cell.text) >= _LINES and _lines(cell.text, width - 2 * INSET, size) > _LINES
        for cell, width in cells
    )


def step_column(table: Table) -> int:
    """The column in which a subordinate stands one step in: the first of words that is not a mere number."""
    words = (at for at, column in enumerate(table.columns) if not column.numeric and column.width > 5)
    return next(words, 0)


def numbered(heading: Heading) -> str:
    """Number and words, apart where the number does not end in a mark of its own (1. and 附件一)."""
    apart = "" if not heading.number or heading.number[-1] in "、）" else " "
    return f"{heading.number}{apart}{heading.text}"


def _lines(text: str, room: float, size: float) -> int:
    """About how many lines the text takes."""
    return sum(max(1, math.ceil(text_width(line, size) / room)) for line in text.split("\n"))


def _needed(table: Table, at: int, column: Column) -> float:
    size = text_size(table)
    runs = [*_runs(table, at, column), *_heading_runs(column.title)]
    return max(text_width(run, size) for run in runs) + 2 * INSET + 1


def _heading_runs(title: str) -> Iterator[str]:
    """What of a heading should stand on one line: four characters, or half of what is longer."""
    for part in _parts(title):
        yield part if len(part) <= _SHORT else part[: (len(part) + 1) // 2]


def _parts(title: str) -> list[str]:
    """A heading before and from its bracket on: 完成率 and (D/C)."""
    before, bracket, after = title.partition("(")
    return [part for part in (before, bracket + after) if part] or [""]


def _runs(table: Table, at: int, column: Column) -> Iterator[str]:
    """What of the column should not be broken."""
    for row in table.rows:
        text = row.cells[at].text
        yield from [text] if column.numeric else _RUN.findall(text)
