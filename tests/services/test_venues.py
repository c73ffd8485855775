"""The venues behind a number, found by standing, filter or text, and one venue's whole history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from outreach.figures.positions import Dimension
from outreach.rules.vocabulary import Facet, Kind, Listing, Operating, Participation, Standing
from outreach.services.coverage import coverage
from outreach.services.naming import Unknown
from outreach.services.orders import state_order
from outreach.services.reach import OutOfReach
from outreach.services.venues import (
    NoSuchVenue,
    member_ids,
    members,
    members_by_id,
    venue_history,
)
from outreach.services.who import (
    NotAllowed,
    Role,
)
from outreach.store.engine import writing
from outreach.store.posting import open_change
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    CULTURE,
    FIRST_DAY,
    INDUSTRY,
    MANAGER,
    MYCODE,
    PUBLIC,
    SmallCity,
    of_agency,
    set_up_url,
    small_city,
)
from tests.support.databases import Databases
from tests.support.random_city import random_city

LATER = date(2021, 12, 1)
DAY = date(2021, 10, 14)


def _ids(small: SmallCity, day: date = DAY, **asked: Any) -> list[int]:
    return member_ids(small.city, ADMINISTRATOR, MYCODE, day, **asked)


# ---- behind a number


def test_a_number_opens_to_its_venues(small: SmallCity) -> None:
    assert _ids(small) == [small.joined, small.contacted, small.untouched, small.singing]
    assert _ids(small, standings=[Standing.COMPLETED]) == [small.joined, small.singing]
    assert _ids(small, standings=[Standing.OUTSTANDING]) == [small.contacted, small.untouched]
    assert _ids(small, standings=[Standing.EXCLUDED_CLOSED]) == []


def test_several_standings_are_one_list(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.OPERATING, Operating.CLOSED, remark="歇業")
    found = _ids(small, standings=[Standing.EXCLUDED_CLOSED, Standing.COMPLETED])
    assert found == [small.joined, small.singing]


def test_a_list_is_as_of_its_day_and_as_known_at_its_number(small: SmallCity) -> None:
    before = small.city.figures.columns().seq
    small.clerk.say(small.joined, Facet.LISTING, Listing.DELISTED, DAY)
    assert small.joined in _ids(small, DAY - timedelta(days=1))
    assert small.joined not in _ids(small, DAY)
    assert small.joined in _ids(small, DAY, known_at=before)


def test_a_rolled_up_row_opens_to_the_venues_of_the_subordinates_too(small: SmallCity) -> None:
    small.clerk.say(small.untouched, Facet.AGENCY, INDUSTRY, DAY)
    assert _ids(small, where=["agency=IND"]) == [small.untouched]
    assert len(_ids(small, agency_with_subordinates="IND")) == 4
    assert len(_ids(small, DAY - timedelta(days=1), agency_with_subordinates="IND")) == 3
    assert _ids(small, agency_with_subordinates="CUL") == []


def test_a_merged_duplicate_is_on_no_list(small: SmallCity) -> None:
    with writing(small.city.engine) as connection:
        change = open_change(connection, kind="merge", actor="王小明", summary="合併", now=small.clerk.tick())
        change.merge(small.contacted, small.joined)
    assert small.contacted not in _ids(small)


@pytest.mark.parametrize("by", Dimension)
def test_in_a_city_of_chance_every_number_of_a_table_is_the_length_of_its_list(
    sqlite_databases: Databases, by: Dimension
) -> None:
    city = random_city(sqlite_databases, 213)
    for day in (FIRST_DAY + timedelta(days=n) for n in (5, 25, 60)):
        for row in coverage(city, ADMINISTRATOR, MYCODE, day, by=by).rows:
            if not row.key:
                continue
            where = [f"{by}={row.key}"]
            for standing, number in (
                (Standing.COMPLETED, row.tally.completed),
                (Standing.OUTSTANDING, row.tally.outstanding),
            ):
                found = member_ids(city, ADMINISTRATOR, MYCODE, day, standings=[standing], where=where)
                assert len(found) == number


# ---- what a list shows


def test_a_venue_is_shown_with_its_dimensions_in_words(databases: Databases) -> None:
    small = small_city(set_up_url(databases))
    (shown,) = members_by_id(small.city, ADMINISTRATOR, MYCODE, DAY, [small.joined])
    assert (shown.venue.name, shown.agency, shown.kind) == ("甜圈坊", "商業處", "shop")
    assert (shown.district, shown.village) == ("中山區", "中央里")
    assert (shown.sector, shown.category) == ("", "")
    (singing,) = members_by_id(small.city, ADMINISTRATOR, MYCODE, DAY, [small.singing])
    assert (singing.district, singing.village) == ("北投區", "")
    assert (singing.sector, singing.category) == ("視聽歌唱業", "C 類")
    assert singing.why.standing is Standing.COMPLETED
    small.city.engine.dispose()


def test_venues_are_shown_in_the_order_in_which_they_were_asked_for_and_strangers_left_out(
    small: SmallCity,
) -> None:
    asked = [small.untouched, 999, small.joined]
    shown = members_by_id(small.city, ADMINISTRATOR, MYCODE, DAY, asked)
    assert [m.venue.id for m in shown] == [small.untouched, small.joined]
    assert members_by_id(small.city, ADMINISTRATOR, BEAR_VOUCHER, DAY, asked) == ()


def test_a_list_is_paged_and_knows_how_long_it_is(small: SmallCity) -> None:
    pages = [members(small.city, ADMINISTRATOR, MYCODE, DAY, page=page, page_size=3) for page in (1, 2, 3)]
    assert [[m.venue.id for m in p.members] for p in pages] == [[1, 2, 3], [4], []]
    assert {p.total for p in pages} == {4}
    whole = members(small.city, ADMINISTRATOR, MYCODE, DAY, page_size=None)
    assert [m.venue.id for m in whole.members] == [1, 2, 3, 4]
    assert (whole.known_at, whole.as_of, whole.scheme.code) == (20, DAY, MYCODE)


# ---- search


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("甜圈坊", ["甜圈坊", "甜甜圈坊"]),
        ("圈坊", ["甜圈坊", "甜甜圈坊"]),
        (" 甜甜 ", ["甜甜圈坊"]),
        ("台北市 中山區", ["甜圈坊", "小書房"]),
        ("示範路１號", ["甜圈坊", "甜甜圈坊", "小書房", "好唱歌城"]),
        ("示範路2號", []),
        ("%", []),
        ("", ["甜圈坊", "甜甜圈坊", "小書房", "好唱歌城"]),
    ],
)
def test_a_search_looks_in_names_and_addresses_however_they_are_written(
    small: SmallCity, text: str, names: list[str]
) -> None:
    found = members(small.city, ADMINISTRATOR, MYCODE, DAY, search=text)
    assert [m.venue.name for m in found.members] == names


def test_a_tax_number_is_searched_as_a_whole(small: SmallCity) -> None:
    venue = small.clerk.describe("便利店", tax_id="04595257")[0]
    small.clerk.say(venue, Facet.LISTING, Listing.LISTED)
    assert _ids(small, search="04595257") == [venue]
    assert _ids(small, search="0459525") == []


def test_a_search_and_a_filter_must_both_hold(small: SmallCity) -> None:
    assert _ids(small, search="圈坊", where=["district=北投區"]) == [small.contacted]
    assert _ids(small, search="圈坊", standings=[Standing.OUTSTANDING]) == [small.contacted]


# ---- one venue's history


def test_a_history_has_every_fact_newest_first_in_words(small: SmallCity) -> None:
    small.clerk.say(small.singing, Facet.KIND, Kind.CITY_VENUE, DAY, remark="移交市府")
    history = venue_history(small.city, ADMINISTRATOR, small.singing, today=LATER)
    assert history.venue.name == "好唱歌城"
    assert [(line.fact.facet.value, line.value, line.scheme) for line in history.lines] == [
        ("kind", "city_venue", ""),
        ("participation", "joined", "台北通 myCode+"),
        ("category", "C 類", "台北通 myCode+"),
        ("sector", "視聽歌唱業", ""),
        ("place", "北投區", ""),
        ("agency", "商業處", ""),
        ("listing", "listed", "台北通 myCode+"),
    ]
    newest = history.lines[0].fact
    assert (newest.effective_on, newest.remark, newest.actor) == (DAY, "移交市府", "王小明")
    assert newest.recorded_at == small.clerk.now


def test_a_village_is_told_with_its_district_and_an_approval_as_one(small: SmallCity) -> None:
    order = state_order(
        small.city, ADMINISTRATOR, "ktv", FIRST_DAY, document="府公告", now=small.clerk.tick()
    )
    small.clerk.say(small.contacted, Facet.APPROVAL, order.order_id)
    told = {
        line.fact.facet: line.value
        for line in venue_history(small.city, ADMINISTRATOR, small.contacted, today=LATER).lines
    }
    assert told[Facet.PLACE] == "北投區中央里"
    assert told[Facet.APPROVAL] == "核准"


def test_a_history_as_known_at_a_number_ends_there(small: SmallCity) -> None:
    before = small.city.figures.columns().seq
    small.clerk.say(small.joined, Facet.AGENCY, CULTURE)
    lines = [
        len(venue_history(small.city, ADMINISTRATOR, small.joined, known_at=k, today=LATER).lines)
        for k in (None, before, str(before))
    ]
    assert lines == [5, 4, 4]


def test_an_agency_that_is_taken_away_is_told_as_nothing(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.AGENCY, 0)
    assert venue_history(small.city, ADMINISTRATOR, small.joined, today=LATER).lines[0].value == ""


# ---- refusals


def test_a_venue_that_never_was_is_refused(small: SmallCity) -> None:
    with pytest.raises(NoSuchVenue, match="999"):
        venue_history(small.city, ADMINISTRATOR, 999, today=LATER)


def test_an_unknown_scheme_or_agency_is_refused(small: SmallCity) -> None:
    with pytest.raises(Unknown, match="方案"):
        member_ids(small.city, ADMINISTRATOR, "nothing", DAY)
    with pytest.raises(Unknown, match="機關"):
        _ids(small, agency_with_subordinates="nobody")


def test_the_public_sees_no_list_of_venues(small: SmallCity) -> None:
    asked = small.city, PUBLIC, MYCODE, DAY
    with pytest.raises(NotAllowed):
        member_ids(*asked)
    with pytest.raises(NotAllowed):
        members(*asked)
    with pytest.raises(NotAllowed):
        members_by_id(*asked, [small.joined])
    with pytest.raises(NotAllowed):
        venue_history(small.city, PUBLIC, small.joined, today=LATER)
    assert members(small.city, MANAGER, MYCODE, DAY).total == 4


def test_an_officer_sees_the_own_agencys_part_of_a_list_and_how_many_are_others(small: SmallCity) -> None:
    culture = of_agency(small, Role.OFFICER, CULTURE)
    page = members(small.city, culture, MYCODE, DAY)
    assert [m.venue.id for m in page.members] == [small.untouched]
    assert (page.total, page.out_of_reach) == (1, 3)
    assert members_by_id(small.city, culture, MYCODE, DAY, [small.joined, small.untouched]) == page.members
    assert member_ids(small.city, culture, MYCODE, DAY, search="甜圈坊") == []


def test_a_venue_of_another_agency_opens_for_nobody_but_its_own(small: SmallCity) -> None:
    culture = of_agency(small, Role.APPROVER, CULTURE)
    assert venue_history(small.city, culture, small.untouched, today=LATER).lines
    with pytest.raises(OutOfReach):
        venue_history(small.city, culture, small.joined, today=LATER)


def test_a_stage_that_was_taken_back_is_outstanding_again(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.PARTICIPATION, Participation.WITHDRAWN, DAY)
    assert small.joined in _ids(small, standings=[Standing.OUTSTANDING])
