"""稽催: who has not reported, which round waits for an agency, and when a list was last confirmed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from outreach.rules.rounds import State
from outreach.rules.vocabulary import Facet
from outreach.services.rounds import (
    close_round,
    confirm,
    last_confirmed,
    non_reporters,
    open_round_of,
    progress,
    send_back,
    submit,
)
from outreach.services.rounds.refusals import NoSuchRound
from outreach.services.who import NotAllowed
from tests.services.rounds.conftest import DEADLINE, NEXT_AS_OF, NEXT_DEADLINE, TODAY, Hall
from tests.support.builders import COMMERCE, CULTURE, MANAGER, PUBLIC


def states(hall: Hall, number: int) -> dict[str, State]:
    return {one.code: one.state for one in progress(hall.city, MANAGER, number)}


def test_asked_is_whoever_has_a_venue_on_the_lists(hall: Hall) -> None:
    number = hall.open()
    assert states(hall, number) == {COMMERCE: State.NOT_SUBMITTED, CULTURE: State.NOT_SUBMITTED}


def test_who_was_sent_back_has_not_reported_and_who_submitted_has(hall: Hall) -> None:
    number = hall.open()
    submit(hall.city, hall.officer, number, now=hall.later())
    assert [one.name for one in non_reporters(hall.city, MANAGER, number)] == ["文化局"]
    send_back(hall.city, hall.approver, number, "請補備註", now=hall.later())
    missing = non_reporters(hall.city, MANAGER, number)
    assert [(one.name, one.state) for one in missing] == [
        ("商業處", State.SENT_BACK),
        ("文化局", State.NOT_SUBMITTED),
    ]
    assert missing[0].last is not None
    assert missing[0].last.words == "請補備註"


def test_who_was_late_stays_marked_when_confirmed(hall: Hall) -> None:
    number = hall.open()
    submit(hall.city, hall.officer, number, now=datetime(2021, 10, 21, 1, 0, tzinfo=UTC))
    confirm(hall.city, hall.approver, number, now=datetime(2021, 10, 21, 2, 0, tzinfo=UTC))
    (commerce,) = [one for one in progress(hall.city, MANAGER, number) if one.code == COMMERCE]
    assert (commerce.state, commerce.late) == (State.CONFIRMED, True)


def test_a_round_that_is_over_keeps_the_names_of_those_it_asked(hall: Hall) -> None:
    number = hall.open()
    close_round(hall.city, MANAGER, number, now=hall.later())
    hall.later()
    hall.small.clerk.say(hall.small.untouched, Facet.AGENCY, COMMERCE)
    assert [one.code for one in non_reporters(hall.city, MANAGER, number)] == [COMMERCE, CULTURE]


def test_officers_and_the_public_do_not_see_who_has_not_reported(hall: Hall) -> None:
    number = hall.open()
    for who in (hall.officer, PUBLIC):
        with pytest.raises(NotAllowed):
            progress(hall.city, who, number)
        with pytest.raises(NotAllowed):
            non_reporters(hall.city, who, number)
    assert progress(hall.city, hall.approver, number)
    with pytest.raises(NoSuchRound):
        progress(hall.city, MANAGER, 99)


# --- the round that waits -----------------------------------------------------------------------


@pytest.mark.parametrize(("days", "left"), [(-1, 1), (0, 0), (1, -1)])
def test_the_open_round_says_how_many_days_are_left(hall: Hall, days: int, left: int) -> None:
    hall.open()
    found = open_round_of(hall.city, hall.officer, DEADLINE + timedelta(days=days))
    assert found is not None
    assert (found.name, found.days_left, found.state) == ("第213次主任秘書會報", left, State.NOT_SUBMITTED)


def test_of_two_open_rounds_the_one_not_confirmed_waits(hall: Hall) -> None:
    first = hall.open()
    second = hall.open("第214次", NEXT_AS_OF, NEXT_DEADLINE)
    waiting = open_round_of(hall.city, hall.officer, TODAY)
    assert waiting is not None
    assert waiting.id == first
    submit(hall.city, hall.officer, first, now=hall.later())
    confirm(hall.city, hall.approver, first, now=hall.later())
    waiting = open_round_of(hall.city, hall.officer, TODAY)
    assert waiting is not None
    assert waiting.id == second


def test_nothing_waits_without_an_open_round_an_agency_or_a_venue(hall: Hall) -> None:
    assert open_round_of(hall.city, hall.officer, TODAY) is None
    number = hall.open()
    assert open_round_of(hall.city, MANAGER, TODAY) is None
    assert open_round_of(hall.city, hall.bureau, TODAY) is None
    close_round(hall.city, MANAGER, number, now=hall.later())
    assert open_round_of(hall.city, hall.officer, TODAY) is None
    with pytest.raises(NotAllowed):
        open_round_of(hall.city, PUBLIC, TODAY)


# --- last confirmed -------------------------------------------------------------------------------


def test_last_confirmed_is_the_last_list_that_still_stands_confirmed(hall: Hall) -> None:
    commerce = hall.agency(COMMERCE)
    assert last_confirmed(hall.city, hall.officer) == {}
    first = hall.open()
    submit(hall.city, hall.officer, first, now=hall.later())
    assert last_confirmed(hall.city, hall.officer) == {}
    confirm(hall.city, hall.approver, first, now=hall.later())
    told = last_confirmed(hall.city, hall.officer)[commerce]
    assert (told.by, told.round_name, told.at) == ("周核定", "第213次主任秘書會報", hall.now)
    seen = hall.city.figures.columns().seq
    hall.small.clerk.list_venue("新店")
    second = hall.open("第214次", NEXT_AS_OF, NEXT_DEADLINE)
    submit(hall.city, hall.officer, second, now=hall.later())
    confirm(hall.city, hall.deputy, second, now=hall.later())
    assert last_confirmed(hall.city, MANAGER)[commerce].by == "吳科長"
    assert last_confirmed(hall.city, MANAGER, seen)[commerce].by == "周核定"
    assert last_confirmed(hall.city, MANAGER, 1) == {}
    send_back(hall.city, hall.approver, second, "更正", now=hall.later())
    assert last_confirmed(hall.city, MANAGER)[commerce].by == "周核定"
    with pytest.raises(NotAllowed):
        last_confirmed(hall.city, PUBLIC)
