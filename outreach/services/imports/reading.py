"""A file that was read, its headings matched, its cells typed; and a column that means something else."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from outreach.figures.positions import Dimension
from outreach.services.imports.calm import without_cycle_search
from outreach.services.imports.model import NoRows, Options
from outreach.services.imports.stating import Names
from outreach.services.naming import entries_of, folded
from outreach.sheets.headings import HeadingMatch, find_headings
from outreach.sheets.model import Sheet
from outreach.sheets.reading import read_workbook
from outreach.sheets.values import ParsedRow, Problem, parse_rows

#: What somebody writes who means a scheme's category: one letter, perhaps with 類.
_LIKE_A_CATEGORY = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]\s*類?")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file read and its headings matched: what planning needs besides the database."""

    sheet: Sheet
    match: HeadingMatch
    rows: tuple[ParsedRow, ...]


def read_file(data: bytes, filename: str, options: Options) -> ReadFile:
    """Read a file and match its headings. Raises the refusals of `sheets`."""
    return match_sheet(read_workbook(data, filename, options.sheet), options)


def match_sheet(sheet: Sheet, options: Options) -> ReadFile:
    """Match the headings of a sheet that was read; a page reads once and matches as often as it is asked.

    Raises `NoRows` and the refusals of `sheets.headings`.
    """
    match = find_headings(sheet, options.headings)
    with without_cycle_search():
        rows = parse_rows(sheet, match, own_words=options.own_words)
    if not rows:
        raise NoRows(filename=sheet.filename)
    return ReadFile(sheet, match, rows)


def without_foreign_categories(read: ReadFile, names: Names) -> tuple[ReadFile, tuple[Problem, ...]]:
    """The file without a 類別 column that is about something else, and a warning that says so.

    Many lists have a column 類別 for trades or goods. Where not one of its cells is a category of the
    scheme, or looks like one, the column is left unread rather than making every row an error.
    """
    stated = {row.values.category for row in read.rows if row.values and row.values.category}
    own = entries_of(names.reference, Dimension.CATEGORY, names.scheme.id)
    known = {folded(name) for c in own.values() for name in (c.code, c.name)}
    if not stated or any(folded(s) in known or _LIKE_A_CATEGORY.fullmatch(s) for s in stated):
        return read, ()
    heading = read.match.heading_of("category")
    examples = "、".join(sorted(stated)[:3])
    text = (
        f"「{heading}」的內容（{examples}）不是本方案的類別，此欄未讀取；"
        f"若為行業，請將欄位對應設為 行業＝{heading}（sector={heading}）。"
    )
    columns = {code: at for code, at in read.match.columns.items() if code != "category"}
    rows = tuple(
        replace(row, values=replace(row.values, category=None)) if row.values else row for row in read.rows
    )
    problem = Problem(read.match.row + 1, heading, examples, text, warning=True)
    return ReadFile(read.sheet, replace(read.match, columns=columns), rows), (problem,)
