"""`check` names every law that a database breaks, and is silent over one that keeps them all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
import sqlalchemy as sa

from outreach.rules.vocabulary import Facet, Operating, Participation
from outreach.services.check import LAWS, Broken, check
from outreach.services.city import open_city
from outreach.services.meetings import freeze, open_meeting
from outreach.services.recount import FIGURE_LAWS
from outreach.services.undo import undo
from outreach.services.who import NotAllowed
from outreach.store.engine import open_engine, writing
from outreach.store.posting import Change, NewFact, open_change
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    FIRST_DAY,
    MANAGER,
    SmallCity,
    set_up_url,
    small_city,
)
from tests.support.databases import Databases
from tests.support.random_city import fill_at_random, random_city

T = TypeVar("T")
Break = Callable[[SmallCity], None]
MENDED_LATER = date(2021, 10, 20)


def _laws(broken: list[Broken]) -> set[str]:
    return {b.law for b in broken}


# ---- a sound database


def test_a_database_that_was_only_set_up_breaks_no_law(databases: Databases) -> None:
    city = open_city(set_up_url(databases))
    assert check(city, ADMINISTRATOR) == []
    city.engine.dispose()


def test_a_city_with_orders_undos_merges_and_moves_breaks_no_law(databases: Databases) -> None:
    city = random_city(databases, 213)
    assert check(city, ADMINISTRATOR) == []
    city.engine.dispose()


def test_what_was_undone_may_be_said_again_and_what_is_undone_later_was_news_when_it_was_said(
    small: SmallCity,
) -> None:
    joins = (small.untouched, Facet.PARTICIPATION, Participation.JOINED)
    for _ in range(2):
        undo(small.city, ADMINISTRATOR, small.clerk.say(*joins), now=small.clerk.tick())
    small.clerk.say(*joins)
    assert check(small.city, ADMINISTRATOR) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1_000, 1_040))
def test_no_city_of_chance_breaks_a_law(sqlite_databases: Databases, seed: int) -> None:
    assert check(fill_at_random(set_up_url(sqlite_databases), seed).city, ADMINISTRATOR) == []


def test_a_check_tells_how_far_it_is_and_ends_at_the_whole(small: SmallCity) -> None:
    told: list[float] = []
    check(small.city, ADMINISTRATOR, lambda share, _what: told.append(share))
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


def test_only_an_administrator_has_everything_checked(small: SmallCity) -> None:
    with pytest.raises(NotAllowed):
        check(small.city, MANAGER)


# ---- one law broken at a time


def _sql(*statements: str) -> Break:
    """Do what no service does: change rows by hand, with the engine's own promises switched off."""

    def break_it(small: SmallCity) -> None:
        engine = open_engine(small.city.engine.url.render_as_string(hide_password=False))
        with closing(engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA foreign_keys=OFF")
            raw.cursor().execute("PRAGMA ignore_check_constraints=ON")
            for statement in statements:
                raw.cursor().execute(statement)
            raw.commit()
        engine.dispose()

    return break_it


def _change(write: Callable[[SmallCity, Change], None]) -> Break:
    """Post a change that says what no service lets anybody say."""

    def break_it(small: SmallCity) -> None:
        with writing(small.city.engine) as connection:
            now = small.clerk.tick()
            write(small, open_change(connection, kind="edit", actor="王小明", summary="異動", now=now))

    return break_it


def _fact(facet: Facet, value: int, scheme: int | None = None, remark: str = "") -> Break:
    return _change(
        lambda small, change: change.facts(
            [NewFact(small.untouched, facet, value, FIRST_DAY, scheme, remark, FIRST_DAY)]
        )
    )


def _agency(small: SmallCity, code: str) -> int:
    return next(a.id for a in small.clerk.reference.agencies.values() if a.code == code)


def _order(reopened_on: date | None, by_application: bool, document: str) -> Break:
    def break_it(small: SmallCity) -> None:
        _sql("INSERT INTO sector_orders VALUES (1, 1, 738000)")(small)  # 2021-07-21
        _change(lambda _, change: change.order(1, reopened_on, by_application, document))(small)

    return break_it


def _twice_in_one_change(small: SmallCity) -> None:
    words = (Participation.JOINED, Participation.DECLINED)
    small.clerk.record([small.clerk.fact(small.untouched, Facet.PARTICIPATION, w) for w in words])


def _circle_of_parents(small: SmallCity) -> None:
    industry, commerce = _agency(small, "IND"), _agency(small, "COM")
    _change(lambda _, change: change.parent(industry, commerce, FIRST_DAY))(small)


def _circle_of_merges(small: SmallCity) -> None:
    _change(lambda s, change: change.merge(s.joined, s.contacted))(small)
    _change(lambda s, change: change.merge(s.contacted, s.joined))(small)


def _merged_into_two(small: SmallCity) -> None:
    _change(lambda s, change: change.merge(s.joined, s.contacted))(small)
    _change(lambda s, change: change.merge(s.joined, s.untouched))(small)


def _category_of_another_scheme(small: SmallCity) -> None:
    other = small.clerk.value(Facet.CATEGORY, "C", BEAR_VOUCHER)
    _fact(Facet.CATEGORY, other, small.clerk.scheme("mycode"))(small)


def _edition_meddled_with(small: SmallCity) -> None:
    items = [("mycode", (), FIRST_DAY)]
    open_meeting(small.city, MANAGER, 213, MENDED_LATER, items, now=small.clerk.tick() + timedelta(days=30))
    freeze(small.city, MANAGER, 213, now=small.clerk.tick())
    _sql("UPDATE edition_figures SET completed = completed + 1 WHERE line = 0")(small)


#: By law, the ways in which it is broken here.
BREAKS: dict[str, list[Break]] = {
    "schema_at_head": [_sql("UPDATE alembic_version SET version_num = '0000'")],
    "engine_integrity": [_sql("UPDATE facts SET value = -1 WHERE seq = 5")],
    "schema_as_declared": [
        _sql("DROP TABLE waiting_rows"),
        _sql("ALTER TABLE venues DROP COLUMN voucher_kinds"),
        _sql("DROP INDEX ix_venues_name_key"),
    ],
    "references_exist": [
        _sql("UPDATE facts SET venue_id = 999 WHERE seq = 5"),
        _sql("INSERT INTO voids VALUES (21, 6, 999)", "UPDATE counter SET seq = 21"),
    ],
    "texts_fit": [_sql(f"UPDATE venues SET name = '{'店' * 201}' WHERE id = 1")],
    "one_counter": [_sql("DELETE FROM counter")],
    "numbers_gapless": [
        _sql("DELETE FROM facts WHERE seq = 5"),
        _sql("DELETE FROM facts WHERE seq = 20"),
        _sql("UPDATE counter SET seq = 30"),
    ],
    "numbers_unique": [_sql("UPDATE agency_parents SET seq = 4")],
    "numbers_within_counter": [
        _sql("UPDATE counter SET seq = 10"),
        _sql("UPDATE facts SET seq = 0 WHERE seq = 5"),
    ],
    "numbers_within_change": [_sql("UPDATE facts SET change_id = 3 WHERE seq = 9")],
    "changes_gapless": [
        _sql("UPDATE changes SET id = 9 WHERE id = 6", "UPDATE facts SET change_id = 9 WHERE change_id = 6")
    ],
    "changes_in_order": [
        _sql("UPDATE changes SET last_seq = 1 WHERE id = 4"),
        _sql("UPDATE changes SET last_seq = 99 WHERE id = 6"),
    ],
    "time_never_decreases": [_sql("UPDATE changes SET recorded_at = 0 WHERE id = 6")],
    "values_exist": [
        _sql("UPDATE facts SET facet = 15 WHERE seq = 7"),
        _sql("UPDATE facts SET value = 6 WHERE seq = 7"),
        _fact(Facet.AGENCY, 99),
        _fact(Facet.SECTOR, 99),
        _fact(Facet.PLACE, 9_999),
        _fact(Facet.APPROVAL, 1),
        _category_of_another_scheme,
    ],
    "scheme_of_facet": [
        _sql("UPDATE facts SET scheme_id = NULL WHERE seq = 4"),
        _sql("UPDATE facts SET scheme_id = 1 WHERE seq = 5"),
    ],
    "remark_given": [
        _fact(Facet.OPERATING, 1),
        _fact(Facet.OPERATING, 2),
        _fact(Facet.OPERATING, 3, remark="\u3000 "),
        _fact(Facet.PREMISES, 1),
    ],
    "review_day_given": [
        _change(
            lambda s, change: change.facts(
                [NewFact(s.untouched, Facet.OPERATING, 1, FIRST_DAY, None, "整修中", None)]
            )
        )
    ],
    "one_statement_a_change": [_twice_in_one_change],
    "value_is_news": [
        _fact(Facet.AGENCY, 3),
        _fact(Facet.OPERATING, 0),
        _fact(Facet.PARTICIPATION, 0, scheme=2),
    ],
    "days_exist": [
        _sql("UPDATE facts SET effective_on = 0 WHERE seq = 5"),
        _sql("UPDATE facts SET review_on = 3652060 WHERE seq = 5"),
        _sql("UPDATE scheme_statements SET effective_on = 4000000"),
    ],
    "void_after_change": [_change(lambda _, change: change.void([change.id]))],
    "void_once": [_change(lambda _, change: change.void([3, 3]))],
    "order_stated": [_sql("INSERT INTO sector_orders VALUES (1, 1, 738000)")],
    "order_ends_after_it_begins": [_order(date(2021, 7, 1), False, "府公告")],
    "application_needs_reopening": [_order(None, True, "府公告")],
    "order_has_document": [_order(date(2021, 10, 5), True, "\u3000")],
    "village_in_district": [
        _sql("UPDATE places SET district_id = (SELECT max(id) FROM places) WHERE id = 100")
    ],
    "settings_readable": [
        _change(lambda _, change: change.scheme(1, {"exclusions": ["rain"]}, FIRST_DAY)),
        _change(lambda _, change: change.scheme(1, {"review": "1/0"}, FIRST_DAY)),
        _change(lambda _, change: change.scheme(1, {"open_kinds": 7}, FIRST_DAY)),
    ],
    "parents_without_cycle": [_circle_of_parents],
    "editions_recompute": [_edition_meddled_with],
    "merge_of_two": [_change(lambda s, change: change.merge(s.joined, s.joined))],
    "merged_once": [_merged_into_two],
    "merges_without_cycle": [_circle_of_merges],
}


@pytest.mark.parametrize(("law", "break_it"), [(law, one) for law, ways in BREAKS.items() for one in ways])
def test_a_broken_law_is_named_with_a_place_where_it_is_broken(
    small: SmallCity, law: str, break_it: Break
) -> None:
    break_it(small)
    broken = {b.law: b for b in check(small.city, ADMINISTRATOR)}
    assert law in broken
    assert broken[law].count >= 1
    assert broken[law].examples or law == "one_counter"
    assert str(broken[law]).startswith(LAWS[law][0])


ALONE = {
    "time_never_decreases",
    "remark_given",
    "review_day_given",
    "void_once",
    "order_has_document",
    "texts_fit",
    "value_is_news",
    "merged_once",
    "parents_without_cycle",
}


@pytest.mark.parametrize(("law", "break_it"), [(law, one) for law in sorted(ALONE) for one in BREAKS[law]])
def test_a_law_that_is_broken_alone_is_named_alone(small: SmallCity, law: str, break_it: Break) -> None:
    break_it(small)
    assert _laws(check(small.city, ADMINISTRATOR)) == {law}


def test_a_broken_law_says_how_often_and_shows_some(small: SmallCity) -> None:
    for venue in (small.joined, small.contacted, small.untouched, small.singing):
        small.clerk.say(venue, Facet.OPERATING, Operating.CLOSED)
    (broken,) = check(small.city, ADMINISTRATOR)
    assert str(broken) == (
        "毋須納入母數的事實須有備註（4 處不符：序號 21（店家編號 1）、序號 22（店家編號 2）、"
        "序號 23（店家編號 3）等）"
    )


def test_each_law_of_rows_is_broken_here() -> None:
    assert BREAKS.keys() == LAWS.keys() - FIGURE_LAWS.keys()


# ---- on PostgreSQL


@pytest.mark.parametrize(
    ("law", "statement"),
    [
        ("references_exist", "UPDATE facts SET venue_id = 999 WHERE seq = 5"),
        ("numbers_gapless", "DELETE FROM facts WHERE seq = 5"),
        ("values_exist", "UPDATE facts SET value = 6 WHERE seq = 7"),
        ("days_exist", "UPDATE facts SET effective_on = 4000000 WHERE seq = 5"),
        ("time_never_decreases", "UPDATE changes SET recorded_at = 0 WHERE id = 6"),
        ("schema_as_declared", "DROP TABLE waiting_rows"),
    ],
)
def test_a_law_broken_by_hand_on_postgresql_is_named(
    postgresql_databases: Databases, law: str, statement: str
) -> None:
    small = small_city(set_up_url(postgresql_databases))
    with small.city.engine.begin() as connection:
        connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        connection.execute(sa.text(statement))
    assert law in _laws(check(small.city, ADMINISTRATOR))
    small.city.engine.dispose()


def test_a_file_with_a_page_of_noise_is_said_to_be_damaged(small: SmallCity) -> None:
    path = Path(str(small.city.engine.url.database))
    with small.city.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        root = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_facts_change_id'"
        ).scalar_one()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
        connection.exec_driver_sql("BEGIN")
    small.city.engine.dispose()
    with path.open("r+b") as file:
        file.seek((root - 1) * size + size // 2)
        file.write(bytes(range(256)) * (size // 512))
    (broken,) = check(open_city(f"sqlite:///{path}"), ADMINISTRATOR)
    assert broken.law == "engine_integrity"
