"""Why a venue stands where it stands: the one fact or order that decided, with its source."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Exclusion, Facet, Operating, Participation, Premises, Standing
from outreach.services.explain import Why
from outreach.services.orders import state_order
from outreach.services.undo import undo
from outreach.services.venues import members_by_id
from outreach.store.engine import writing
from outreach.store.posting import open_change
from tests.support.builders import ADMINISTRATOR, FIRST_DAY, MYCODE, SmallCity

DAY = date(2021, 10, 14)
DOCUMENT = "北市衛疾字第1100000001號公告"


def _why(small: SmallCity, venue: int, day: date = DAY) -> Why:
    (member,) = members_by_id(small.city, ADMINISTRATOR, MYCODE, day, [venue])
    return member.why


def _order(small: SmallCity, reopened: date | None = None, by_application: bool = False) -> int:
    return state_order(
        small.city,
        ADMINISTRATOR,
        "ktv",
        DAY,
        document=DOCUMENT,
        reopened_on=reopened,
        by_application=by_application,
        now=small.clerk.tick(),
    ).order_id


def test_a_venue_that_joined_shows_who_recorded_it_and_since_when(small: SmallCity) -> None:
    why = _why(small, small.joined)
    assert (why.standing, why.facet, why.value) == (Standing.COMPLETED, Facet.PARTICIPATION, "joined")
    assert (why.since, why.actor, why.remark) == (FIRST_DAY, "王小明", "")
    assert why.recorded_at is not None


def test_a_venue_of_which_nothing_was_said_is_assumed_not_contacted_by_nobody(small: SmallCity) -> None:
    why = _why(small, small.untouched)
    assert (why.standing, why.value) == (Standing.OUTSTANDING, "not_contacted")
    assert (why.fact, why.order, why.since, why.actor, why.recorded_at) == (None, None, None, "", None)


@pytest.mark.parametrize(
    ("facet", "word", "standing"),
    [
        (Facet.PREMISES, Premises.OFFICE_ONLY, Standing.EXCLUDED_OFFICE_ONLY),
        (Facet.OPERATING, Operating.CLOSED, Standing.EXCLUDED_CLOSED),
        (Facet.OPERATING, Operating.SUSPENDED, Standing.EXCLUDED_SUSPENDED),
        (Facet.OPERATING, Operating.NOT_REOPENED, Standing.EXCLUDED_NOT_REOPENED),
    ],
)
def test_an_excluded_venue_shows_the_fact_that_excludes_it_with_its_remark(
    small: SmallCity, facet: Facet, word: str, standing: Standing
) -> None:
    small.clerk.say(small.joined, facet, word, DAY, remark="現場訪查，鐵門深鎖")
    before, on = _why(small, small.joined, DAY - timedelta(days=1)), _why(small, small.joined)
    assert before.standing is Standing.COMPLETED
    assert (on.standing, on.facet, on.value) == (standing, facet, word)
    assert (on.remark, on.since) == ("現場訪查，鐵門深鎖", DAY)
    assert on.participation is Participation.JOINED


def test_the_first_condition_decides_when_several_hold(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.OPERATING, Operating.CLOSED, remark="歇業")
    small.clerk.say(small.joined, Facet.PREMISES, Premises.OFFICE_ONLY, remark="僅辦公室")
    assert _why(small, small.joined).remark == "僅辦公室"


def test_under_an_order_the_remark_is_the_orders_own_text(small: SmallCity) -> None:
    _order(small)
    before, on = _why(small, small.singing, DAY - timedelta(days=1)), _why(small, small.singing)
    assert before.standing is Standing.COMPLETED
    assert (on.standing, on.fact) == (Standing.EXCLUDED_NOT_REOPENED, None)
    assert (on.remark, on.since, on.actor) == (DOCUMENT, DAY, "")


def test_a_venues_own_word_that_it_has_not_reopened_comes_before_the_order(small: SmallCity) -> None:
    _order(small)
    small.clerk.say(small.singing, Facet.OPERATING, Operating.NOT_REOPENED, remark="設備更新中")
    why = _why(small, small.singing)
    assert (why.order, why.remark) == (None, "設備更新中")


def test_an_approved_venue_stands_by_its_participation_again(small: SmallCity) -> None:
    order = _order(small, DAY + timedelta(days=5), by_application=True)
    approved = DAY + timedelta(days=7)
    small.clerk.say(small.singing, Facet.APPROVAL, order, approved)
    standings = [_why(small, small.singing, approved + timedelta(days=d)).standing for d in (-1, 0, 1)]
    assert standings == [Standing.EXCLUDED_NOT_REOPENED, Standing.COMPLETED, Standing.COMPLETED]


def test_an_exclusion_that_the_scheme_turned_off_does_not_explain_anything(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.OPERATING, Operating.SUSPENDED, remark="整修")
    settings = SchemeSettings(exclusions=frozenset({Exclusion.CLOSED}))
    with writing(small.city.engine) as connection:
        change = open_change(
            connection, kind="scheme", actor="王小明", summary="方案設定", now=small.clerk.tick()
        )
        change.scheme(small.clerk.scheme(MYCODE), settings.as_stored(), FIRST_DAY)
    assert _why(small, small.joined).standing is Standing.COMPLETED


def test_an_undone_fact_explains_nothing(small: SmallCity) -> None:
    change = small.clerk.say(small.joined, Facet.OPERATING, Operating.CLOSED, remark="誤登")
    undo(small.city, ADMINISTRATOR, change, now=small.clerk.tick())
    assert _why(small, small.joined).standing is Standing.COMPLETED


def test_of_two_facts_of_one_day_the_later_number_explains(small: SmallCity) -> None:
    for word in (Participation.DECLINED, Participation.AGREED):
        small.clerk.say(small.untouched, Facet.PARTICIPATION, word, DAY, remark=f"電訪：{word}")
    why = _why(small, small.untouched)
    assert (why.value, why.remark) == ("agreed", "電訪：agreed")


def test_a_backdated_fact_does_not_outlive_a_later_day(small: SmallCity) -> None:
    small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.JOINED, DAY)
    small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.DECLINED, FIRST_DAY)
    values = [_why(small, small.untouched, DAY + timedelta(days=d)).value for d in (-1, 0)]
    assert values == ["declined", "joined"]
