"""稽催: a manager reminds who has not reported, and the agency reads it."""

from __future__ import annotations

import pytest

from outreach.services.rounds import close_round, remind, reminded, submit
from outreach.services.rounds.refusals import NothingToRemind, ReminderTooLong, RoundClosed
from outreach.services.who import NotAllowed
from tests.services.rounds.conftest import Hall
from tests.support.builders import COMMERCE, CULTURE, MANAGER


def told(hall: Hall, number: int) -> dict[str, tuple[int, str]]:
    names = {a.id: a.code for a in hall.city.reference().agencies.values()}
    return {
        names[agency]: (one.times, one.latest.words)
        for agency, one in reminded(hall.city, MANAGER, number).items()
    }


def test_all_who_have_not_reported_are_reminded_and_who_has_is_left_out(hall: Hall) -> None:
    number = hall.open()
    submit(hall.city, hall.officer, number, now=hall.later())
    assert remind(hall.city, MANAGER, number, words="請儘速送出", now=hall.later()) == ("文化局",)
    assert told(hall, number) == {CULTURE: (1, "請儘速送出")}


def test_one_agency_alone_is_reminded_again_and_the_latest_words_hold(hall: Hall) -> None:
    number = hall.open()
    remind(hall.city, MANAGER, number, [COMMERCE], "第一次", now=hall.later())
    remind(hall.city, MANAGER, number, ["商業處"], "第二次，請電 0912345678", now=hall.later())
    times, words = told(hall, number)[COMMERCE]
    assert times == 2
    assert words.startswith("第二次")
    assert "0912345678" not in words


def test_a_double_click_reminds_once_and_the_same_words_later_remind_again(hall: Hall) -> None:
    number = hall.open()
    first = remind(hall.city, MANAGER, number, words="請儘速送出", now=hall.later())
    assert remind(hall.city, MANAGER, number, words="請儘速送出", now=hall.later(seconds=1)) == first
    assert {times for times, _words in told(hall, number).values()} == {1}
    remind(hall.city, MANAGER, number, words="請儘速送出", now=hall.later(hours=1))
    assert {times for times, _words in told(hall, number).values()} == {2}


def test_an_agency_reads_its_own_reminders_and_no_others(hall: Hall) -> None:
    number = hall.open()
    remind(hall.city, MANAGER, number, now=hall.later())
    assert set(reminded(hall.city, hall.officer, number)) == {hall.officer.agency}


def test_when_all_have_reported_or_the_round_is_over_nobody_is_reminded(hall: Hall) -> None:
    number = hall.open()
    submit(hall.city, hall.officer, number, now=hall.later())
    with pytest.raises(NothingToRemind, match="都已送出或核定"):
        remind(hall.city, MANAGER, number, [COMMERCE], now=hall.later())
    close_round(hall.city, MANAGER, number, now=hall.later())
    with pytest.raises(RoundClosed, match="不能再稽催"):
        remind(hall.city, MANAGER, number, now=hall.later())


def test_a_reminder_is_short_and_a_managers_alone(hall: Hall) -> None:
    number = hall.open()
    with pytest.raises(ReminderTooLong, match="301 個字，最多 300"):
        remind(hall.city, MANAGER, number, words="長" * 301, now=hall.later())
    with pytest.raises(NotAllowed):
        remind(hall.city, hall.approver, number, now=hall.later())
