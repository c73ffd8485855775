"""Asking agencies about many excluded venues at once, and reading what they answered."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.rules.vocabulary import Facet, Operating
from outreach.services.exclusions import ask_all, talks
from outreach.services.questions import (
    NotExcluded,
    QuestionWordsMissing,
    answer,
    close,
    exchanges,
    open_questions,
)
from outreach.services.who import NotAllowed, Role
from tests.support.builders import COMMERCE, CULTURE, MANAGER, MYCODE, SmallCity, of_agency

DAY = date(2021, 11, 20)
WORDS = "逾期未覆核，請說明何時復業。"


@pytest.fixture
def three(small: SmallCity) -> SmallCity:
    """Three venues that are closed for a time, two of them 商業處's."""
    for venue in (small.joined, small.contacted, small.untouched):
        small.clerk.say(venue, Facet.OPERATING, Operating.SUSPENDED, remark="整修")
    return small


def test_all_are_asked_with_the_same_words_and_nobody_twice(three: SmallCity) -> None:
    city, now = three.city, three.clerk.tick()
    done = ask_all(city, MANAGER, [three.joined], MYCODE, WORDS, now=now, today=DAY)
    assert (done.asked, done.already) == (1, 0)
    both = [three.joined, three.contacted]
    done = ask_all(city, MANAGER, both, MYCODE, WORDS, now=now, today=DAY)
    assert (done.asked, done.already) == (1, 1)
    li = of_agency(three, Role.OFFICER, COMMERCE)
    assert [(q.venue_id, q.words) for q in open_questions(city, li, today=DAY)] == [
        (three.joined, WORDS),
        (three.contacted, WORDS),
    ]
    assert open_questions(city, of_agency(three, Role.OFFICER, CULTURE), today=DAY) == ()


def test_answers_stand_under_their_question_and_stay_when_it_is_closed(three: SmallCity) -> None:
    city, clerk = three.city, three.clerk
    ask_all(city, MANAGER, [three.joined, three.contacted], MYCODE, WORDS, now=clerk.tick(), today=DAY)
    first = talks(city, MANAGER, today=DAY)[0]
    assert (first.agency, first.scheme, first.answers) == ("商業處", "台北通 myCode+", ())
    li = of_agency(three, Role.OFFICER, COMMERCE)
    answer(city, li, first.question.id, "十二月復業", now=clerk.tick(), today=DAY)
    told = {t.question.venue: [a.words for a in t.answers] for t in talks(city, MANAGER, today=DAY)}
    assert told == {"甜圈坊": ["十二月復業"], "甜甜圈坊": []}
    close(city, MANAGER, first.question.id, now=clerk.tick())
    assert [t.question.venue for t in talks(city, MANAGER, today=DAY)] == ["甜甜圈坊"]
    (done,) = talks(city, MANAGER, closed=True, today=DAY)
    assert (done.question.closed_by, [a.words for a in done.answers]) == ("陳管考", ["十二月復業"])
    assert len(exchanges(city, MANAGER, three.joined, today=DAY)[0].answers) == 1
    assert talks(city, of_agency(three, Role.APPROVER, CULTURE), closed=True, today=DAY) == ()


def test_one_venue_that_counts_or_words_that_are_missing_leave_nobody_asked(three: SmallCity) -> None:
    city, now = three.city, three.clerk.tick()
    with pytest.raises(NotExcluded):
        ask_all(city, MANAGER, [three.joined, three.singing], MYCODE, WORDS, now=now, today=DAY)
    with pytest.raises(NotExcluded):
        ask_all(city, MANAGER, [three.joined, 999], MYCODE, WORDS, now=now, today=DAY)
    with pytest.raises(QuestionWordsMissing):
        ask_all(city, MANAGER, [three.joined], MYCODE, " ", now=now, today=DAY)
    for role in (Role.OFFICER, Role.APPROVER):
        who = of_agency(three, role, COMMERCE)
        with pytest.raises(NotAllowed):
            ask_all(city, who, [three.joined], MYCODE, WORDS, now=now, today=DAY)
    assert talks(city, MANAGER, today=DAY) == ()
