"""The outcome file: the input as it was, with a result and a reason on each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from outreach.sheets.headings import HeadingMatch
from outreach.sheets.model import Sheet
from outreach.sheets.table import Table

RESULT, REASON = "結果", "原因"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row."""

    result: str
    """A word: 新增, 變更, 未變 …"""
    reason: str = ""


def outcome_table(sheet: Sheet, match: HeadingMatch, outcomes: Mapping[int, Outcome]) -> Table:
    """The sheet with two more columns; `outcomes` by the file's own row numbers, from 1.

    Rows above the headings and empty rows stay where they were, so a row number in a message is right in the
    input and in the outcome, and the mended outcome can be imported as it is. The two columns of an earlier
    outcome are replaced.
    """
    width = _own_width(match.headings)
    rows = []
    for number, row in enumerate(sheet.rows[match.row + 1 :], start=match.row + 2):
        outcome = outcomes.get(number)
        rows.append((*row[:width], outcome.result, outcome.reason) if outcome else row[:width])
    return Table(
        title=sheet.sheet_name or RESULT,
        headings=(*match.headings[:width], RESULT, REASON),
        rows=rows,
        banner=tuple(row[:width] for row in sheet.rows[: match.row]),
    )


def _own_width(headings: tuple[str, ...]) -> int:
    """The input's own columns: without the last two where these are an earlier outcome's."""
    trimmed = [heading.strip() for heading in headings]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    earlier = trimmed[-2:] == [RESULT, REASON]
    return len(trimmed) - 2 if earlier else len(headings)
