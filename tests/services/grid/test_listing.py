"""The grid's list: only what the asker may change, in the order asked for, a page at a time."""

from datetime import date, timedelta

import pytest

from outreach.rules.vocabulary import Facet, Operating, Participation, Premises, Standing
from outreach.services.grid import Sort, grid_ids, grid_names, grid_rows
from outreach.services.orders import state_order
from outreach.services.reach import OutOfReach
from outreach.services.who import NotAllowed, Role, Who
from tests.support.builders import (
    ADMINISTRATOR,
    COMMERCE,
    CULTURE,
    FIRST_DAY,
    MANAGER,
    MYCODE,
    PUBLIC,
    SmallCity,
    set_up_url,
    small_city,
)
from tests.support.databases import Databases

DAY = date(2021, 10, 14)


def officer(small: SmallCity, agency: str = COMMERCE, role: Role = Role.OFFICER) -> Who:
    """Somebody of an agency of the small city."""
    return Who("李承辦", role, user=7, agency=small.clerk.value(Facet.AGENCY, agency))


def test_an_officer_and_an_approver_see_in_the_grid_the_own_agencys_venues_alone(small: SmallCity) -> None:
    for role in (Role.OFFICER, Role.APPROVER):
        page = grid_rows(small.city, officer(small, role=role), MYCODE, DAY, today=DAY)
        assert [row.name for row in page.rows] == sorted(["甜圈坊", "甜甜圈坊", "好唱歌城"])
        assert page.total == 3
    theirs = grid_rows(small.city, officer(small, CULTURE), MYCODE, DAY, today=DAY)
    assert [row.name for row in theirs.rows] == ["小書房"]


def test_an_agency_whose_subordinates_venues_one_sees_does_not_change_them(small: SmallCity) -> None:
    assert grid_ids(small.city, officer(small, "IND"), MYCODE, DAY, today=DAY) == []


def test_an_administrator_chooses_an_agency(small: SmallCity) -> None:
    found = grid_ids(small.city, ADMINISTRATOR, MYCODE, DAY, today=DAY, where=["agency=CUL"])
    assert found == [small.untouched]
    assert len(grid_ids(small.city, ADMINISTRATOR, MYCODE, DAY, today=DAY)) == 4


@pytest.mark.parametrize(
    "who", [PUBLIC, MANAGER, Who("誰", Role.OFFICER), Who("看", Role.ADMINISTRATOR, looking=True)]
)
def test_whoever_may_change_nothing_gets_nothing(small: SmallCity, who: Who) -> None:
    if who.role is Role.OFFICER:
        assert grid_ids(small.city, who, MYCODE, DAY, today=DAY) == []
        return
    with pytest.raises(NotAllowed):
        grid_rows(small.city, who, MYCODE, DAY, today=DAY)


def test_a_row_says_what_holds_on_the_day_with_its_remark_and_since_when(databases: Databases) -> None:
    small = small_city(set_up_url(databases))
    day = FIRST_DAY + timedelta(days=4)
    small.clerk.say(small.contacted, Facet.OPERATING, Operating.SUSPENDED, day, remark="整修中")
    rows = {r.id: r for r in grid_rows(small.city, ADMINISTRATOR, MYCODE, DAY, today=DAY).rows}
    shut, singing = rows[small.contacted], rows[small.singing]
    assert (shut.participation, shut.operating, shut.premises) == ("contacted", "suspended", "public")
    assert (shut.remark, shut.since, shut.standing) == ("整修中", day, Standing.EXCLUDED_SUSPENDED)
    assert (shut.district, shut.village, shut.kind, shut.category) == ("北投區", "中央里", "shop", "")
    assert (singing.category, singing.version) == ("C", 1)
    before = {r.id: r for r in grid_rows(small.city, ADMINISTRATOR, MYCODE, FIRST_DAY, today=DAY).rows}
    assert before[small.contacted].operating == "open"
    small.city.engine.dispose()


def test_the_grid_is_ordered_by_name_standing_stage_day_or_district(small: SmallCity) -> None:
    joined, contacted, untouched, singing = small.joined, small.contacted, small.untouched, small.singing
    small.clerk.say(joined, Facet.PREMISES, Premises.OFFICE_ONLY, DAY, remark="僅辦公室")
    small.clerk.say(contacted, Facet.PARTICIPATION, Participation.AGREED, DAY - timedelta(days=1))

    def ordered(sort: Sort) -> list[int]:
        return [r.id for r in grid_rows(small.city, ADMINISTRATOR, MYCODE, DAY, today=DAY, sort=sort).rows]

    names = [r.name for r in grid_rows(small.city, ADMINISTRATOR, MYCODE, DAY, today=DAY).rows]
    assert names == sorted(names)
    assert ordered(Sort.STANDING) == [contacted, untouched, singing, joined]
    assert ordered(Sort.STAGE) == [untouched, contacted, joined, singing]
    assert ordered(Sort.SINCE) == [joined, contacted, singing, untouched]
    # 中山區 (63000040) stands before 北投區; within a district, what names no village comes first.
    assert ordered(Sort.DISTRICT) == [joined, untouched, singing, contacted]


def test_a_venue_held_by_an_order_is_ordered_by_the_orders_day(small: SmallCity) -> None:
    day = DAY - timedelta(days=2)
    state_order(small.city, ADMINISTRATOR, "ktv", day, document="府公告", now=small.clerk.tick())
    page = grid_rows(small.city, ADMINISTRATOR, MYCODE, DAY, today=DAY, sort=Sort.SINCE)
    assert (page.rows[0].id, page.rows[0].since, page.rows[0].remark) == (small.singing, day, "府公告")


def test_pages_follow_one_another_and_beyond_the_last_stands_the_last(small: SmallCity) -> None:
    pages = [
        grid_rows(small.city, ADMINISTRATOR, MYCODE, DAY, today=DAY, page=n, page_size=3) for n in (1, 2, 9)
    ]
    assert [len(p.rows) for p in pages] == [3, 1, 1]
    assert [p.page for p in pages] == [1, 2, 2]
    assert {p.total for p in pages} == {4}


def test_a_filter_a_search_and_a_standing_narrow_the_grid(small: SmallCity) -> None:
    ask = small.city, ADMINISTRATOR, MYCODE, DAY
    assert grid_ids(*ask, today=DAY, search="甜甜") == [small.contacted]
    assert grid_ids(*ask, today=DAY, where=["district=中山區"]) == [small.joined, small.untouched]
    assert grid_ids(*ask, today=DAY, standings=[Standing.COMPLETED]) == [small.joined, small.singing]


def test_names_of_another_agencys_venue_are_not_told(small: SmallCity) -> None:
    named = grid_names(small.city, officer(small), [small.joined], today=DAY)
    assert named[small.joined] == ("甜圈坊", 1)
    with pytest.raises(OutOfReach):
        grid_names(small.city, officer(small), [small.joined, small.untouched], today=DAY)
