"""開啟與結束填報: what managers ask for, and what is refused before any agency sees it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from outreach.rules.vocabulary import Kind
from outreach.services.naming import Unknown
from outreach.services.rounds import close_round, open_round, rounds
from outreach.services.rounds.refusals import (
    DeadlineTooEarly,
    NameTaken,
    NoSuchRound,
    NothingAskedFor,
    RoundUnnamed,
)
from outreach.services.who import NotAllowed
from tests.services.rounds.conftest import AS_OF, DEADLINE, Hall
from tests.support.builders import BEAR_VOUCHER, MANAGER, MYCODE, PUBLIC

EVERYTHING = ((MYCODE, ()), (BEAR_VOUCHER, (Kind.CITY_VENUE,)))


def test_a_round_asks_for_schemes_each_with_its_kinds(hall: Hall) -> None:
    number = hall.open(items=EVERYTHING)
    (told,) = rounds(hall.city, hall.officer)
    assert (told.id, told.name, told.as_of, told.deadline) == (number, "第213次主任秘書會報", AS_OF, DEADLINE)
    assert told.open
    assert {(item.scheme, item.kinds) for item in told.items} == {
        (MYCODE, ()),
        (BEAR_VOUCHER, (Kind.CITY_VENUE,)),
    }


@pytest.mark.parametrize("name", ["", "   ", "名" * 81])
def test_a_round_needs_a_name_that_fits_on_paper(hall: Hall, name: str) -> None:
    with pytest.raises(RoundUnnamed):
        hall.open(name)


def test_the_deadline_is_not_before_the_day_that_is_asked_about(hall: Hall) -> None:
    with pytest.raises(DeadlineTooEarly, match="110年10月13日 早於統計截止日 110年10月14日"):
        hall.open(deadline=AS_OF - timedelta(days=1))
    assert hall.open(deadline=AS_OF)


def test_a_round_asks_for_something_and_for_nothing_twice(hall: Hall) -> None:
    with pytest.raises(NothingAskedFor, match="（未選）"):
        hall.open(items=())
    with pytest.raises(NothingAskedFor):
        hall.open(items=((MYCODE, ()), (MYCODE, (Kind.SHOP,))))
    with pytest.raises(Unknown):
        hall.open(items=(("振興券", ()),))
    assert rounds(hall.city, MANAGER) == ()


def test_a_double_click_opens_one_round_and_another_of_the_same_name_is_refused(hall: Hall) -> None:
    assert hall.open() == hall.open()
    with pytest.raises(NameTaken, match="已由陳管考開啟"):
        hall.open(deadline=date(2021, 10, 22))
    assert len(rounds(hall.city, MANAGER)) == 1


def test_a_round_that_ended_stays_as_it_ended(hall: Hall) -> None:
    number = hall.open()
    first = close_round(hall.city, MANAGER, number, now=hall.later())
    again = close_round(hall.city, MANAGER, number, now=hall.later(days=1))
    assert not first.open
    assert first.closed_at == again.closed_at
    assert hall.open() != number


def test_only_managers_and_administrators_open_and_end_rounds(hall: Hall) -> None:
    number = hall.open()
    for who in (hall.officer, hall.approver, PUBLIC):
        with pytest.raises(NotAllowed):
            open_round(hall.city, who, "別的", AS_OF, DEADLINE, EVERYTHING, now=hall.later())
        with pytest.raises(NotAllowed):
            close_round(hall.city, who, number, now=hall.later())
    with pytest.raises(NotAllowed):
        rounds(hall.city, PUBLIC)
    with pytest.raises(NoSuchRound, match="『7』"):
        close_round(hall.city, MANAGER, 7, now=hall.later())
