"""移出 and 列入: from which day a venue counts under a scheme, why, and when it is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from outreach.rules.vocabulary import Facet
from outreach.services.check import check
from outreach.services.coverage import coverage
from outreach.services.listing import ListedSo, ListingReasonMissing, delist, list_again
from outreach.services.reach import OutOfReach
from outreach.services.venues import venue_history
from outreach.services.who import NotAllowed, Role, Who
from outreach.store.venues import VenueChangedMeanwhile
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    COMMERCE,
    CULTURE,
    FIRST_DAY,
    MANAGER,
    MYCODE,
    PUBLIC,
    SmallCity,
)

TODAY, LEAVES = date(2021, 10, 25), date(2021, 10, 20)


@pytest.fixture
def li(small: SmallCity) -> Who:
    return Who("李承辦", Role.OFFICER, None, small.clerk.value(Facet.AGENCY, COMMERCE))


def state(
    small: SmallCity,
    who: Who,
    act: Callable[..., int] = delist,
    day: date = LEAVES,
    *,
    scheme: str = MYCODE,
    venue: int | None = None,
    reason: str = "與另一筆重複",
    version: int | None = None,
) -> int:
    return act(
        small.city,
        who,
        scheme,
        venue or small.contacted,
        day,
        reason,
        now=small.clerk.tick(),
        today=TODAY,
        version=version,
    )


def listed(small: SmallCity, day: date, scheme: str = MYCODE) -> int:
    return coverage(small.city, ADMINISTRATOR, scheme, day).total.population


def test_a_venue_leaves_the_list_on_its_day_and_not_before(small: SmallCity, li: Who) -> None:
    state(small, li)
    assert [listed(small, date(2021, 10, day)) for day in (19, 20, 21)] == [4, 3, 3]
    assert check(small.city, ADMINISTRATOR) == []


def test_a_venue_listed_again_counts_from_that_day_on(small: SmallCity, li: Who) -> None:
    state(small, li)
    state(small, li, list_again, date(2021, 10, 23), reason="誤刪")
    assert [listed(small, date(2021, 10, day)) for day in (19, 22, 23)] == [4, 3, 4]


def test_the_history_says_why(small: SmallCity, li: Who) -> None:
    change = state(small, li, reason="併入本館，洽 0912345678")
    line = venue_history(small.city, li, small.contacted, today=TODAY).lines[0]
    assert (line.fact.change_id, line.value) == (change, "delisted")
    assert line.fact.remark == "併入本館，洽 〔已遮蔽〕"


def test_each_scheme_has_a_list_of_its_own(small: SmallCity, li: Who) -> None:
    state(small, li, list_again, FIRST_DAY, scheme=BEAR_VOUCHER, reason="加入")
    state(small, li)
    assert (listed(small, TODAY), listed(small, TODAY, BEAR_VOUCHER)) == (3, 1)


def test_what_the_list_says_already_is_refused(small: SmallCity, li: Who) -> None:
    with pytest.raises(ListedSo):
        state(small, li, list_again, FIRST_DAY)
    state(small, li)
    with pytest.raises(ListedSo):
        state(small, li, day=date(2021, 10, 21))
    with pytest.raises(ListedSo):
        state(small, li, scheme=BEAR_VOUCHER)


@pytest.mark.parametrize("reason", ["", " \n", "長" * 201])
def test_it_needs_a_reason(small: SmallCity, li: Who, reason: str) -> None:
    with pytest.raises(ListingReasonMissing):
        state(small, li, reason=reason)
    assert listed(small, TODAY) == 4


def test_who_read_an_older_version_is_told(small: SmallCity, li: Who) -> None:
    with pytest.raises(VenueChangedMeanwhile):
        state(small, li, version=99)
    state(small, li, version=1)


def test_only_the_agency_that_has_it_and_administrators_take_a_venue_off(small: SmallCity, li: Who) -> None:
    other = Who("林承辦", Role.OFFICER, None, small.clerk.value(Facet.AGENCY, CULTURE))
    with pytest.raises(OutOfReach):
        state(small, other)
    for who in (MANAGER, PUBLIC):
        with pytest.raises(NotAllowed):
            state(small, who)
    for venue in (10_000, 10**30):
        with pytest.raises(OutOfReach):
            state(small, ADMINISTRATOR, venue=venue)
    assert listed(small, TODAY) == 4
