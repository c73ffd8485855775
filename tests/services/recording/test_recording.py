"""Recording what a person states of venues: by a sheet's own rules, all or none, nobody overwritten."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.rules.remarks import RemarkMissing
from outreach.rules.vocabulary import Facet, Operating, Participation, Premises, Standing
from outreach.services.city import open_city
from outreach.services.coverage import coverage
from outreach.services.listing import delist
from outreach.services.orders import state_order
from outreach.services.reach import OthersDay, OutOfReach
from outreach.services.recording import NotRecorded, Recorded, Said, effect, preview, record
from outreach.services.recording.model import NoOrderToAnswer, RemarkTooLong, WordUnknown
from outreach.services.undo import undo
from outreach.services.venues import member_ids, venue_history
from outreach.services.who import NotAllowed, Role, Who
from outreach.store.changes import newest_change
from outreach.store.engine import reading
from tests.support.builders import (
    ADMINISTRATOR,
    COMMERCE,
    CULTURE,
    MANAGER,
    MYCODE,
    PUBLIC,
    SmallCity,
    of_agency,
    small_city_in,
)
from tests.support.databases import Databases
from tests.support.demonstration import demonstration_url

TODAY, BEFORE, LATER = date(2021, 10, 14), date(2021, 10, 13), date(2021, 12, 1)
JOINED = {Facet.PARTICIPATION: Participation.JOINED.value}
CLOSED = {Facet.OPERATING: Operating.CLOSED.value}


def _record(small: SmallCity, *said: Said, who: Who = ADMINISTRATOR) -> Recorded:
    return record(
        small.city,
        who,
        MYCODE,
        said,
        summary="登錄",
        now=small.clerk.tick(),
        today=TODAY,
    )


def _state(small: SmallCity) -> tuple[int, int]:
    with reading(small.city.engine) as connection:
        return newest_change(connection)


def _completed(small: SmallCity, day: date) -> int:
    return coverage(small.city, ADMINISTRATOR, MYCODE, day).total.completed


def test_a_stage_counts_from_its_own_day_on(small: SmallCity) -> None:
    before = _completed(small, TODAY)
    _record(small, Said(small.contacted, JOINED, TODAY))
    assert _completed(small, BEFORE) == before
    assert _completed(small, TODAY) == before + 1


def test_a_future_date_is_taken_and_takes_hold_by_itself(small: SmallCity) -> None:
    before = _completed(small, TODAY)
    _record(small, Said(small.contacted, JOINED, LATER))
    assert _completed(small, TODAY) == before
    assert _completed(small, LATER) == before + 1


def test_forty_venues_are_one_change_and_one_undo_takes_them_back(small: SmallCity) -> None:
    ids = [small.clerk.list_venue(f"好店{n}") for n in range(40)]
    before = _completed(small, TODAY)
    done = record(
        small.city,
        ADMINISTRATOR,
        MYCODE,
        [Said(i, JOINED, TODAY) for i in ids],
        summary="登錄 40 家",
        now=small.clerk.tick(),
        today=TODAY,
    )
    assert done.venues == 40
    assert done.change_id is not None
    assert _completed(small, TODAY) == before + 40
    undo(small.city, ADMINISTRATOR, done.change_id, now=small.clerk.tick())
    assert _completed(small, TODAY) == before


def test_what_holds_already_is_not_recorded_again(small: SmallCity) -> None:
    before = _state(small)
    done = _record(small, Said(small.joined, JOINED, TODAY))
    assert done.change_id is None
    assert _state(small) == before


@pytest.mark.parametrize(
    "values",
    [
        CLOSED,
        {Facet.OPERATING: Operating.SUSPENDED.value},
        {Facet.OPERATING: Operating.NOT_REOPENED.value},
        {Facet.PREMISES: Premises.OFFICE_ONLY.value},
    ],
)
def test_what_leaves_the_denominator_must_say_why(small: SmallCity, values: dict[Facet, str]) -> None:
    planned = preview(small.city, ADMINISTRATOR, MYCODE, [Said(small.joined, values, TODAY)], today=TODAY)
    (trouble,) = planned.troubles
    assert isinstance(trouble.refusal, RemarkMissing)
    assert trouble.facet in values
    with pytest.raises(NotRecorded, match="須在備註說明原因"):
        _record(small, Said(small.joined, values, TODAY, "   "))
    _record(small, Said(small.joined, values, TODAY, "房東收回店面"))
    line = venue_history(small.city, ADMINISTRATOR, small.joined, today=TODAY).lines[0]
    assert line.fact.remark == "房東收回店面"


def test_one_bad_line_keeps_all_of_them_from_being_recorded(small: SmallCity) -> None:
    before = _state(small)
    with pytest.raises(NotRecorded, match="有 1 筆無法儲存"):
        _record(small, Said(small.contacted, JOINED, TODAY), Said(small.untouched, CLOSED, TODAY))
    assert _state(small) == before


def test_a_word_that_is_none_is_named_with_what_is_accepted(small: SmallCity) -> None:
    said = Said(small.joined, {Facet.PARTICIPATION: "已加人"}, TODAY)
    (trouble,) = preview(small.city, ADMINISTRATOR, MYCODE, [said], today=TODAY).troubles
    assert isinstance(trouble.refusal, WordUnknown)
    assert "『已加人』，參與狀態沒有這個選項" in str(trouble.refusal)


def test_a_remark_nobody_would_read_is_refused(small: SmallCity) -> None:
    said = Said(small.joined, {}, TODAY, "長" * 501)
    (trouble,) = preview(small.city, ADMINISTRATOR, MYCODE, [said], today=TODAY).troubles
    assert isinstance(trouble.refusal, RemarkTooLong)


def test_an_approval_answers_an_order_and_is_refused_without_one(small: SmallCity) -> None:
    approved = Said(small.singing, {Facet.APPROVAL: "approved"}, TODAY)
    (trouble,) = preview(small.city, ADMINISTRATOR, MYCODE, [approved], today=TODAY).troubles
    assert isinstance(trouble.refusal, NoOrderToAnswer)
    state_order(
        small.city,
        ADMINISTRATOR,
        "ktv",
        date(2021, 10, 2),
        document="府產業商字第1號",
        reopened_on=date(2021, 10, 5),
        by_application=True,
        now=small.clerk.tick(),
    )
    before = _completed(small, TODAY)
    _record(small, approved)
    assert _completed(small, TODAY) == before + 1


def test_two_officers_on_one_venue_see_each_others_values_and_lose_nothing(small: SmallCity) -> None:
    version = venue_history(small.city, ADMINISTRATOR, small.contacted, today=TODAY).venue.version
    first = Said(
        small.contacted, {Facet.PARTICIPATION: Participation.DECLINED.value}, TODAY, "不參加", version
    )
    second = Said(small.contacted, JOINED, TODAY, "", version)
    _record(small, first)
    planned = preview(small.city, ADMINISTRATOR, MYCODE, [second], today=TODAY)
    (conflict,) = planned.conflicts
    (cell,) = conflict.cells
    assert (cell.before, cell.after) == ("declined", "joined")
    assert conflict.remark == "不參加"
    with pytest.raises(NotRecorded, match="已被他人修改"):
        _record(small, second)
    _record(small, Said(small.contacted, JOINED, TODAY, "", conflict.version))
    assert _completed(small, TODAY) == 3


def test_who_states_what_a_colleague_recorded_meanwhile_has_no_conflict(small: SmallCity) -> None:
    version = venue_history(small.city, ADMINISTRATOR, small.contacted, today=TODAY).venue.version
    same = Said(small.contacted, JOINED, TODAY, "", version)
    _record(small, same)
    planned = preview(small.city, ADMINISTRATOR, MYCODE, [same], today=TODAY)
    assert not planned.conflicts
    assert not planned.writes


def test_nobody_records_of_another_agencys_venue(small: SmallCity) -> None:
    culture = of_agency(small, Role.OFFICER, CULTURE)
    before = _state(small)
    for venue in (small.joined, 999_999, -1):
        with pytest.raises(OutOfReach):
            _record(small, Said(small.untouched, JOINED, TODAY), Said(venue, JOINED, TODAY), who=culture)
    for who in (PUBLIC, MANAGER):
        with pytest.raises(NotAllowed):
            _record(small, Said(small.joined, JOINED, TODAY), who=who)
    assert _state(small) == before


def test_the_days_on_which_a_venue_was_anothers_stay_that_agencys(small: SmallCity) -> None:
    moved = date(2021, 10, 10)
    small.clerk.say(small.joined, Facet.AGENCY, CULTURE, moved)
    culture = of_agency(small, Role.OFFICER, CULTURE)
    declined = {Facet.PARTICIPATION: Participation.DECLINED.value}
    before = _state(small)
    with pytest.raises(NotRecorded, match="屬於商業處"):
        _record(small, Said(small.joined, declined, date(2021, 10, 9)), who=culture)
    with pytest.raises(OthersDay, match="屬於商業處"):
        delist(
            small.city,
            culture,
            MYCODE,
            small.joined,
            date(2021, 10, 9),
            "已遷出",
            now=small.clerk.tick(),
            today=TODAY,
        )
    assert _state(small) == before
    assert _record(small, Said(small.joined, declined, moved), who=culture).venues == 1


def test_a_venue_that_was_nobodys_may_be_told_of_by_whoever_has_it_now(small: SmallCity) -> None:
    venue = small.clerk.describe("無主小店")[0]
    small.clerk.say(venue, Facet.LISTING, "listed")
    small.clerk.say(venue, Facet.AGENCY, CULTURE, date(2021, 10, 10))
    culture = of_agency(small, Role.OFFICER, CULTURE)
    assert _record(small, Said(venue, JOINED, date(2021, 10, 5)), who=culture).venues == 1


def test_a_number_that_is_no_venue_is_refused_for_everybody(small: SmallCity) -> None:
    with pytest.raises(OutOfReach):
        _record(small, Said(999_999, JOINED, TODAY))


def test_of_an_open_drive_the_effect_is_who_joins_and_no_rate(sqlite_databases: Databases) -> None:
    url = demonstration_url(sqlite_databases)
    city = open_city(url)
    commerce = next(a for a in city.reference().agencies.values() if a.short_name == "商業處")
    who = Who("示範承辦", Role.OFFICER, None, commerce.id)
    day = date(2021, 11, 23)
    (venue, *_others) = member_ids(
        city,
        who,
        "bear_voucher",
        day,
        standings=[Standing.OUTSTANDING],
        where=["kind=shop", f"agency={commerce.code}"],
    )
    planned = preview(city, who, "bear_voucher", [Said(venue, JOINED, day)], today=day)
    found = effect(city, who, planned, day)
    assert not found.rated
    assert found.step.after.completed == found.step.before.completed + 1


STAGES = st.sampled_from([p.value for p in Participation])
WORKING = st.sampled_from([o.value for o in Operating])


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(
        st.tuples(st.integers(0, 2), STAGES, WORKING, st.dates(date(2021, 10, 1), date(2021, 10, 31))),
        min_size=1,
        max_size=8,
    )
)
def test_the_effect_that_is_announced_is_the_one_that_comes(
    sqlite_databases: Databases, told: list[tuple[int, str, str, date]]
) -> None:
    small = small_city_in(sqlite_databases)
    venues = (small.joined, small.contacted, small.singing)
    said = [
        Said(venues[n], {Facet.PARTICIPATION: stage, Facet.OPERATING: work}, day, "因故")
        for n, stage, work, day in told
    ]
    commerce = of_agency(small, Role.OFFICER, COMMERCE)
    planned = preview(small.city, commerce, MYCODE, said, today=TODAY)
    step = effect(small.city, commerce, planned, date(2021, 10, 31)).step
    record(small.city, commerce, MYCODE, said, summary="登錄", now=small.clerk.tick(), today=TODAY)
    after = coverage(small.city, commerce, MYCODE, date(2021, 10, 31), where=[f"agency={COMMERCE}"]).total
    assert step.after == after
