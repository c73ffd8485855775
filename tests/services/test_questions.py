"""A manager asks about an excluded venue, its agency answers, the manager closes; all of it is kept."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.rules.vocabulary import Facet, Operating
from outreach.services.questions import (
    NoSuchQuestion,
    NotExcluded,
    QuestionClosed,
    QuestionWordsMissing,
    answer,
    ask,
    close,
    exchanges,
    open_questions,
)
from outreach.services.reach import OutOfReach
from outreach.services.who import NotAllowed, Role, Who
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    COMMERCE,
    CULTURE,
    MANAGER,
    MYCODE,
    PUBLIC,
    SmallCity,
)

TODAY = date(2021, 10, 25)


@pytest.fixture
def li(small: SmallCity) -> Who:
    small.clerk.say(small.contacted, Facet.OPERATING, Operating.SUSPENDED, remark="整修")
    return Who("李承辦", Role.OFFICER, None, small.clerk.value(Facet.AGENCY, COMMERCE))


@pytest.fixture
def lin(small: SmallCity) -> Who:
    return Who("林承辦", Role.OFFICER, None, small.clerk.value(Facet.AGENCY, CULTURE))


def put(small: SmallCity, who: Who = MANAGER, words: str = "何時復業？", venue: int | None = None) -> int:
    now = small.clerk.tick()
    return ask(small.city, who, venue or small.contacted, MYCODE, words, now=now, today=TODAY)


def reply(small: SmallCity, who: Who, number: int, words: str = "預定11月") -> int:
    return answer(small.city, who, number, words, now=small.clerk.tick(), today=TODAY)


def test_question_and_answers_are_kept_in_order_with_who(small: SmallCity, li: Who) -> None:
    number = put(small)
    reply(small, li, number)
    reply(small, li, number, "改為12月，洽 0912345678")
    (found,) = exchanges(small.city, li, small.contacted, today=TODAY)
    assert (found.question.words, found.question.by, found.is_open) == ("何時復業？", "陳管考", True)
    assert [(a.words, a.by) for a in found.answers] == [
        ("預定11月", "李承辦"),
        ("改為12月，洽 〔已遮蔽〕", "李承辦"),
    ]


def test_an_open_question_waits_until_it_is_closed(small: SmallCity, li: Who, lin: Who) -> None:
    number = put(small)
    assert [(q.venue, q.answered) for q in open_questions(small.city, li, today=TODAY)] == [
        ("甜甜圈坊", False)
    ]
    assert open_questions(small.city, lin, today=TODAY) == ()
    reply(small, li, number)
    assert [q.answered for q in open_questions(small.city, MANAGER, today=TODAY)] == [True]
    close(small.city, MANAGER, number, now=small.clerk.tick())
    assert open_questions(small.city, li, today=TODAY) == ()
    (found,) = exchanges(small.city, MANAGER, small.contacted, today=TODAY)
    assert (found.is_open, found.question.closed_by) == (False, "陳管考")


def test_a_closed_question_takes_no_more(small: SmallCity, li: Who) -> None:
    number = put(small)
    close(small.city, MANAGER, number, now=small.clerk.tick())
    with pytest.raises(QuestionClosed, match="陳管考"):
        reply(small, li, number)
    with pytest.raises(QuestionClosed):
        close(small.city, ADMINISTRATOR, number, now=small.clerk.tick())


def test_only_what_is_not_counted_is_asked_about(small: SmallCity, li: Who) -> None:
    for venue in (small.joined, small.untouched):
        with pytest.raises(NotExcluded):
            put(small, venue=venue)
    with pytest.raises(NotExcluded):
        ask(small.city, MANAGER, small.contacted, BEAR_VOUCHER, "？", now=small.clerk.tick(), today=TODAY)
    for venue in (9_999, 10**30):
        with pytest.raises(OutOfReach):
            put(small, venue=venue)


@pytest.mark.parametrize("words", ["", "  ", "長" * 501])
def test_questions_and_answers_have_words(small: SmallCity, li: Who, words: str) -> None:
    with pytest.raises(QuestionWordsMissing):
        put(small, words=words)
    number = put(small)
    with pytest.raises(QuestionWordsMissing):
        reply(small, li, number, words)


def test_who_may_ask_answer_and_close(small: SmallCity, li: Who, lin: Who) -> None:
    for who in (li, PUBLIC):
        with pytest.raises(NotAllowed):
            put(small, who)
    number = put(small)
    for who in (MANAGER, PUBLIC):
        with pytest.raises(NotAllowed):
            reply(small, who, number)
    with pytest.raises(NoSuchQuestion):
        reply(small, lin, number)
    with pytest.raises(NotAllowed):
        close(small.city, li, number, now=small.clerk.tick())
    with pytest.raises(OutOfReach):
        exchanges(small.city, lin, small.contacted, today=TODAY)


def test_an_answer_is_no_question(small: SmallCity, li: Who) -> None:
    told = reply(small, li, put(small))
    for number in (told, 0, -1, 999, 10**30):
        with pytest.raises(NoSuchQuestion):
            reply(small, li, number)
        with pytest.raises(NoSuchQuestion):
            close(small.city, MANAGER, number, now=small.clerk.tick())
