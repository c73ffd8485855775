"""Laws of what was stated: values that exist, reasons given, nothing that contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from outreach.rules.remarks import NEEDS_REMARK, NEEDS_REVIEW
from outreach.rules.vocabulary import SCHEME_FACETS, Facet
from outreach.store.codes import FACET_NUMBERS, WORDS, number_of
from outreach.store.findings import BLANKS, Finding, Query, asked, stored_number
from outreach.store.tables import (
    agencies,
    agency_parents,
    categories,
    facts,
    merges,
    order_statements,
    places,
    scheme_statements,
    sector_orders,
    sectors,
    voids,
)


def _facet(facet: Facet) -> sa.ColumnElement[bool]:
    return facts.c.facet == FACET_NUMBERS[facet]


def _names_nothing(facet: Facet, table: sa.Table, *further: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    entry = sa.select(table.c.id).where(table.c.id == facts.c.value, *further)
    return sa.and_(_facet(facet), facts.c.value != 0, ~sa.exists(entry))


def _states(pairs: Iterable[tuple[Facet, str]]) -> sa.ColumnElement[bool]:
    said = (sa.and_(_facet(facet), facts.c.value == number_of(facet, word)) for facet, word in sorted(pairs))
    return sa.or_(*said)


def _not_a_day(column: sa.Column[Any]) -> sa.ColumnElement[bool]:
    number = stored_number(column)
    return sa.and_(column.is_not(None), sa.or_(number < 1, number > LAST_DAY))


#: 31 December 9999, after which there is no day.
LAST_DAY = 3_652_059

_DATED = (
    facts.c.effective_on,
    facts.c.review_on,
    agency_parents.c.effective_on,
    scheme_statements.c.effective_on,
    sector_orders.c.suspended_from,
    order_statements.c.reopened_on,
)


def fact_findings(connection: sa.Connection) -> list[Finding]:
    """Values that name nothing, scheme facets without a scheme, exclusions without a reason."""
    of_scheme = facts.c.facet.in_([FACET_NUMBERS[f] for f in SCHEME_FACETS])
    values = [
        facts.c.facet.not_in(FACET_NUMBERS.values()),
        *(sa.and_(_facet(facet), facts.c.value >= len(words)) for facet, words in WORDS.items()),
        _names_nothing(Facet.AGENCY, agencies),
        _names_nothing(Facet.SECTOR, sectors),
        _names_nothing(Facet.PLACE, places),
        _names_nothing(Facet.APPROVAL, sector_orders),
        _names_nothing(Facet.CATEGORY, categories, categories.c.scheme_id == facts.c.scheme_id),
    ]
    of = sa.select(facts.c.seq, facts.c.venue_id, facts.c.facet, facts.c.value)
    twice = (
        sa.select(facts.c.change_id, facts.c.venue_id, facts.c.facet)
        .group_by(facts.c.change_id, facts.c.venue_id, facts.c.facet, facts.c.scheme_id, facts.c.effective_on)
        .having(sa.func.count() > 1)
    )
    laws: dict[str, Query] = {
        "values_exist": of.where(sa.or_(*values)),
        "scheme_of_facet": of.where(of_scheme != facts.c.scheme_id.is_not(None)),
        "remark_given": of.where(_states(NEEDS_REMARK), sa.func.trim(facts.c.remark, BLANKS) == ""),
        "review_day_given": of.where(_states(NEEDS_REVIEW), facts.c.review_on.is_(None)),
        "one_statement_a_change": twice,
    }
    found = asked(connection, laws)
    undated = [
        {"table": c.table.name, "column": c.name, "count": count}
        for c in _DATED
        if (
            count := connection.execute(
                sa.select(sa.func.count()).select_from(c.table).where(_not_a_day(c))
            ).scalar_one()
        )
    ]
    return [*found, Finding.of("days_exist", undated)] if undated else found


def statement_findings(connection: sa.Connection) -> list[Finding]:
    """Voids, orders, parents, places and merges that contradict themselves."""
    dead = sa.select(voids.c.voided_change_id)
    stated = sa.select(order_statements.c.seq, order_statements.c.order_id).join_from(
        order_statements, sector_orders
    )
    reopened, begun = (
        stored_number(order_statements.c.reopened_on),
        stored_number(sector_orders.c.suspended_from),
    )
    above = places.alias("above")
    laws: dict[str, Query] = {
        "void_after_change": sa.select(voids.c.change_id, voids.c.voided_change_id).where(
            voids.c.voided_change_id >= voids.c.change_id
        ),
        "void_once": sa.select(voids.c.voided_change_id)
        .group_by(voids.c.voided_change_id)
        .having(sa.func.count() > 1),
        "order_stated": sa.select(sector_orders.c.id).where(
            sector_orders.c.id.not_in(sa.select(order_statements.c.order_id))
        ),
        "order_ends_after_it_begins": stated.where(reopened < begun),
        "application_needs_reopening": stated.where(
            order_statements.c.by_application, order_statements.c.reopened_on.is_(None)
        ),
        "order_has_document": stated.where(sa.func.trim(order_statements.c.document, BLANKS) == ""),
        "village_in_district": sa.select(places.c.code, places.c.name)
        .join(above, above.c.id == places.c.district_id)
        .where(above.c.district_id.is_not(None)),
        "merged_once": sa.select(merges.c.loser_id)
        .where(merges.c.change_id.not_in(dead))
        .group_by(merges.c.loser_id)
        .having(sa.func.count() > 1),
        "merge_of_two": sa.select(merges.c.seq, merges.c.loser_id).where(
            merges.c.loser_id == merges.c.winner_id
        ),
    }
    return asked(connection, laws)
