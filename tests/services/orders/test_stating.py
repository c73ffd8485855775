"""Sector orders: a whole trade is shut and comes back, for all at once or each on approval."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from outreach.rules.orders import OrderEndsBeforeItBegins
from outreach.rules.vocabulary import Exclusion, Facet
from outreach.services.check import check
from outreach.services.coverage import coverage
from outreach.services.naming import Unknown
from outreach.services.orders import (
    ApplicationWithoutReopening,
    DocumentMissing,
    OrderStated,
    state_order,
)
from outreach.services.who import NotAllowed, Role
from outreach.store.changes import latest_changes
from outreach.store.engine import reading, writing
from outreach.store.reference import put_sector
from tests.support.builders import (
    ADMINISTRATOR,
    COMMERCE,
    CULTURE,
    FIRST_DAY,
    MANAGER,
    MYCODE,
    OFFICER,
    SmallCity,
    of_agency,
)

SHUT = date(2021, 10, 5)
REOPENED = date(2021, 10, 15)
APPROVED = date(2021, 10, 18)
DOCUMENT = "北市衛疾字第1100000001號公告"


def _order(
    small: SmallCity, reopened: date | None = None, by_application: bool = False, sector: str = "ktv"
) -> OrderStated:
    return state_order(
        small.city,
        ADMINISTRATOR,
        sector,
        SHUT,
        document=DOCUMENT,
        reopened_on=reopened,
        by_application=by_application,
        now=small.clerk.tick(),
    )


def _shut(small: SmallCity, day: date, known_at: int | None = None) -> int:
    """How many venues do not count on a day because they have not reopened."""
    total = coverage(small.city, ADMINISTRATOR, MYCODE, day, known_at=known_at).total
    assert total.population == 4
    return total.excluded[Exclusion.NOT_REOPENED]


def _around(day: date) -> list[date]:
    return [day - timedelta(days=1), day, day + timedelta(days=1)]


def test_a_shut_sectors_venues_do_not_count_from_the_day_on(small: SmallCity) -> None:
    _order(small)
    assert [_shut(small, d) for d in _around(SHUT)] == [0, 1, 1]


def test_reopened_for_all_every_venue_counts_again_from_the_day_on(small: SmallCity) -> None:
    _order(small, REOPENED)
    assert [_shut(small, d) for d in _around(REOPENED)] == [1, 0, 0]


def test_reopened_by_application_a_venue_counts_again_from_its_own_approval(small: SmallCity) -> None:
    order = _order(small, REOPENED, by_application=True)
    small.clerk.say(small.singing, Facet.APPROVAL, order.order_id, APPROVED)
    assert [_shut(small, d) for d in _around(REOPENED)] == [1, 1, 1]
    assert [_shut(small, d) for d in _around(APPROVED)] == [1, 0, 0]
    assert check(small.city, ADMINISTRATOR) == []


def test_stated_again_an_order_is_the_same_one_and_the_old_statement_stays_known(small: SmallCity) -> None:
    first = _order(small)
    before = small.city.figures.columns().seq
    again = _order(small, REOPENED)
    assert again.order_id == first.order_id
    assert again.change_id == first.change_id + 1
    assert (_shut(small, REOPENED), _shut(small, REOPENED, before)) == (0, 1)


def test_an_order_touches_no_venue(small: SmallCity) -> None:
    before = small.city.figures.columns().seq
    _order(small)
    assert small.city.figures.columns().seq == before + 1


def test_a_sector_may_be_named_in_chinese(small: SmallCity) -> None:
    _order(small, sector="視聽歌唱業")
    assert _shut(small, SHUT) == 1


def test_another_sectors_order_shuts_nobody_else(small: SmallCity) -> None:
    _order(small, sector="sauna")
    assert _shut(small, SHUT) == 0


@pytest.mark.parametrize(
    ("reopened", "by_application", "summary"),
    [
        (None, False, "視聽歌唱業自110年10月5日起停業"),
        (REOPENED, False, "視聽歌唱業自110年10月5日起停業，110年10月15日起全面復業"),
        (REOPENED, True, "視聽歌唱業自110年10月5日起停業，110年10月15日起申請核准復業"),
    ],
)
def test_an_order_is_recorded_in_words_with_its_document(
    small: SmallCity, reopened: date | None, by_application: bool, summary: str
) -> None:
    _order(small, reopened, by_application)
    with reading(small.city.engine) as connection:
        (newest,) = latest_changes(connection, 1)
    assert (newest.kind, newest.actor, newest.summary, newest.source) == (
        "order",
        "王小明",
        summary,
        DOCUMENT,
    )


# ---- refusals


def test_an_order_that_ends_before_it_begins_is_refused(small: SmallCity) -> None:
    with pytest.raises(OrderEndsBeforeItBegins, match="2021-10-01 早於停業起始日 2021-10-05"):
        _order(small, FIRST_DAY)


def test_reopening_by_application_needs_a_day(small: SmallCity) -> None:
    with pytest.raises(ApplicationWithoutReopening):
        _order(small, None, by_application=True)


@pytest.mark.parametrize("document", ["", "  ", "\u3000"])
def test_an_order_without_a_document_is_refused(small: SmallCity, document: str) -> None:
    with pytest.raises(DocumentMissing):
        state_order(small.city, ADMINISTRATOR, "ktv", SHUT, document=document, now=small.clerk.tick())


def test_an_unknown_sector_is_refused_with_those_there_are(small: SmallCity) -> None:
    with pytest.raises(Unknown, match=r"查無行業『cinema』.*視聽歌唱業（ktv）"):
        _order(small, sector="cinema")
    assert check(small.city, ADMINISTRATOR) == []


def test_managers_state_orders_and_officers_do_not(small: SmallCity) -> None:
    now = small.clerk.tick()
    state_order(small.city, MANAGER, "ktv", SHUT, document=DOCUMENT, now=now)
    with pytest.raises(NotAllowed):
        state_order(small.city, OFFICER, "ktv", SHUT, document=DOCUMENT, now=now)


def test_an_approver_states_orders_of_the_sectors_for_which_the_own_agency_is_the_competent_one(
    small: SmallCity,
) -> None:
    with writing(small.city.engine) as connection:
        competent = small.clerk.value(Facet.AGENCY, COMMERCE)
        put_sector(connection, "ktv", "視聽歌唱業", special=True, competent_agency_id=competent)
    now = small.clerk.tick()
    for sector, agency in (("ktv", CULTURE), ("bar", COMMERCE)):
        with pytest.raises(NotAllowed):
            state_order(
                small.city,
                of_agency(small, Role.APPROVER, agency),
                sector,
                SHUT,
                document=DOCUMENT,
                now=now,
            )
    approver = of_agency(small, Role.APPROVER, COMMERCE)
    assert state_order(small.city, approver, "ktv", SHUT, document=DOCUMENT, now=now).change_id
