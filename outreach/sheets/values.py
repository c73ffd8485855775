"""From a row of text to typed values, and to problems where a cell cannot be taken.

A bad cell is a value with its place, not an exception: its row is an error, and no other row is touched.
Whether a value is allowed (a known agency, a point inside Taipei, an exclusion without remark) is decided
where the facts are known, not here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from outreach.rules.dates import parse_day
from outreach.sheets.cellwords import WRITTEN_BY_HAND, CellRefused, lost_or_changed, parsers
from outreach.sheets.fields import BY_CODE
from outreach.sheets.headings import HeadingMatch
from outreach.sheets.model import Sheet

DayParser = Callable[[str], date]
"""Text → day, raising a ValueError whose message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, or to be looked at, in one cell of the file."""

    row: int
    """The file's own row, from 1."""
    column: str
    """The heading as in the file."""
    value: str
    problem: str
    """A Chinese sentence: what was read, what is accepted, an example."""
    warning: bool = False
    """A warning does not make its row an error."""


@dataclass(frozen=True, slots=True)
class RowValues:
    """What one row states; None where the column is missing or the cell empty, which changes nothing."""

    row: int
    name: str
    id: int | None = None
    version: int | None = None
    agency: str | None = None
    """Code, name or short name, as written."""
    kind: str | None = None
    tax_id: str | None = None
    district: str | None = None
    village: str | None = None
    address: str | None = None
    lon: float | None = None
    """Degrees (WGS 84) or metres (TWD97 / TM2 zone 121), as written; told apart by size. So is `lat`."""
    lat: float | None = None
    sector: str | None = None
    category: str | None = None
    premises: str | None = None
    operating: str | None = None
    approval: str | None = None
    participation: str | None = None
    listing: str | None = None
    voucher_kinds: tuple[str, ...] | None = None
    effective_on: date | None = None
    remark: str | None = None
    contact: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One row of data: its values, unless a problem that is no warning stands in the way."""

    row: int
    values: RowValues | None
    problems: tuple[Problem, ...] = ()


def parse_rows(
    sheet: Sheet,
    match: HeadingMatch,
    day: DayParser = parse_day,
    own_words: Mapping[str, str] | None = None,
) -> tuple[ParsedRow, ...]:
    """Every row below the headings that is not empty, in order; row numbers are the file's own.

    `own_words` are the scheme's own for stages of participation, word → code.
    """
    reader = _RowReader(sheet, match, day, own_words)
    return tuple(
        reader.read(number, row)
        for number, row in enumerate(sheet.rows[match.row + 1 :], start=match.row + 2)
        if "".join(row).strip()
    )


class _RowReader:
    def __init__(
        self, sheet: Sheet, match: HeadingMatch, day: DayParser, own_words: Mapping[str, str] | None
    ) -> None:
        self._match = match
        known = parsers(day, own_words)
        self._columns = [
            (code, at, known[code], code in WRITTEN_BY_HAND) for code, at in match.columns.items()
        ]
        self._name_at = match.columns["name"]
        self._notes: dict[int, list[tuple[int, str]]] = {}
        for note in sheet.notes:
            self._notes.setdefault(note.row, []).append((note.column, note.note))

    def read(self, number: int, row: Sequence[str]) -> ParsedRow:
        if row == self._match.headings:
            name = row[self._name_at]
            problem = self._problem(
                number, "name", name, "這一列是重複的標題；請刪除這一列，只留第一列標題。"
            )
            return ParsedRow(number, None, (problem,))
        found: dict[str, Any] = {}
        problems = list(self._noted(number, row))
        for code, at, parse, by_hand in self._columns:
            text = row[at].strip()
            if not text:
                continue
            try:
                found[code] = parse(text)
            except CellRefused as refused:
                problems.append(self._problem(number, code, text, str(refused)))
            else:
                if by_hand and (doubt := lost_or_changed(code, text)):
                    problems.append(self._problem(number, code, text, doubt, warning=True))
        problems += self._whole_row(number, found, problems)
        if any(not problem.warning for problem in problems):
            return ParsedRow(number, None, tuple(problems))
        values = RowValues(row=number, **found)
        return ParsedRow(number, values, tuple(problems))

    def _whole_row(
        self, number: int, found: Mapping[str, object], problems: Sequence[Problem]
    ) -> Iterator[Problem]:
        """What no cell shows alone: a missing name, half a point."""
        refused = {problem.column for problem in problems if not problem.warning}
        if "name" not in found and self._match.heading_of("name") not in refused:
            yield self._problem(number, "name", "", "缺少店家名稱；每列須有名稱，例如「好客小吃店」。")
        for one, other in (("lon", "lat"), ("lat", "lon")):
            if one in found and other not in found and self._match.heading_of(other) not in refused:
                yield self._problem(
                    number,
                    other,
                    "",
                    f"只有{BY_CODE[one].heading}沒有{BY_CODE[other].heading}；兩者須一起填或都不填，"
                    "例如 121.5645 和 25.0339。",
                )

    def _noted(self, number: int, row: Sequence[str]) -> Iterator[Problem]:
        for at, note in self._notes.get(number, ()):
            yield Problem(number, self._match.headings[at].strip(), row[at], note, warning=True)

    def _problem(self, number: int, code: str, value: str, problem: str, *, warning: bool = False) -> Problem:
        return Problem(number, self._match.heading_of(code), value, problem, warning)
