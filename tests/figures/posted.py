"""A history posted through the real store, change by change, into a database of either engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import sqlalchemy as sa

from outreach.rules.vocabulary import Facet
from outreach.store.engine import Connection, Engine, open_engine, writing
from outreach.store.posting import Change, NewFact, open_change
from outreach.store.reference import put_agency, put_category, put_order, put_scheme, put_sector
from outreach.store.schema import upgrade
from outreach.store.tables import places
from outreach.store.venues import add_venues
from tests.figures.columns_of import settings_of, stored_value
from tests.support.actions import (
    AGENCIES,
    CATEGORIES,
    DISTRICT_OF,
    PLACES,
    SCHEMES,
    SECTORS,
    VENUES,
    History,
)
from tests.support.databases import Databases
from tests.support.records import FactRec, MergeRec, OrderRec, ParentRec, Record, SettingRec, VoidRec

BEGINNING = datetime(2021, 10, 1, 1, 0, tzinfo=UTC)


def small_city_url(databases: Databases) -> str:
    """URL of a database that holds what histories speak of, and not one fact."""
    return databases.prepared("the city of random histories", _fill)


def _fill(url: str) -> None:
    engine = open_engine(url)
    try:
        upgrade(engine)
        with writing(engine) as connection:
            _found_the_city(connection)
    finally:
        engine.dispose()


def _found_the_city(connection: Connection) -> None:
    for agency in AGENCIES:
        put_agency(connection, f"A{agency}", f"第{agency}局", f"{agency}局")
    for sector in SECTORS:
        put_sector(connection, f"S{sector}", f"行業{sector}")
    for scheme in SCHEMES:
        put_scheme(connection, f"scheme_{scheme}", f"方案{scheme}")
        own = tuple(put_category(connection, scheme, code, f"{code}類") for code in "AB")
        assert own == CATEGORIES[scheme]
    connection.execute(
        sa.insert(places),
        [
            {"id": p, "code": f"P{p}", "name": f"地方{p}", "name_en": "", "district_id": DISTRICT_OF.get(p)}
            for p in PLACES
        ],
    )
    add_venues(connection, [{"name": f"店{n}", "name_key": f"店{n}"} for n in range(1, VENUES + 1)])


def records_by_change(history: History) -> Iterator[tuple[int, list[Record]]]:
    """Each change's id and records, in order; a change that said nothing has none."""
    start = 0
    for change, end in enumerate(history.ends, start=1):
        yield change, list(history.records[start:end])
        start = end


def post(engine: Engine, change_id: int, records: list[Record], now: datetime) -> None:
    """Post one change in a transaction of its own; ids and numbers come out as the history has them."""
    with writing(engine) as connection:
        change = open_change(connection, kind="edit", actor="承辦", summary="登錄異動", now=now)
        assert change.id == change_id
        change.facts([_new_fact(r) for r in records if isinstance(r, FactRec)])
        for record in records:
            if not isinstance(record, FactRec):
                _post_statement(connection, change, record)
        if records:
            assert change.last_seq == records[-1].seq


def _new_fact(record: FactRec) -> NewFact:
    value = stored_value(record.facet, record.value)
    return NewFact(record.venue, Facet(record.facet), value, record.effective_on, record.scheme)


def _post_statement(connection: Connection, change: Change, record: Record) -> None:
    match record:
        case VoidRec():
            change.void([record.voided_change])
        case OrderRec():
            order_id = put_order(connection, record.sector, record.suspended_from)
            assert order_id == record.order_id
            change.order(order_id, record.reopened_on, record.by_application, "公告")
        case ParentRec():
            change.parent(record.agency, record.parent, record.effective_on)
        case SettingRec():
            change.scheme(record.scheme, settings_of(record).as_stored(), record.effective_on)
        case MergeRec():
            change.merge(record.loser, record.winner)
