"""What an order would do: told beforehand, to the digit, without writing anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.figures.positions import Dimension
from outreach.rules.orders import OrderEndsBeforeItBegins
from outreach.rules.rate import Tally
from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Facet, Kind
from outreach.services.city import City
from outreach.services.coverage import coverage
from outreach.services.naming import Unknown
from outreach.services.orders import (
    ApplicationWithoutReopening,
    DocumentMissing,
    Effect,
    preview,
    state_order,
    what_if,
)
from outreach.services.orders.effect import NoSectorNamed
from outreach.services.undo import undo
from outreach.services.who import NotAllowed, Role
from outreach.store.changes import current_seq, newest_change
from outreach.store.engine import reading, writing
from outreach.store.posting import open_change
from outreach.store.reference import put_sector
from tests.support.builders import (
    ADMINISTRATOR,
    COMMERCE,
    CULTURE,
    FIRST_DAY,
    INDUSTRY,
    MANAGER,
    MYCODE,
    OFFICER,
    SmallCity,
    of_agency,
)
from tests.support.databases import Databases
from tests.support.random_city import DAYS, SECTORS, random_city

SHUT, REOPENED, TODAY = date(2021, 10, 5), date(2021, 10, 15), date(2021, 10, 20)
DOCUMENT = "北市衛疾字第1100000001號公告"
NOW = datetime(2022, 3, 1, tzinfo=UTC)
DAY = st.integers(0, DAYS).map(lambda n: FIRST_DAY + timedelta(days=n))


def _rows(city: City, effect: Effect) -> dict[str, Tally]:
    """The figures that the coverage table has now of what an effect is about, the total under ""."""
    where = [f"kind={kind}" for kind in effect.kinds]
    table = coverage(
        city, MANAGER, effect.scheme.code, effect.day, by=Dimension.AGENCY, where=where, roll_up=True
    )
    return {row.key or "-": row.tally for row in table.rows} | {"": table.total}


def _agree(city: City, effects: Sequence[Effect], *, after: bool) -> None:
    """Every row of the effects says what the coverage table says; who is not among them has not moved."""
    for effect in effects:
        told = {row.key or "-": row for row in effect.rows} | {"": effect.total}
        found = _rows(city, effect)
        for key, tally in found.items():
            if key in told:
                assert (told[key].after if after else told[key].before) == tally
        assert told.keys() - {""} <= found.keys()
        assert effect.unchanged == len(found.keys() - told.keys() - {"-"})
        for row in told.values():
            assert row.after.eligible - row.before.eligible == row.entering - row.leaving
            assert row.after.population == row.before.population


def _untold(effects: Sequence[Effect], before: Sequence[dict[str, Tally]], city: City) -> None:
    """Agencies that an effect does not name really stayed as they were."""
    for effect, was in zip(effects, before, strict=True):
        told = {row.key or "-" for row in effect.rows} | {""}
        assert {k: t for k, t in was.items() if k not in told} == {
            k: t for k, t in _rows(city, effect).items() if k not in told
        }


def _seq(city: City) -> tuple[int, tuple[int, int]]:
    with reading(city.engine) as connection:
        return current_seq(connection), newest_change(connection)


@pytest.fixture
def chance(sqlite_databases: Databases) -> City:
    return random_city(sqlite_databases, 213)


#: The city outlives the examples: each takes back what it stated.
_SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)


@_SHARED
@given(st.sampled_from(SECTORS), DAY, st.none() | st.integers(0, 20), st.booleans(), DAY)
def test_a_preview_says_to_the_digit_what_the_order_does_once_it_is_stated(
    chance: City, sector: str, begins: date, lasts: int | None, by_application: bool, today: date
) -> None:
    reopened = None if lasts is None else begins + timedelta(days=lasts)
    by_application = by_application and reopened is not None
    seq = _seq(chance)
    told = preview(
        chance,
        MANAGER,
        sector,
        begins,
        document=DOCUMENT,
        reopened_on=reopened,
        by_application=by_application,
        today=today,
    )
    assert _seq(chance) == seq
    assert {e.day for e in told.effects} == {begins, reopened or begins, today}
    _agree(chance, told.effects, after=False)
    before = [_rows(chance, effect) for effect in told.effects]
    stated = state_order(
        chance,
        ADMINISTRATOR,
        sector,
        begins,
        document=DOCUMENT,
        reopened_on=reopened,
        by_application=by_application,
        now=NOW,
    )
    assert stated.order_id == told.order.id
    _agree(chance, told.effects, after=True)
    _untold(told.effects, before, chance)
    undo(chance, ADMINISTRATOR, stated.change_id, now=NOW)
    _agree(chance, told.effects, after=False)


@_SHARED
@given(st.sets(st.sampled_from(SECTORS), min_size=1), DAY)
def test_a_what_if_says_to_the_digit_what_opening_the_sectors_really_gives(
    chance: City, sectors: set[str], on: date
) -> None:
    seq = _seq(chance)
    told = what_if(chance, MANAGER, sorted(sectors), on=on)
    assert _seq(chance) == seq
    assert {s.code for s in told.sectors} == sectors
    assert len(told.orders) + len(told.unordered) == len(sectors)
    _agree(chance, told.effects, after=False)
    codes = {s.id: s.code for s in told.sectors}
    changes = [
        state_order(
            chance,
            ADMINISTRATOR,
            codes[order.sector_id],
            order.suspended_from,
            document=DOCUMENT,
            reopened_on=order.reopened_on,
            by_application=order.by_application,
            now=NOW,
        ).change_id
        for order in told.orders
    ]
    _agree(chance, told.effects, after=True)
    assert all(row.leaving == 0 for effect in told.effects for row in effect.rows)
    for change in reversed(changes):
        undo(chance, ADMINISTRATOR, change, now=NOW)


# ---- in the small city


def _mycode(effects: Sequence[Effect], day: date) -> Effect:
    return next(e for e in effects if e.scheme.code == MYCODE and e.day == day)


def test_shutting_a_trade_is_told_by_agency_with_those_under_it(small: SmallCity) -> None:
    told = preview(small.city, MANAGER, "視聽歌唱業", SHUT, document=DOCUMENT, today=TODAY)
    assert told.supersedes is None
    effect = _mycode(told.effects, SHUT)
    (row,) = effect.rows
    assert (row.key, row.before.rate, row.after.rate) == (INDUSTRY, "66.66", "50.00")
    assert (row.entering, row.leaving) == (0, 1)
    assert [(r.key, r.leaving) for r in row.inside] == [(COMMERCE, 1)]
    assert (effect.total.before.rate, effect.total.after.rate, effect.unchanged) == ("50.00", "33.33", 1)


def test_the_same_first_day_says_which_statement_it_supersedes(small: SmallCity) -> None:
    stated = state_order(small.city, MANAGER, "ktv", SHUT, document=DOCUMENT, now=small.clerk.tick())
    told = preview(small.city, MANAGER, "ktv", SHUT, document="復業公告", reopened_on=REOPENED, today=TODAY)
    assert told.supersedes is not None
    assert (told.supersedes.change_id, told.supersedes.document) == (stated.change_id, DOCUMENT)
    assert _mycode(told.effects, SHUT).rows == ()
    (row,) = _mycode(told.effects, REOPENED).rows
    assert (row.entering, row.leaving) == (1, 0)


def test_reopened_by_application_nobody_counts_before_an_approval(small: SmallCity) -> None:
    state_order(small.city, MANAGER, "ktv", SHUT, document=DOCUMENT, now=small.clerk.tick())
    told = preview(
        small.city,
        MANAGER,
        "ktv",
        SHUT,
        document=DOCUMENT,
        reopened_on=REOPENED,
        by_application=True,
        today=TODAY,
    )
    assert all(effect.rows == () for effect in told.effects)


def test_an_order_taken_back_is_superseded_by_nothing(small: SmallCity) -> None:
    stated = state_order(small.city, ADMINISTRATOR, "ktv", SHUT, document=DOCUMENT, now=small.clerk.tick())
    undo(small.city, ADMINISTRATOR, stated.change_id, now=small.clerk.tick())
    assert preview(small.city, MANAGER, "ktv", SHUT, document=DOCUMENT, today=TODAY).supersedes is None


def test_an_open_drive_has_its_shops_apart_and_without_a_rate(small: SmallCity) -> None:
    scheme = small.clerk.scheme(MYCODE)
    with writing(small.city.engine) as connection:
        change = open_change(connection, kind="scheme", actor="王", summary="x", now=small.clerk.tick())
        change.scheme(scheme, SchemeSettings(open_kinds=frozenset({Kind.SHOP})).as_stored(), FIRST_DAY)
    effects = preview(small.city, MANAGER, "ktv", SHUT, document=DOCUMENT, today=SHUT).effects
    own = {e.kinds: e for e in effects if e.scheme.code == MYCODE}
    assert own.keys() == {(Kind.SHOP,), (Kind.CITY_VENUE,)}
    assert own[Kind.SHOP,].open
    assert not own[Kind.CITY_VENUE,].open
    (row,) = own[Kind.SHOP,].rows
    assert (row.before.completed, row.after.completed) == (2, 1)


def test_a_what_if_of_a_trade_that_nothing_shuts_changes_nothing_and_says_so(small: SmallCity) -> None:
    told = what_if(small.city, MANAGER, ["ktv"], on=TODAY)
    assert [s.code for s in told.unordered] == ["ktv"]
    assert told.orders == ()
    assert all(effect.rows == () for effect in told.effects)
    state_order(small.city, MANAGER, "ktv", SHUT, document=DOCUMENT, now=small.clerk.tick())
    told = what_if(small.city, MANAGER, ["ktv"], on=TODAY)
    assert told.unordered == ()
    assert _mycode(told.effects, TODAY).total.entering == 1


def test_a_what_if_opens_also_who_still_waits_for_an_approval(small: SmallCity) -> None:
    clerk = small.clerk
    state_order(
        small.city,
        MANAGER,
        "ktv",
        SHUT,
        document=DOCUMENT,
        reopened_on=REOPENED,
        by_application=True,
        now=clerk.tick(),
    )
    assert _mycode(what_if(small.city, MANAGER, ["ktv"], on=TODAY).effects, TODAY).total.entering == 1


# ---- refusals


def test_what_may_not_be_stated_is_refused_in_the_preview_already(small: SmallCity) -> None:
    with pytest.raises(OrderEndsBeforeItBegins, match="2021-10-01 早於停業起始日 2021-10-05"):
        preview(small.city, MANAGER, "ktv", SHUT, document=DOCUMENT, reopened_on=FIRST_DAY, today=TODAY)
    with pytest.raises(ApplicationWithoutReopening):
        preview(small.city, MANAGER, "ktv", SHUT, document=DOCUMENT, by_application=True, today=TODAY)
    with pytest.raises(DocumentMissing):
        preview(small.city, MANAGER, "ktv", SHUT, document=" ", today=TODAY)
    with pytest.raises(Unknown, match="查無行業『cinema』"):
        preview(small.city, MANAGER, "cinema", SHUT, document=DOCUMENT, today=TODAY)
    with pytest.raises(Unknown, match="查無行業『cinema』"):
        what_if(small.city, MANAGER, ["cinema"], on=TODAY)
    with pytest.raises(NoSectorNamed, match="試算須選一個以上的行業"):
        what_if(small.city, MANAGER, [], on=TODAY)


def test_officers_preview_nothing_and_approvers_their_own_sectors(small: SmallCity) -> None:
    approver = of_agency(small, Role.APPROVER, COMMERCE)
    for who in (OFFICER, approver):
        with pytest.raises(NotAllowed):
            preview(small.city, who, "ktv", SHUT, document=DOCUMENT, today=TODAY)
    with pytest.raises(NotAllowed):
        what_if(small.city, OFFICER, ["ktv"], on=TODAY)
    with writing(small.city.engine) as connection:
        commerce = small.clerk.value(Facet.AGENCY, COMMERCE)
        put_sector(connection, "ktv", "視聽歌唱業", special=True, competent_agency_id=commerce)
    assert preview(small.city, approver, "ktv", SHUT, document=DOCUMENT, today=TODAY).sector.code == "ktv"
    with pytest.raises(NotAllowed):
        preview(
            small.city,
            of_agency(small, Role.APPROVER, CULTURE),
            "ktv",
            SHUT,
            document=DOCUMENT,
            today=TODAY,
        )
