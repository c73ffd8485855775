"""Everything the overview shows, asked of the services once: all of it as known at one number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from outreach.figures.positions import Dimension
from outreach.pages.bar import Asked
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Kind
from outreach.services.bureau import bureaus, inside
from outreach.services.city import City
from outreach.services.coverage import CoverageTable, Row, coverage
from outreach.services.trend import trend
from outreach.services.who import Who

WEEKS = 13


@dataclass(frozen=True, slots=True)
class Group:
    """The kinds of venue that are shown alike: with a rate, or as an open drive that only counts joiners.

    `rows` of the total are by first-level agency with those under it; `weeks` ends on the day asked for.
    """

    kinds: tuple[Kind, ...]
    among: Kind | None
    """What a number of this group must name besides the question, when it opens."""
    table: CoverageTable
    inside: tuple[Row, ...]
    weeks: tuple[tuple[date, Tally], ...]

    @property
    def total(self) -> Tally:
        """The figures of all agencies together."""
        return self.table.total


@dataclass(frozen=True, slots=True)
class Answer:
    """`rated` has a rate, `open` has none; at least one of them is there."""

    asked: Asked
    rated: Group | None
    open: Group | None
    by_kind: CoverageTable
    bureaus: frozenset[str]
    unfolded: str

    @property
    def population(self) -> int:
        """Venues on the list that the question is about."""
        return self.by_kind.total.population


def answer(city: City, who: Who, asked: Asked) -> Answer:
    """Ask the services. Raises refusals of theirs."""
    by_kind = coverage(
        city,
        who,
        asked.scheme,
        asked.as_of,
        by=Dimension.KIND,
        where=asked.where,
        known_at=asked.known_at,
    )
    meant = asked.kinds or tuple(Kind)
    rated = tuple(k for k in meant if not by_kind.shown_open((k,)))
    opened = tuple(k for k in meant if by_kind.shown_open((k,)))
    known = bureaus(city, who, asked.as_of, asked.known_at)
    unfolded = st.query_params.get("inside", "")
    unfolded = unfolded if unfolded in known else ""
    return Answer(
        asked,
        _group(city, who, asked, rated, meant, unfolded) if rated else None,
        _group(city, who, asked, opened, meant, unfolded) if opened else None,
        by_kind,
        known,
        unfolded,
    )


def _group(
    city: City, who: Who, asked: Asked, kinds: tuple[Kind, ...], meant: tuple[Kind, ...], unfolded: str
) -> Group:
    where = asked.where_among(kinds)
    table = coverage(
        city,
        who,
        asked.scheme,
        asked.as_of,
        by=Dimension.AGENCY,
        where=where,
        known_at=asked.known_at,
        roll_up=True,
    )
    rows: tuple[Row, ...] = ()
    if unfolded:
        rows = inside(city, who, asked.scheme, asked.as_of, unfolded, where=where, known_at=asked.known_at)
    # Where the question already names the kind, its numbers need not.
    among = kinds[0] if kinds != meant and len(kinds) == 1 else None
    return Group(kinds, among, table, rows, _weeks(city, who, asked, where))


def _weeks(city: City, who: Who, asked: Asked, where: tuple[str, ...]) -> tuple[tuple[date, Tally], ...]:
    first = asked.as_of - timedelta(weeks=WEEKS - 1)
    found = trend(city, who, asked.scheme, first, asked.as_of, where=where, known_at=asked.known_at)
    return tuple(zip(found.days[::7], found.total.tallies[::7], strict=True))
