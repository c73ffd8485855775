"""What somebody typed or pasted into cells of the grid, read as sheets are read.

A cell that cannot be taken is a refusal with what was read, what is accepted and an example; it is never
dropped, so whoever pasted 「已加人」 hears of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache

from outreach.figures.positions import Dimension
from outreach.rules.dates import parse_day
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet
from outreach.services.city import City
from outreach.services.naming import WHAT, entries_of, find, scheme_named
from outreach.sheets.cells import without_invisible
from outreach.sheets.cellwords import Parser, parsers
from outreach.sheets.fields import BY_CODE
from outreach.store.reference import Reference

_MONTH_AND_DAY = re.compile(r"(\d{1,2})[/月.-](\d{1,2})日?")


class Column(StrEnum):
    """The columns of the grid that can be written over."""

    PARTICIPATION = "participation"
    PREMISES = "premises"
    OPERATING = "operating"
    CATEGORY = "category"
    REMARK = "remark"
    EFFECTIVE_ON = "effective_on"


#: In the order in which they stand, which is the order in which pasted cells fall.
COLUMNS: tuple[Column, ...] = tuple(Column)
FACETS: Mapping[Column, Facet] = {
    Column.PARTICIPATION: Facet.PARTICIPATION,
    Column.PREMISES: Facet.PREMISES,
    Column.OPERATING: Facet.OPERATING,
    Column.CATEGORY: Facet.CATEGORY,
}


class CellEmptied(Refusal, ValueError):
    """A cell was emptied that always says something."""

    template = "{what}不能清空；請選取一項，例如『{example}』，或放棄這一格的修改。"


class RemarkEmptied(Refusal, ValueError):
    """A remark in force was emptied; what was said stays in the record until something else is said."""

    template = "備註不能清空，先前的備註已經記錄；請改寫成現在的情形，例如「110年10月20日已再聯繫」。"


def read_cell(reference: Reference, scheme_id: int, column: Column, text: str, usual: date) -> str | date:
    """One cell: a code of a facet's value, a remark, or a day.

    「10/20」 is the day of the year of `usual`. Raises the refusals of `sheets.cellwords`, `naming`, `dates`,
    and `CellEmptied`.
    """
    plain = without_invisible(text).strip()
    if column is Column.REMARK:
        return plain
    if not plain:
        raise CellEmptied(what=BY_CODE[column].heading, example=_example(reference, scheme_id, column, usual))
    if column is Column.EFFECTIVE_ON:
        short = _MONTH_AND_DAY.fullmatch(plain)
        return parse_day(f"{usual.year}-{short[1]}-{short[2]}" if short else plain)
    if column is Column.CATEGORY:
        entries = entries_of(reference, Dimension.CATEGORY, scheme_id)
        return find(entries, plain, WHAT[Dimension.CATEGORY]).code
    if column is Column.PARTICIPATION and plain in (own := reference.schemes[scheme_id].own_words):
        return own[plain]
    return str(_parser(column)(plain))


def settled(city: City, scheme: str, column: Column, text: str, usual: date) -> str:
    """A cell's text as its code, or a day in ISO; as it was typed where it cannot be taken."""
    reference = city.reference()
    try:
        read = read_cell(reference, scheme_named(reference, scheme).id, column, text, usual)
    except Refusal:
        return text
    return read.isoformat() if isinstance(read, date) else read


def _example(reference: Reference, scheme_id: int, column: Column, usual: date) -> str:
    if column is Column.EFFECTIVE_ON:
        return usual.isoformat()
    if column is Column.CATEGORY:
        entries = entries_of(reference, Dimension.CATEGORY, scheme_id).values()
        return next((entry.name for entry in entries), "")
    return BY_CODE[column].choices[0]


@cache
def _parsers() -> Mapping[str, Parser]:
    day: Callable[[str], date] = parse_day
    return parsers(day)


def _parser(column: Column) -> Parser:
    return _parsers()[column.value]
