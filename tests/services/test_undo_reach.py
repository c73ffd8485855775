"""Whose changes a person may undo: the own ones, as long as their venues are the own agency's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from outreach.rules.vocabulary import Facet, Participation
from outreach.services.orders import state_order
from outreach.services.recording import Said, record
from outreach.services.undo import AlreadyUndone, NotYourChange, check_undo, may_undo, undo
from outreach.services.who import NotAllowed, Role, Who
from outreach.store.engine import writing
from outreach.store.people import add_user
from outreach.store.posting import Change, open_change
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, FIRST_DAY, MYCODE, SmallCity

TODAY = date(2021, 10, 10)


def person(small: SmallCity, name: str, role: Role, agency: str | None) -> Who:
    """Somebody with an account."""
    known = small.city.reference().agencies.values()
    agency_id = next((a.id for a in known if a.code == agency), None)
    with writing(small.city.engine) as connection:
        row = add_user(
            connection,
            name=name,
            name_key=name,
            display_name=name,
            role=role.value,
            agency_id=agency_id,
            active=True,
            demonstration=False,
            created_at=small.clerk.now,
        )
    return Who(name, role, row.id, agency_id)


@pytest.fixture
def li(small: SmallCity) -> Who:
    return person(small, "李承辦", Role.OFFICER, COMMERCE)


@pytest.fixture
def zhou(small: SmallCity) -> Who:
    return person(small, "周核定", Role.APPROVER, COMMERCE)


def joins(small: SmallCity, who: Who, *venues: int) -> int:
    said = [Said(i, {Facet.PARTICIPATION: Participation.JOINED}, TODAY) for i in venues]
    done = record(small.city, who, MYCODE, said, summary="登錄", now=small.clerk.tick(), today=TODAY)
    assert done.change_id is not None
    return done.change_id


def post(small: SmallCity, who: Who, kind: str, write: Callable[[Change], Any]) -> int:
    with writing(small.city.engine) as connection:
        change = open_change(
            connection, kind=kind, actor=who.name, user=who.user, summary="異動", now=small.clerk.tick()
        )
        write(change)
        return change.id


def takes_back(small: SmallCity, who: Who, change: int) -> bool:
    """Whether undoing works; what asks beforehand says the same."""
    now = small.clerk.tick()
    beforehand = change in may_undo(small.city, who, [change], now=now)
    try:
        check_undo(small.city, who, change, now=now)
        undo(small.city, who, change, now=now)
    except NotYourChange:
        assert not beforehand
        return False
    assert beforehand
    return True


def test_an_officer_undoes_the_own_change(small: SmallCity, li: Who) -> None:
    change = joins(small, li, small.contacted)
    assert takes_back(small, li, change)
    assert may_undo(small.city, li, [change], now=small.clerk.tick()) == set()
    with pytest.raises(AlreadyUndone):
        undo(small.city, li, change, now=small.clerk.tick())


def test_nobody_undoes_a_colleagues_change_not_even_the_approver(
    small: SmallCity, li: Who, zhou: Who
) -> None:
    assert not takes_back(small, zhou, joins(small, li, small.contacted))


def test_an_administrator_undoes_anybodys_change(small: SmallCity, li: Who) -> None:
    assert takes_back(small, ADMINISTRATOR, joins(small, li, small.contacted))


def test_a_change_without_an_account_is_nobodys_own(small: SmallCity, li: Who) -> None:
    change = small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED)
    assert not takes_back(small, li, change)
    assert not takes_back(small, Who("李承辦", Role.OFFICER, None, li.agency), change)


def test_an_own_change_about_a_venue_since_transferred_away_stays(small: SmallCity, li: Who) -> None:
    change = joins(small, li, small.contacted, small.clerk.list_venue("另一家"))
    small.clerk.now = small.clerk.now.replace(month=10, day=12)
    small.clerk.say(small.contacted, Facet.AGENCY, CULTURE, date(2021, 10, 11))
    assert not takes_back(small, li, change)


def test_a_transfer_that_begins_tomorrow_does_not_stand_in_the_way_today(small: SmallCity, li: Who) -> None:
    change = joins(small, li, small.contacted)
    small.clerk.now = small.clerk.now.replace(year=2021, month=10, day=9)
    moved = small.clerk.say(small.contacted, Facet.AGENCY, CULTURE, date(2021, 10, 10))
    assert change in may_undo(small.city, li, [change], now=small.clerk.tick())
    small.clerk.now = small.clerk.now.replace(day=10)
    assert change not in may_undo(small.city, li, [change], now=small.clerk.tick())
    assert moved


def test_a_list_recorded_before_the_day_from_which_it_holds_can_be_taken_back(
    small: SmallCity, li: Who
) -> None:
    early = small.clerk.describe("早班店")[0]
    fact = small.clerk.fact(early, Facet.AGENCY, COMMERCE, date(2021, 12, 1))
    assert takes_back(small, li, post(small, li, "import", lambda c: c.facts([fact])))


def test_a_list_of_nobodys_venues_is_an_administrators_to_take_back(small: SmallCity, li: Who) -> None:
    stray = small.clerk.describe("無主店")[0]
    fact = small.clerk.fact(stray, Facet.PARTICIPATION, Participation.JOINED)
    assert not takes_back(small, li, post(small, li, "import", lambda c: c.facts([fact])))


@pytest.mark.parametrize("kind", ["import", "merge"])
def test_what_else_an_officer_recorded_is_theirs_to_undo(small: SmallCity, li: Who, kind: str) -> None:
    fact = small.clerk.fact(small.contacted, Facet.PARTICIPATION, Participation.JOINED)
    writes: dict[str, Callable[[Change], None]] = {
        "import": lambda c: c.facts([fact]),
        "merge": lambda c: c.merge(small.contacted, small.joined),
    }
    assert takes_back(small, li, post(small, li, kind, writes[kind]))


def test_a_merge_with_another_agencys_venue_is_not(small: SmallCity, li: Who) -> None:
    change = post(small, li, "merge", lambda c: c.merge(small.untouched, small.joined))
    assert not takes_back(small, li, change)


def test_what_holds_for_the_whole_city_is_never_an_officers_to_undo(small: SmallCity, zhou: Who) -> None:
    settings = post(small, zhou, "edit", lambda c: c.scheme(1, {"small_base": 3}, FIRST_DAY))
    parents = post(small, zhou, "agencies", lambda c: c.parent(3, 1, FIRST_DAY))
    assert not takes_back(small, zhou, settings)
    assert not takes_back(small, zhou, parents)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.PUBLIC])
def test_who_changes_nothing_undoes_nothing(small: SmallCity, li: Who, role: Role) -> None:
    change = joins(small, li, small.contacted)
    asker = Who("某人", role, li.user)
    assert may_undo(small.city, asker, [change], now=small.clerk.tick()) == set()
    with pytest.raises((NotAllowed, NotYourChange)):
        undo(small.city, asker, change, now=small.clerk.tick())


def test_a_manager_takes_back_the_own_order_and_nobody_elses(small: SmallCity) -> None:
    chen, lin = (person(small, name, Role.MANAGER, None) for name in ("陳管考", "林管考"))
    sector = next(iter(small.city.reference().sectors.values())).code
    stated = state_order(
        small.city, chen, sector, TODAY, document="北市衛疾字第1號", now=small.clerk.tick()
    ).change_id
    assert not takes_back(small, lin, stated)
    assert takes_back(small, chen, stated)
