"""A venue goes to another agency when that one accepts, from the day agreed on, and not before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from outreach.figures.positions import Dimension
from outreach.rules.vocabulary import Facet
from outreach.services.check import check
from outreach.services.coverage import coverage
from outreach.services.naming import Unknown
from outreach.services.reach import OutOfReach
from outreach.services.transfer_refusals import (
    BeforeLastMove,
    MovedMeanwhile,
    NoSuchTransfer,
    OfferedAlready,
    SameAgency,
    TransferDecided,
    WordsMissing,
)
from outreach.services.transfers import (
    accept,
    offer,
    open_transfers,
    refuse,
    transfer_at_once,
    transfers_of,
    withdraw,
)
from outreach.services.undo import undo
from outreach.services.venues import venue_history
from outreach.services.who import NotAllowed, Role, Who
from tests.support.builders import (
    ADMINISTRATOR,
    COMMERCE,
    CULTURE,
    FIRST_DAY,
    INDUSTRY,
    MANAGER,
    MYCODE,
    PUBLIC,
    SmallCity,
)

TODAY, MOVES = date(2021, 10, 10), date(2021, 10, 20)


@dataclass(frozen=True)
class Two:
    """The small city, an officer of 商業處 and an approver of 文化局."""

    small: SmallCity
    giver: Who
    receiver: Who

    def offer(self, venue: int | None = None, day: date = MOVES, reason: str = "業務移撥") -> int:
        small = self.small
        return offer(
            small.city,
            self.giver,
            venue or small.joined,
            CULTURE,
            day,
            reason,
            now=small.clerk.tick(),
            today=TODAY,
        )

    def accept(self, number: int, who: Who | None = None, today: date = TODAY) -> int:
        now = self.small.clerk.tick()
        return accept(self.small.city, who or self.receiver, number, now=now, today=today)

    def listed(self, day: date) -> dict[str, int]:
        """Venues on the list by agency."""
        table = coverage(self.small.city, ADMINISTRATOR, MYCODE, day, by=Dimension.AGENCY)
        return {row.key: row.tally.population for row in table.rows}

    def state(self) -> list[str]:
        told = transfers_of(self.small.city, ADMINISTRATOR, self.small.joined, today=TODAY)
        return [each.row.state for each in told]


@pytest.fixture
def two(small: SmallCity) -> Two:
    ids = {a.code: a.id for a in small.city.reference().agencies.values()}
    return Two(
        small,
        Who("李承辦", Role.OFFICER, None, ids[COMMERCE]),
        Who("文核定", Role.APPROVER, None, ids[CULTURE]),
    )


# ---- the way it goes


def test_an_offer_moves_nothing_and_is_no_fact(two: Two) -> None:
    seq = two.small.city.figures.columns().seq
    two.offer()
    assert two.small.city.figures.columns().seq == seq
    assert two.listed(MOVES) == {COMMERCE: 3, CULTURE: 1}


def test_an_accepted_venue_counts_at_the_receiver_from_the_agreed_day_on(two: Two) -> None:
    two.accept(two.offer())
    assert two.listed(date(2021, 10, 19)) == {COMMERCE: 3, CULTURE: 1}
    assert two.listed(MOVES) == {COMMERCE: 2, CULTURE: 2}
    assert check(two.small.city, ADMINISTRATOR) == []


def test_the_history_tells_who_accepted_from_when_and_why(two: Two) -> None:
    change = two.accept(two.offer(reason="權責調整"))
    line = venue_history(two.small.city, ADMINISTRATOR, two.small.joined, today=TODAY).lines[0]
    assert (line.fact.facet, line.fact.change_id, line.fact.kind) == (Facet.AGENCY, change, "transfer")
    assert (line.value, line.fact.effective_on, line.fact.remark) == ("文化局", MOVES, "權責調整")
    assert line.fact.actor == "文核定"


def test_a_refused_offer_keeps_its_words_and_moves_nothing(two: Two) -> None:
    number = two.offer()
    refuse(two.small.city, two.receiver, number, "非本局轄管", now=two.small.clerk.tick(), today=TODAY)
    (told,) = transfers_of(two.small.city, two.giver, two.small.joined, today=TODAY)
    assert (told.row.state, told.row.words, told.row.decided_by) == ("refused", "非本局轄管", "文核定")
    assert two.listed(MOVES)[COMMERCE] == 3


def test_after_a_refusal_or_withdrawal_it_can_be_offered_again(two: Two) -> None:
    now = two.small.clerk.tick()
    refuse(two.small.city, two.receiver, two.offer(), "資料不全", now=now, today=TODAY)
    withdraw(two.small.city, two.giver, two.offer(), now=now, today=TODAY)
    two.accept(two.offer())
    assert two.state() == ["accepted", "withdrawn", "refused"]


def test_an_undone_transfer_gives_the_venue_back_and_it_can_be_offered_again(two: Two) -> None:
    change = two.accept(two.offer())
    undo(two.small.city, ADMINISTRATOR, change, now=two.small.clerk.tick())
    assert two.listed(MOVES) == {COMMERCE: 3, CULTURE: 1}
    two.accept(two.offer())
    assert two.listed(MOVES) == {COMMERCE: 2, CULTURE: 2}


def test_an_administrator_transfers_at_once_or_accepts_for_anybody(two: Two) -> None:
    two.accept(two.offer(), ADMINISTRATOR)
    transfer_at_once(
        two.small.city,
        ADMINISTRATOR,
        two.small.contacted,
        CULTURE,
        MOVES,
        "整併",
        now=two.small.clerk.tick(),
        today=TODAY,
    )
    assert two.listed(MOVES) == {COMMERCE: 1, CULTURE: 3}


def test_nobodys_venue_is_an_administrators_to_hand_on(two: Two) -> None:
    stray = two.small.clerk.describe("無主店")[0]
    now = two.small.clerk.tick()
    with pytest.raises(OutOfReach):
        two.offer(stray)
    transfer_at_once(two.small.city, ADMINISTRATOR, stray, CULTURE, MOVES, "認領", now=now, today=TODAY)
    (told,) = transfers_of(two.small.city, ADMINISTRATOR, stray, today=TODAY)
    assert (told.giver, told.receiver, told.row.state) == ("（未填）", "文化局", "accepted")


def test_each_side_sees_the_open_offers_that_concern_it_and_what_it_may_do(two: Two) -> None:
    number = two.offer()
    city = two.small.city
    (giving,) = open_transfers(city, two.giver, today=TODAY)
    (taking,) = open_transfers(city, two.receiver, today=TODAY)
    assert (giving.row.id, giving.may_answer, giving.may_withdraw) == (number, False, True)
    assert (taking.giver, taking.may_answer, taking.may_withdraw) == ("商業處", True, False)
    third = Who("產承辦", Role.OFFICER, None, two.small.clerk.value(Facet.AGENCY, INDUSTRY))
    assert open_transfers(city, third, today=TODAY) == ()
    two.accept(number)
    assert open_transfers(city, two.giver, today=TODAY) == ()


# ---- what is refused


def test_only_the_agency_that_has_a_venue_offers_it(two: Two) -> None:
    for venue in (two.small.untouched, 10_000, 10**30):
        with pytest.raises(OutOfReach):
            two.offer(venue)
    for who in (MANAGER, PUBLIC):
        with pytest.raises(NotAllowed):
            offer(
                two.small.city,
                who,
                two.small.joined,
                CULTURE,
                MOVES,
                "移撥",
                now=two.small.clerk.tick(),
                today=TODAY,
            )


def test_a_venue_is_not_offered_to_the_agency_that_has_it_nor_to_none(two: Two) -> None:
    for agency, refusal in ((COMMERCE, SameAgency), ("沒有這個局", Unknown)):
        with pytest.raises(refusal):
            offer(
                two.small.city,
                two.giver,
                two.small.joined,
                agency,
                MOVES,
                "移撥",
                now=two.small.clerk.tick(),
                today=TODAY,
            )


def test_a_venue_that_is_offered_is_not_offered_twice(two: Two) -> None:
    first = two.offer()
    with pytest.raises(OfferedAlready, match=f"移轉 {first}"):
        two.offer()


@pytest.mark.parametrize("reason", ["", "  ", "長" * 201])
def test_an_offer_and_its_refusal_need_words(two: Two, reason: str) -> None:
    with pytest.raises(WordsMissing):
        two.offer(reason=reason)
    number = two.offer()
    with pytest.raises(WordsMissing):
        refuse(two.small.city, two.receiver, number, reason, now=two.small.clerk.tick(), today=TODAY)
    assert two.state() == ["asked"]


@pytest.mark.parametrize(("day", "refused"), [(29, True), (30, True), (1, False), (2, False)])
def test_a_venue_is_not_given_from_a_day_before_it_was_had(two: Two, day: int, refused: bool) -> None:
    on = date(2021, 9 if day > 20 else 10, day)
    assert (on < FIRST_DAY) is refused
    if refused:
        with pytest.raises(BeforeLastMove):
            two.offer(day=on)
    else:
        two.accept(two.offer(day=on))
        assert two.listed(on)[CULTURE] == 2


def test_a_move_that_is_announced_is_not_overtaken(two: Two) -> None:
    two.accept(two.offer())
    with pytest.raises(BeforeLastMove):
        two.offer(day=date(2021, 10, 15))


@pytest.mark.parametrize("act", [accept, withdraw])
def test_an_offer_is_dealt_with_once(two: Two, act: Callable[..., object]) -> None:
    number = two.offer()
    two.accept(number)
    with pytest.raises(TransferDecided, match="文核定"):
        act(two.small.city, ADMINISTRATOR, number, now=two.small.clerk.tick(), today=TODAY)
    assert two.listed(MOVES)[CULTURE] == 2


def test_a_venue_that_went_elsewhere_meanwhile_stays_there(two: Two) -> None:
    number = two.offer()
    two.small.clerk.say(two.small.joined, Facet.AGENCY, INDUSTRY, date(2021, 10, 5))
    with pytest.raises(MovedMeanwhile, match="產業局"):
        two.accept(number)
    assert two.listed(MOVES) == {COMMERCE: 2, INDUSTRY: 1, CULTURE: 1}


def test_neither_the_giver_nor_a_third_agency_answers_and_only_the_giver_withdraws(two: Two) -> None:
    number = two.offer()
    third = Who("產承辦", Role.OFFICER, None, two.small.clerk.value(Facet.AGENCY, INDUSTRY))
    now = two.small.clerk.tick()
    for who in (two.giver, third):
        with pytest.raises(NoSuchTransfer):
            two.accept(number, who)
        with pytest.raises(NoSuchTransfer):
            refuse(two.small.city, who, number, "不收", now=now, today=TODAY)
    for who in (two.receiver, third):
        with pytest.raises(NoSuchTransfer):
            withdraw(two.small.city, who, number, now=now, today=TODAY)
    assert two.state() == ["asked"]


@pytest.mark.parametrize("number", [0, -1, 99, 10**30])
def test_an_offer_that_never_was_is_refused(two: Two, number: int) -> None:
    with pytest.raises(NoSuchTransfer):
        two.accept(number)


def test_a_telephone_number_in_the_reason_is_hidden(two: Two) -> None:
    two.offer(reason="洽黃小姐 0912345678")
    (told,) = open_transfers(two.small.city, two.receiver, today=TODAY)
    assert told.row.reason == "洽黃小姐 〔已遮蔽〕"
