"""Laws that rows must keep, each a question whose answer must be empty.

What the engine itself enforces (keys, columns that may not be null) is asked again, because a file can be
damaged, a constraint switched off, a row changed by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from outreach.rules.remarks import NEEDS_REMARK, NEEDS_REVIEW
from outreach.rules.vocabulary import SCHEME_FACETS, Facet
from outreach.store.codes import FACET_NUMBERS, WORDS, number_of
from outreach.store.tables import (
    SEQUENCED,
    agencies,
    agency_parents,
    categories,
    changes,
    counter,
    facts,
    merges,
    metadata,
    order_statements,
    places,
    scheme_statements,
    sector_orders,
    sectors,
    voids,
)

#: How many of the rows that break a law are shown.
SHOWN = 3
#: What a person may type that looks like nothing.
_BLANKS = " \t\r\n\u3000\u00a0"


@dataclass(frozen=True, slots=True)
class Finding:
    """Rows that break one law: how many, and some of them by column."""

    law: str
    count: int
    examples: tuple[Mapping[str, Any], ...]


Query = sa.Select[Any]


def _found(connection: sa.Connection, law: str, query: Query) -> Finding | None:
    rows = connection.execute(query.limit(SHOWN + 1)).mappings().all()
    if not rows:
        return None
    count = len(rows)
    if count > SHOWN:
        count = connection.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
    return Finding(law, count, tuple(dict(r) for r in rows[:SHOWN]))


def _all_found(connection: sa.Connection, laws: Mapping[str, Query]) -> list[Finding]:
    found = (_found(connection, law, query) for law, query in laws.items())
    return [f for f in found if f is not None]


def _number(column: sa.Column[Any]) -> sa.ColumnElement[int]:
    """A day or moment as the number it is stored as, whatever that may be."""
    return sa.type_coerce(column, sa.BigInteger)


# ---- the engine's own promises


def engine_findings(connection: sa.Connection) -> list[Finding]:
    """A file that is damaged, a table or column that is missing, a reference to nothing."""
    found: list[Finding] = []
    if connection.dialect.name == "sqlite":
        told = [str(r[0]) for r in connection.exec_driver_sql("PRAGMA integrity_check(10)")]
        if told != ["ok"]:
            return [_of("engine_integrity", [{"what": t} for t in told])]
    differences = compare_metadata(
        MigrationContext.configure(connection, opts={"compare_type": True}), metadata
    )
    if differences:
        return [_of("schema_as_declared", [{"what": _difference(d)} for d in differences])]
    dangling = [
        {"table": key.parent.table.name, "column": key.parent.name, "count": count}
        for table in metadata.sorted_tables
        for key in sorted(table.foreign_keys, key=lambda k: k.parent.name)
        if (count := _dangling(connection, key))
    ]
    if dangling:
        found.append(_of("references_exist", dangling))
    return found


def _of(law: str, rows: Sequence[Mapping[str, Any]]) -> Finding:
    return Finding(law, len(rows), tuple(rows[:SHOWN]))


def _difference(difference: Any) -> str:
    """「add_table contacts」: what Alembic would have to do, with the names it would do it to."""
    step = difference[0] if isinstance(difference, list) else difference
    names = (getattr(part, "name", part) for part in step[1:])
    return " ".join([step[0], *(n for n in names if isinstance(n, str))])


def _dangling(connection: sa.Connection, key: sa.ForeignKey) -> int:
    target = key.column.table.alias("target")
    nothing = sa.select(target.c[key.column.name]).where(target.c[key.column.name] == key.parent)
    query = (
        sa.select(sa.func.count())
        .select_from(key.parent.table)
        .where(key.parent.is_not(None), ~sa.exists(nothing))
    )
    return int(connection.execute(query).scalar_one())


def text_findings(connection: sa.Connection) -> list[Finding]:
    """Texts longer than their column: SQLite does not mind, PostgreSQL could not take them over."""
    long = [
        {"table": table.name, "column": column.name, "count": count, "limit": column.type.length}
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.String) and column.type.length
        if (
            count := connection.execute(
                sa.select(sa.func.count())
                .select_from(table)
                .where(sa.func.length(column) > column.type.length)
            ).scalar_one()
        )
    ]
    return [_of("texts_fit", long)] if long else []


# ---- changes and their numbers


def _numbers() -> sa.Subquery:
    """Every number given out, with the change it was given to."""
    return sa.union_all(*(sa.select(t.c.seq, t.c.change_id) for t in SEQUENCED)).subquery("numbers")


def number_findings(connection: sa.Connection) -> list[Finding]:
    """Gaps, numbers given twice or beyond the counter, changes out of order."""
    counters = connection.execute(sa.select(counter.c.seq)).scalars().all()
    if len(counters) != 1:
        return [Finding("one_counter", len(counters), ())]
    last = counters[0]
    numbers = _numbers()
    ends = sa.union_all(
        sa.select(numbers.c.seq), sa.select(sa.literal(0)), sa.select(sa.literal(last + 1))
    ).subquery()
    following = sa.select(
        ends.c.seq.label("after"), sa.func.lead(ends.c.seq).over(order_by=ends.c.seq).label("before")
    ).subquery()
    previous = sa.select(
        changes.c.id,
        changes.c.last_seq,
        _number(changes.c.recorded_at).label("recorded_at"),
        sa.func.lag(changes.c.id, 1, 0).over(order_by=changes.c.id).label("id_before"),
        sa.func.lag(changes.c.last_seq, 1, 0).over(order_by=changes.c.id).label("last_before"),
        sa.func.lag(_number(changes.c.recorded_at)).over(order_by=changes.c.id).label("recorded_before"),
    ).subquery()
    own = sa.select(numbers.c.seq, numbers.c.change_id).join_from(
        numbers, previous, previous.c.id == numbers.c.change_id
    )
    outside = sa.or_(numbers.c.seq <= previous.c.last_before, numbers.c.seq > previous.c.last_seq)
    laws: dict[str, Query] = {
        "numbers_gapless": sa.select(following).where(following.c.before > following.c.after + 1),
        "numbers_unique": sa.select(numbers.c.seq)
        .group_by(numbers.c.seq)
        .having(sa.func.count() > 1)
        .order_by(numbers.c.seq),
        "numbers_within_counter": sa.select(numbers.c.seq, sa.literal(last).label("last")).where(
            sa.or_(numbers.c.seq < 1, numbers.c.seq > last)
        ),
        "numbers_within_change": own.where(outside).order_by(numbers.c.seq),
        "changes_gapless": sa.select(previous.c.id, previous.c.id_before)
        .where(previous.c.id != previous.c.id_before + 1)
        .order_by(previous.c.id),
        "changes_in_order": sa.select(previous.c.id, previous.c.last_seq)
        .where(sa.or_(previous.c.last_seq < previous.c.last_before, previous.c.last_seq > last))
        .order_by(previous.c.id),
        "time_never_decreases": sa.select(previous.c.id)
        .where(previous.c.recorded_at < previous.c.recorded_before)
        .order_by(previous.c.id),
    }
    return _all_found(connection, laws)


# ---- what facts say


def _facet(facet: Facet) -> sa.ColumnElement[bool]:
    return facts.c.facet == FACET_NUMBERS[facet]


def _names_nothing(facet: Facet, table: sa.Table, *further: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    entry = sa.select(table.c.id).where(table.c.id == facts.c.value, *further)
    return sa.and_(_facet(facet), facts.c.value != 0, ~sa.exists(entry))


def _states(pairs: Iterable[tuple[Facet, str]]) -> sa.ColumnElement[bool]:
    said = (sa.and_(_facet(facet), facts.c.value == number_of(facet, word)) for facet, word in sorted(pairs))
    return sa.or_(*said)


def _not_a_day(column: sa.Column[Any]) -> sa.ColumnElement[bool]:
    number = _number(column)
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
        "remark_given": of.where(_states(NEEDS_REMARK), sa.func.trim(facts.c.remark, _BLANKS) == ""),
        "review_day_given": of.where(_states(NEEDS_REVIEW), facts.c.review_on.is_(None)),
        "one_statement_a_change": twice,
    }
    found = _all_found(connection, laws)
    undated = [
        {"table": c.table.name, "column": c.name, "count": count}
        for c in _DATED
        if (
            count := connection.execute(
                sa.select(sa.func.count()).select_from(c.table).where(_not_a_day(c))
            ).scalar_one()
        )
    ]
    return [*found, _of("days_exist", undated)] if undated else found


# ---- what else is dated and sequenced


def statement_findings(connection: sa.Connection) -> list[Finding]:
    """Voids, orders, parents, places and merges that contradict themselves."""
    dead = sa.select(voids.c.voided_change_id)
    stated = sa.select(order_statements.c.seq, order_statements.c.order_id).join_from(
        order_statements, sector_orders
    )
    reopened, begun = _number(order_statements.c.reopened_on), _number(sector_orders.c.suspended_from)
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
        "order_has_document": stated.where(sa.func.trim(order_statements.c.document, _BLANKS) == ""),
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
    return _all_found(connection, laws)
