"""Setting a database up: what is there afterwards, and that doing it again changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from outreach.rules.trades import SPECIAL_TRADES
from outreach.services.check import check
from outreach.services.city import open_city
from outreach.services.setup import open_and_set_up, set_up
from outreach.services.who import NotAllowed
from outreach.store.engine import open_engine, reading, writing
from outreach.store.reference import put_sector
from outreach.store.schema import is_set_up
from outreach.store.tables import categories, changes, places, sectors
from tests.support.builders import ADMINISTRATOR, MANAGER, MYCODE, Clerk

NOW = datetime(2021, 8, 1, tzinfo=UTC)


def test_both_schemes_their_categories_the_eight_trades_and_taipeis_places_are_there(
    database_url: str,
) -> None:
    engine = open_engine(database_url)
    set_up(engine, ADMINISTRATOR, now=NOW)
    city = open_city(database_url)
    reference = city.reference()
    assert {s.code: s.name for s in reference.schemes.values()} == {
        "bear_voucher": "台北熊好券",
        "mycode": "台北通 myCode+",
    }
    assert {(c.scheme_id, c.code) for c in reference.categories.values()} == {
        (s, code) for s in reference.schemes for code in "ABC"
    }
    assert {s.code: s.name for s in reference.sectors.values() if s.special} == SPECIAL_TRADES
    assert len(SPECIAL_TRADES) == 8
    assert len(reference.places) == 12 + 456
    assert check(city, ADMINISTRATOR) == []
    for opened in (engine, city.engine):
        opened.dispose()


def test_setting_up_again_changes_nothing(clerk: Clerk) -> None:
    clerk.list_venue("甜圈坊")
    before = clerk.city.reference(), clerk.city.figures.columns().seq
    with reading(clerk.city.engine) as connection:
        told = connection.execute(sa.select(changes)).all()
    set_up(clerk.city.engine, ADMINISTRATOR, now=clerk.tick())
    assert (clerk.city.reference(), clerk.city.figures.columns().seq) == before
    with reading(clerk.city.engine) as connection:
        assert connection.execute(sa.select(changes)).all() == told


@pytest.mark.parametrize("table", [sectors, places, categories])
def test_what_is_missing_is_added_again_and_nothing_else(clerk: Clerk, table: sa.Table) -> None:
    before = clerk.city.reference()
    with writing(clerk.city.engine) as connection:
        newest = connection.execute(sa.select(sa.func.max(table.c.id))).scalar_one()
        connection.execute(sa.delete(table).where(table.c.id == newest))
    set_up(clerk.city.engine, ADMINISTRATOR, now=clerk.tick())
    assert open_city(str(clerk.city.engine.url)).reference() == before


def test_what_an_administrator_named_otherwise_keeps_its_name(clerk: Clerk) -> None:
    scheme = clerk.scheme(MYCODE)
    with writing(clerk.city.engine) as connection:
        connection.execute(sa.update(categories).where(categories.c.code == "A").values(name="百貨量販"))
        connection.execute(sa.delete(places).where(places.c.id == 468))
    set_up(clerk.city.engine, ADMINISTRATOR, now=clerk.tick())
    names = [c.name for c in clerk.city.reference().categories.values() if c.scheme_id == scheme]
    assert names == ["百貨量販", "B 類", "C 類"]


def test_only_an_administrator_sets_up(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine(sqlite_url)
    with pytest.raises(NotAllowed):
        set_up(engine, MANAGER, now=NOW)
    monkeypatch.setenv("OUTREACH_DATABASE_URL", sqlite_url)
    with pytest.raises(NotAllowed):
        open_and_set_up(MANAGER, now=NOW, demo=True)
    assert sa.inspect(engine).get_table_names() == []


def test_a_trade_keeps_its_name_and_agency_when_something_else_was_missing(clerk: Clerk) -> None:
    with writing(clerk.city.engine) as connection:
        put_sector(connection, "ktv", "視聽歌唱業（KTV）", special=True, competent_agency_id=2)
        connection.execute(sa.delete(places).where(places.c.id == 468))
    set_up(clerk.city.engine, ADMINISTRATOR, now=clerk.tick())
    (trade,) = (s for s in clerk.city.reference().sectors.values() if s.code == "ktv")
    assert (trade.name, trade.competent_agency_id) == ("視聽歌唱業（KTV）", 2)
    assert len(clerk.city.reference().places) == 468


@pytest.mark.parametrize(("demo", "schemes"), [(False, 2), (True, 0)])
def test_the_environments_database_is_set_up_and_a_demonstration_gets_its_tables_alone(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, demo: bool, schemes: int
) -> None:
    monkeypatch.setenv("OUTREACH_DATABASE_URL", sqlite_url)
    engine = open_and_set_up(ADMINISTRATOR, now=NOW, demo=demo)
    assert is_set_up(engine)
    assert len(open_city(sqlite_url).reference().schemes) == schemes
