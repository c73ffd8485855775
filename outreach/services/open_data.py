"""Data for anybody to use, of days that have come: the city's figures by district."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outreach.figures.positions import Dimension
from outreach.rules.dates import roc
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Kind
from outreach.services import city as cities
from outreach.services.city import City
from outreach.services.coverage import CoverageTable, coverage
from outreach.services.naming import kind_named, scheme_named
from outreach.services.who import Right, Who
from outreach.store.changes import newest_recorded_at
from outreach.store.engine import reading
from outreach.store.reference import Named, Reference


class NotYet(Refusal, ValueError):
    """A day that has not come: what is planned is not published."""

    template = "日期 {day} 還沒到；開放資料最晚到 {today}，例如 as_of={example}。"


@dataclass(frozen=True, slots=True)
class OpenFigures:
    """A scheme's figures by district for one kind of venue; `open`: shown as 加入家數, without a rate."""

    kind: Kind
    open: bool
    table: CoverageTable


def last_recorded(city: City) -> datetime | None:
    """When anything was last recorded; None in an empty city."""
    with reading(city.engine) as connection:
        return newest_recorded_at(connection)


def district_figures(
    city: City,
    who: Who,
    as_of: date,
    *,
    today: date,
    scheme: str = "",
    kind: str = "",
    known_at: str | int | None = None,
) -> tuple[OpenFigures, ...]:
    """Figures by district of each scheme and kind of venue, or of the ones named, at the end of a day.

    Raises `NotYet` and the refusals of `coverage`.
    """
    who.must(Right.SEE_PUBLIC)
    must_have_come(as_of, today)
    seq = cities.known_at(city, known_at)
    kinds = (kind_named(kind),) if kind else tuple(Kind)
    found = []
    for one in schemes_asked(city.reference(), scheme):
        for each in kinds:
            where = (f"kind={each.value}",)
            table = coverage(city, who, one.code, as_of, by=Dimension.DISTRICT, where=where, known_at=seq)
            found.append(OpenFigures(each, table.shown_open((each,)), table))
    return tuple(found)


def schemes_asked(reference: Reference, text: str) -> list[Named]:
    """The scheme of a code or name, else every one in order of code."""
    if text:
        return [scheme_named(reference, text)]
    return sorted(reference.schemes.values(), key=lambda one: one.code)


def must_have_come(day: date, today: date) -> None:
    """Raise `NotYet` for a day after today."""
    if day > today:
        raise NotYet(day=roc(day), today=roc(today), example=today.isoformat())
