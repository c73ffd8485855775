"""送出、撤回、核定、退回: who may do what when, and what every one of them hears who may not."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest

from outreach.rules.rounds import State, Step
from outreach.rules.vocabulary import Facet, Operating, Participation
from outreach.services.reach import OtherAgency
from outreach.services.rounds import close_round, confirm, round_of, send_back, submit, withdraw
from outreach.services.rounds.refusals import (
    AlreadyTaken,
    NoAgency,
    NoSuchRound,
    NothingToCompare,
    NothingToReport,
    NotLookedThrough,
    NotNow,
    RoundClosed,
    SomethingChanged,
    SubmittedAnew,
    WordsMissing,
    WordsTooLong,
)
from outreach.services.who import NotAllowed, Role, Who
from tests.services.rounds.conftest import NEXT_AS_OF, NEXT_DEADLINE, TODAY, Hall
from tests.support.builders import ADMINISTRATOR, MANAGER, PUBLIC


def steps(hall: Hall, number: int) -> list[tuple[Step, str]]:
    return [(step.step, step.by) for step in hall.look(number).steps]


def handed_in(hall: Hall) -> int:
    number = hall.open()
    submit(hall.city, hall.officer, number, now=hall.later())
    return number


def confirmed(hall: Hall) -> int:
    number = handed_in(hall)
    confirm(hall.city, hall.approver, number, now=hall.later())
    return number


# --- the way of a list ------------------------------------------------


def test_an_officer_submits_and_the_approver_confirms(hall: Hall) -> None:
    number = confirmed(hall)
    assert hall.state(number) is State.CONFIRMED
    assert steps(hall, number) == [(Step.SUBMITTED, "李承辦"), (Step.CONFIRMED, "周核定")]


def test_a_list_sent_back_with_words_is_submitted_again_and_confirmed(hall: Hall) -> None:
    number = handed_in(hall)
    send_back(hall.city, hall.approver, number, "請補甜甜圈坊的進度", now=hall.later())
    assert hall.state(number) is State.SENT_BACK
    assert hall.look(number).steps[-1].words == "請補甜甜圈坊的進度"
    submit(hall.city, hall.officer, number, words="已補", now=hall.later())
    confirm(hall.city, hall.approver, number, now=hall.later())
    assert [step for step, _by in steps(hall, number)] == [
        Step.SUBMITTED,
        Step.SENT_BACK,
        Step.SUBMITTED,
        Step.CONFIRMED,
    ]


def test_an_officer_takes_back_what_is_not_confirmed_yet(hall: Hall) -> None:
    number = handed_in(hall)
    withdraw(hall.city, hall.officer, number, now=hall.later())
    assert hall.state(number) is State.NOT_SUBMITTED
    with pytest.raises(NotNow, match="「未填報」，不能核定"):
        confirm(hall.city, hall.approver, number, now=hall.later())


def test_an_approver_may_do_both(hall: Hall) -> None:
    number = hall.open()
    submit(hall.city, hall.approver, number, now=hall.later())
    confirm(hall.city, hall.approver, number, now=hall.later())
    assert hall.state(number) is State.CONFIRMED


def test_a_bureau_and_the_agency_below_it_hand_in_their_own_lists(hall: Hall) -> None:
    number = handed_in(hall)
    own = round_of(hall.city, hall.bureau, number, today=TODAY)
    assert own.state is State.NOT_SUBMITTED
    assert not own.asked
    below = round_of(hall.city, hall.bureau, number, today=TODAY, agency=hall.agency("COM"))
    assert below.state is State.SUBMITTED
    with pytest.raises(OtherAgency, match="『商業處』不是您的機關"):
        withdraw(hall.city, hall.bureau, number, now=hall.later(), agency=hall.agency("COM"))


# --- who may not ------------------------------------------------


def test_an_approver_of_another_agency_neither_confirms_nor_sends_back(hall: Hall) -> None:
    number, other = handed_in(hall), hall.agency("COM")
    with pytest.raises(OtherAgency):
        confirm(hall.city, hall.neighbour, number, now=hall.later(), agency=other)
    with pytest.raises(OtherAgency):
        send_back(hall.city, hall.neighbour, number, "不行", now=hall.later(), agency=other)
    with pytest.raises(OtherAgency):
        submit(hall.city, hall.neighbour, number, now=hall.later(), agency=other)
    with pytest.raises(OtherAgency):
        round_of(hall.city, hall.neighbour, number, today=TODAY, agency=other)
    assert steps(hall, number) == [(Step.SUBMITTED, "李承辦")]


def test_another_agencys_approver_confirms_nothing_but_the_own_list(hall: Hall) -> None:
    number = handed_in(hall)
    with pytest.raises(NotNow, match="『文化局』的填報目前是「未填報」"):
        confirm(hall.city, hall.neighbour, number, now=hall.later())
    assert hall.state(number) is State.SUBMITTED


def test_an_officer_does_not_confirm(hall: Hall) -> None:
    number = handed_in(hall)
    with pytest.raises(NotAllowed, match="核定或退回填報"):
        confirm(hall.city, hall.officer, number, now=hall.later())
    with pytest.raises(NotAllowed):
        send_back(hall.city, hall.officer, number, "退", now=hall.later())


@pytest.mark.parametrize("who", [PUBLIC, MANAGER, ADMINISTRATOR])
def test_managers_administrators_and_the_public_hand_nothing_in(hall: Hall, who: Who) -> None:
    number, agency = hall.open(), hall.agency("COM")
    with pytest.raises(NotAllowed):
        submit(hall.city, who, number, now=hall.later(), agency=agency)
    with pytest.raises(NotAllowed):
        withdraw(hall.city, who, number, now=hall.later(), agency=agency)
    with pytest.raises(NotAllowed):
        confirm(hall.city, who, number, now=hall.later(), agency=agency)
    with pytest.raises(NotAllowed):
        send_back(hall.city, who, number, "退", now=hall.later(), agency=agency)


def test_whoever_looks_through_an_officers_eyes_hands_nothing_in(hall: Hall) -> None:
    number = hall.open()
    looking = Who("王小明", Role.OFFICER, None, hall.agency("COM"), looking=True)
    with pytest.raises(NotAllowed, match="唯讀"):
        submit(hall.city, looking, number, now=hall.later())
    assert hall.look(number, looking).state is State.NOT_SUBMITTED


def test_a_person_without_agency_hears_so(hall: Hall) -> None:
    number = hall.open()
    with pytest.raises(NoAgency, match="送出填報"):
        submit(hall.city, Who("誰", Role.OFFICER), number, now=hall.later())


def test_an_agency_without_a_venue_on_the_lists_has_nothing_to_report(hall: Hall) -> None:
    number = hall.open()
    with pytest.raises(NothingToReport, match="『產業局』"):
        submit(hall.city, hall.bureau, number, now=hall.later())


def test_a_round_that_does_not_exist_is_named(hall: Hall) -> None:
    with pytest.raises(NoSuchRound, match="『99』"):
        submit(hall.city, hall.officer, 99, now=hall.later())


# --- what may not follow ------------------------------------------------


def test_what_was_not_submitted_is_not_confirmed(hall: Hall) -> None:
    number = hall.open()
    with pytest.raises(NotNow, match="「未填報」，不能核定；請先由承辦人送出"):
        confirm(hall.city, hall.approver, number, now=hall.later())
    with pytest.raises(NotNow, match="不能退回"):
        send_back(hall.city, hall.approver, number, "退", now=hall.later())
    with pytest.raises(NotNow, match="不能撤回"):
        withdraw(hall.city, hall.officer, number, now=hall.later())


def test_a_confirmed_list_is_submitted_again_only_after_it_was_sent_back(hall: Hall) -> None:
    number = confirmed(hall)
    with pytest.raises(NotNow, match="「已核定」，不能送出；如需更正，請核定人先退回"):
        submit(hall.city, hall.officer, number, now=hall.later())
    with pytest.raises(NotNow, match="不能撤回"):
        withdraw(hall.city, hall.officer, number, now=hall.later())
    send_back(hall.city, hall.approver, number, "發現重複", now=hall.later())
    submit(hall.city, hall.officer, number, now=hall.later())
    assert hall.state(number) is State.SUBMITTED


def test_nobody_sends_a_list_back_without_a_word(hall: Hall) -> None:
    number = handed_in(hall)
    for blank in ("", "  \n"):
        with pytest.raises(WordsMissing):
            send_back(hall.city, hall.approver, number, blank, now=hall.later())
    with pytest.raises(WordsTooLong, match="501"):
        send_back(hall.city, hall.approver, number, "字" * 501, now=hall.later())
    assert hall.state(number) is State.SUBMITTED


def test_a_closed_round_takes_nothing_more(hall: Hall) -> None:
    number = handed_in(hall)
    close_round(hall.city, MANAGER, number, now=hall.later())
    with pytest.raises(RoundClosed, match="已於110年10月18日結束，不能再核定"):
        confirm(hall.city, hall.approver, number, now=hall.later())
    with pytest.raises(RoundClosed, match="不能再撤回"):
        withdraw(hall.city, hall.officer, number, now=hall.later())
    assert hall.state(number) is State.SUBMITTED


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (datetime(2021, 10, 20, 15, 59, tzinfo=UTC), False),
        (datetime(2021, 10, 20, 16, 0, tzinfo=UTC), True),
    ],
)
def test_after_the_deadline_at_midnight_in_taipei_a_list_is_taken_and_marked_late(
    hall: Hall, moment: datetime, late: bool
) -> None:
    number = hall.open()
    submit(hall.city, hall.officer, number, now=moment)
    assert [step.late for step in hall.look(number).steps] == [late]


# --- twice, and two at once ------------------------------------------------


def test_a_double_click_is_recorded_once(hall: Hall) -> None:
    number = hall.open()
    assert submit(hall.city, hall.officer, number, now=hall.later()).new
    assert not submit(hall.city, hall.officer, number, now=hall.later()).new
    assert confirm(hall.city, hall.approver, number, now=hall.later()).new
    assert not confirm(hall.city, hall.approver, number, now=hall.later()).new
    assert send_back(hall.city, hall.approver, number, "再補", now=hall.later()).new
    assert not send_back(hall.city, hall.approver, number, "再補", now=hall.later()).new
    assert len(steps(hall, number)) == 3


def test_the_second_of_two_approvers_hears_who_was_first(hall: Hall) -> None:
    number = handed_in(hall)
    confirm(hall.city, hall.approver, number, now=hall.later())
    with pytest.raises(AlreadyTaken, match="已由周核定於110年10月18日 10:03核定，不需重複"):
        confirm(hall.city, hall.deputy, number, now=hall.later())
    assert len(steps(hall, number)) == 2


def test_of_two_approvers_at_the_same_moment_one_confirms(hall: Hall) -> None:
    number = handed_in(hall)
    outcomes: list[object] = []
    gate, now = threading.Barrier(2), hall.later()

    def press(who: Who) -> None:
        gate.wait()
        try:
            outcomes.append(confirm(hall.city, who, number, now=now).new)
        except AlreadyTaken as refusal:
            outcomes.append(refusal.values["what"])

    threads = [threading.Thread(target=press, args=(who,)) for who in (hall.approver, hall.deputy)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["True", "核定"]
    assert len(steps(hall, number)) == 2


def test_an_approver_does_not_confirm_what_was_submitted_after_the_look(hall: Hall) -> None:
    number = handed_in(hall)
    looked = hall.look(number, hall.approver).submission
    assert looked is not None
    withdraw(hall.city, hall.officer, number, now=hall.later())
    submit(hall.city, hall.officer, number, now=hall.later())
    with pytest.raises(SubmittedAnew, match="已由李承辦於"):
        confirm(hall.city, hall.approver, number, submission=looked.id, now=hall.later())
    with pytest.raises(SubmittedAnew):
        send_back(hall.city, hall.approver, number, "退", submission=looked.id, now=hall.later())
    assert hall.state(number) is State.SUBMITTED


# --- nothing changed, and what did ------------------------------------------------


def next_round(hall: Hall) -> int:
    return hall.open("第214次主任秘書會報", NEXT_AS_OF, NEXT_DEADLINE)


def test_nothing_changed_is_taken_where_nothing_did(hall: Hall) -> None:
    confirmed(hall)
    number = next_round(hall)
    assert hall.look(number).unchanged
    submit(hall.city, hall.officer, number, nothing_changed=True, now=hall.later())
    assert hall.look(number).steps[-1].nothing_changed


def test_nothing_changed_is_refused_where_something_did(hall: Hall) -> None:
    confirmed(hall)
    hall.small.clerk.say(hall.small.contacted, Facet.PARTICIPATION, Participation.AGREED, TODAY)
    number = next_round(hall)
    with pytest.raises(SomethingChanged, match="有 1 筆異動"):
        submit(hall.city, hall.officer, number, nothing_changed=True, now=hall.later())
    submit(hall.city, hall.officer, number, now=hall.later())


def test_nothing_changed_is_refused_where_a_day_that_passed_changed_it(hall: Hall) -> None:
    hall.small.clerk.say(
        hall.small.joined, Facet.OPERATING, Operating.CLOSED, date(2021, 11, 1), remark="租約到期"
    )
    confirmed(hall)
    number = next_round(hall)
    assert not hall.look(number).changes
    with pytest.raises(SomethingChanged):
        submit(hall.city, hall.officer, number, nothing_changed=True, now=hall.later())


def test_a_neighbours_change_is_none_of_ones_own(hall: Hall) -> None:
    confirmed(hall)
    hall.small.clerk.say(hall.small.untouched, Facet.PARTICIPATION, Participation.JOINED, TODAY)
    number = next_round(hall)
    submit(hall.city, hall.officer, number, nothing_changed=True, now=hall.later())


def test_nothing_changed_means_nothing_where_nothing_was_confirmed(hall: Hall) -> None:
    number = hall.open()
    with pytest.raises(NothingToCompare):
        submit(hall.city, hall.officer, number, nothing_changed=True, now=hall.later())
    submit(hall.city, hall.officer, number, now=hall.later())
    later = next_round(hall)
    with pytest.raises(NothingToCompare):
        submit(hall.city, hall.officer, later, nothing_changed=True, now=hall.later())


def test_a_list_that_changed_after_the_officer_looked_is_looked_through_again(hall: Hall) -> None:
    confirmed(hall)
    hall.small.clerk.say(hall.small.contacted, Facet.PARTICIPATION, Participation.AGREED, TODAY)
    number = next_round(hall)
    seen = hall.look(number).seq
    hall.small.clerk.say(hall.small.singing, Facet.PARTICIPATION, Participation.WITHDRAWN, TODAY)
    with pytest.raises(NotLookedThrough, match="又有 1 筆異動"):
        submit(hall.city, hall.officer, number, seen=seen, now=hall.later())
    submit(hall.city, hall.officer, number, seen=hall.look(number).seq, now=hall.later())
