"""Whether a paper's tables of figures say what the edition holds, whatever the paper was made by.

Nothing of how the paper was made is used: its rows are read from what they print, agency by agency, and set
beside the stored figures; sums and rates are made anew from the printed numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from outreach.reports.model import Paper, Row, Table
from outreach.rules.rate import Tally, rate_shown
from outreach.rules.vocabulary import Exclusion
from outreach.services.meetings.model import Edition, ItemFigures
from outreach.services.papers.cells import REASONS

MOST_NAMED = 5
#: What a bureau's own venues are called below its roll-up.
ITSELF = "（本機關）"
#: Columns of 表1 of a counted list: population, the four reasons, 小計, 母數, 已完成, 未完成, then the rate.
_COUNTS, _RATE = slice(2, 11), 11
#: Of an open list: population and joined.
_OPEN_COUNTS = slice(2, 4)


def differences(paper: Paper, edition: Edition) -> tuple[str, ...]:
    """Where 表1 of an item differs from the edition's figures, in words; nothing where it does not."""
    tables = {table.name: table for table in paper.tables()}
    found: list[str] = []
    for position, figures in enumerate(edition.items, 1):
        table = tables.get(f"item{position}-agencies")
        if table is None:
            found += [f"第{position}項缺表1"] if figures.total.population else []
        else:
            found += (f"{table.caption} {place}" for place in _item(table, figures))
        for name, check in _CHECKS.items():
            further = tables.get(name.format(position))
            if further is not None:
                found += (f"{further.caption} {place}" for place in check(further, figures))
    return tuple(found[:MOST_NAMED])


def _item(table: Table, figures: ItemFigures) -> Iterator[str]:
    rated = len(table.columns) > _RATE
    counts = _COUNTS if rated else _OPEN_COUNTS
    stored = Counter((f.name, tuple(_numbers(f.tally, rated))) for f in figures.rows)
    *rows, total = table.rows
    if _printed(total, counts) != _numbers(figures.total, rated):
        yield "合計"
    leaves = [row for at, row in enumerate(rows) if row.indent or not _has_below(rows, at)]
    told = Counter((row.cells[1].text.removesuffix(ITSELF), tuple(_printed(row, counts))) for row in leaves)
    yield from dict.fromkeys(name for name, _numbers_told in (*(stored - told), *(told - stored)))
    yield from _sums(rows, counts)
    if rated:
        yield from (f"{row.cells[1].text}完成率" for row in table.rows if not _rate_holds(row))


def _reasons(table: Table, figures: ItemFigures) -> Iterator[str]:
    """What was, and every reason added, is what the edition holds."""
    total = figures.total
    counts = (
        [total.population, total.completed]
        if figures.shown_open
        else [total.population, total.eligible, total.completed]
    )
    for at, now in enumerate(counts, 2):
        *before, last = (_signed(row.cells[at].text) for row in table.rows)
        if last != now or sum(before) != now:
            yield table.columns[at].title


def _review(table: Table, figures: ItemFigures) -> Iterator[str]:
    """Who is named, with which figures, is a first-level agency of the edition."""
    known = {
        (one.figure.name, one.figure.tally.eligible, one.figure.tally.completed, one.figure.tally.outstanding)
        for one in figures.bureaus
    }
    for row in table.rows:
        if (row.cells[1].text, *_printed(row, slice(2, 5))) not in known:
            yield row.cells[1].text


def _districts(table: Table, figures: ItemFigures) -> Iterator[str]:
    """The districts sum up to their 合計, and that is the edition's."""
    total = figures.total
    counts = (
        [total.population, total.completed]
        if figures.shown_open
        else [
            total.population,
            total.excluded_total,
            total.eligible,
            total.completed,
            total.outstanding,
        ]
    )
    among = slice(1, 1 + len(counts))
    *rows, last = (_printed(row, among) for row in table.rows)
    if last != counts or [sum(column) for column in zip(*rows, strict=True)] != counts:
        yield "合計"


def _excluded(table: Table, figures: ItemFigures) -> Iterator[str]:
    """No reason has more venues in the appendix than the edition counts."""
    told = Counter(row.cells[3].text for row in table.rows)
    for reason, number in figures.total.excluded.items():
        if told.pop(REASONS[reason], 0) > number:
            yield REASONS[reason]
    yield from told


def _signed(text: str) -> int:
    return int(text.replace(",", "").replace("−", "-"))


def _sums(rows: Sequence[Row], counts: slice) -> Iterator[str]:
    """Each bureau is the sum of what stands below it."""
    for at, row in enumerate(rows):
        if row.indent or not _has_below(rows, at):
            continue
        below = []
        for later in rows[at + 1 :]:
            if not later.indent:
                break
            below.append(_printed(later, counts))
        if _printed(row, counts) != [sum(column) for column in zip(*below, strict=True)]:
            yield f"{row.cells[1].text}併計"


def _has_below(rows: Sequence[Row], at: int) -> bool:
    return at + 1 < len(rows) and bool(rows[at + 1].indent)


def _printed(row: Row, counts: slice) -> list[int]:
    """The numbers of a row as they are printed; what is no number is −1, which nothing stored is."""
    texts = (cell.text.replace(",", "") for cell in row.cells[counts])
    return [int(text) if text.isdecimal() else -1 for text in texts]


def _numbers(tally: Tally, rated: bool) -> list[int]:
    if not rated:
        return [tally.population, tally.completed]
    reasons = [tally.excluded[reason] for reason in Exclusion]
    return [
        tally.population,
        *reasons,
        tally.excluded_total,
        tally.eligible,
        tally.completed,
        tally.outstanding,
    ]


def _rate_holds(row: Row) -> bool:
    eligible, completed = _printed(row, slice(8, 10))
    return row.cells[_RATE].text == rate_shown(completed, eligible)


#: Further tables of an item by name, and what each has to agree with.
_CHECKS: Mapping[str, Callable[[Table, ItemFigures], Iterator[str]]] = {
    "item{}-reasons": _reasons,
    "item{}-review": _review,
    "annex{}-excluded": _excluded,
    "annex{}-districts": _districts,
}
