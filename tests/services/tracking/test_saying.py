"""Opening, reporting, deciding and taking back: who may, and what is refused with which sentence."""

from __future__ import annotations

import pytest

from outreach.rules.tracking import Decision
from outreach.rules.vocabulary import Kind
from outreach.services.meetings.refusals import NoSuchMeeting
from outreach.services.naming import Unknown
from outreach.services.reach import OtherAgency
from outreach.services.tracking import (
    Deciding,
    Progress,
    decide,
    item_history,
    may_report,
    open_item,
    report,
    tracked,
    tracked_items,
    withdraw_item,
)
from outreach.services.tracking.refusals import (
    AgencyTwice,
    AlreadyDiscussed,
    DecisionDoesNotFit,
    LeadMissing,
    MeetingYetToCome,
    NotOfTheItem,
    NotYetTracked,
    NumberTaken,
    RateNotNamed,
    SequenceOutOfRange,
    TimesOutOfRange,
    WordsDoNotFit,
)
from outreach.services.who import NotAllowed, Role, Who
from tests.services.tracking.conftest import CONCLUSION, Board
from tests.support.builders import COMMERCE, CULTURE, INDUSTRY, MANAGER, OFFICER, of_agency

KEPT, RELEASED, AGAIN = Decision


def test_the_next_number_is_the_meetings_own_and_the_same_item_twice_is_one(board: Board) -> None:
    assert board.track(205, sequence=2) == "205-2"
    assert board.track(212) == "212-1"
    assert board.track(212) == "212-1"
    assert board.track(212, conclusion="另一結論。") == "212-2"
    assert board.track(205, conclusion="又一結論。") == "205-3"
    numbers = [str(one.number) for one in tracked_items(board.small.city, MANAGER)]
    assert numbers == ["205-2", "205-3", "212-1", "212-2"]


def test_an_item_that_cannot_be_is_refused_with_what_was_read(board: Board) -> None:
    board.track(212, sequence=1)
    with pytest.raises(NumberTaken, match=r"212-1 已由陳管考建立.*例如 212-2"):
        board.track(212, sequence=1)
    with pytest.raises(MeetingYetToCome, match="讀到 215，最近一次會議是第214次"):
        board.track(215)
    with pytest.raises(SequenceOutOfRange, match="項次讀到 0"):
        board.track(sequence=0)
    with pytest.raises(TimesOutOfRange, match="讀到 -1"):
        board.track(times_before=-1)
    with pytest.raises(LeadMissing, match="主辦讀到「（未選）」"):
        board.track(lead=())
    with pytest.raises(AgencyTwice, match="『產業局』重複"):
        board.track(assisting=("產業局",))
    with pytest.raises(RateNotNamed, match="「轄管場館」但未選方案"):
        board.track(scheme="", kinds=(Kind.CITY_VENUE,))
    with pytest.raises(WordsDoNotFit, match="『會議結論事項』讀到 0 個字"):
        board.track(conclusion=" \n ")
    with pytest.raises(Unknown, match="查無機關『法務局』"):
        board.track(lead=("法務局",))
    assert len(tracked_items(board.small.city, MANAGER)) == 1


def test_an_item_opened_by_mistake_is_taken_back_while_nobody_said_anything_of_it(board: Board) -> None:
    mistaken, discussed, decided = (board.track(conclusion=text) for text in ("一。", "二。", "三。"))
    board.report(213, discussed, "已電洽")
    board.decide(213, decided, KEPT)
    withdraw_item(board.small.city, MANAGER, mistaken)
    with pytest.raises(AlreadyDiscussed, match="212-2 已有辦理情形，不能撤回"):
        withdraw_item(board.small.city, MANAGER, discussed)
    with pytest.raises(AlreadyDiscussed, match="212-3 已有會議結論，不能撤回"):
        withdraw_item(board.small.city, MANAGER, decided)
    assert [str(one.number) for one in tracked_items(board.small.city, MANAGER)] == [discussed, decided]


def test_an_approver_reports_for_its_own_agency_and_decides_nothing(board: Board) -> None:
    item = board.track(lead=(INDUSTRY,), assisting=(CULTURE,))
    city, now = board.small.city, board.small.clerk.tick()
    approver = of_agency(board.small, Role.APPROVER, CULTURE)
    assert board.report(213, item, "已完成", agency=CULTURE, who=approver) == 1
    assert board.line(213, item, "文化局").said_by == approver.name
    assert may_report(approver, approver.agency or 0)
    with pytest.raises(OtherAgency, match="產業局"):
        report(city, approver, 213, [Progress(item, INDUSTRY, "代填")], now=now)
    both = [Progress(item, CULTURE, "又一筆"), Progress(item, INDUSTRY, "代填")]
    with pytest.raises(OtherAgency):
        report(city, approver, 213, both, now=now)
    assert board.line(213, item, "文化局").progress == "已完成"
    for who in (approver, OFFICER):
        with pytest.raises(NotAllowed):
            decide(city, who, 213, [Deciding(item, CULTURE, KEPT)], now=now)
        with pytest.raises(NotAllowed):
            open_item(city, who, 212, CONCLUSION, [CULTURE], now=now)
        with pytest.raises(NotAllowed):
            withdraw_item(city, who, item)
    with pytest.raises(NotAllowed):
        tracked(city, OFFICER, 213)
    looking = Who("王系統", Role.APPROVER, None, approver.agency, looking=True)
    with pytest.raises(NotAllowed, match="唯讀"):
        report(city, looking, 213, [Progress(item, CULTURE, "又一筆")], now=now)
    assert not may_report(looking, looking.agency or 0)


def test_a_decision_follows_from_what_was_decided_before(board: Board) -> None:
    item = board.track()
    with pytest.raises(DecisionDoesNotFit, match=r"212-1（產業局）先前仍在列管，不能決定「重新列管」"):
        board.decide(213, item, AGAIN)
    board.decide(213, item, RELEASED)
    with pytest.raises(DecisionDoesNotFit, match=r"先前已解除列管，不能決定「賡續列管」；請改為「重新列管」"):
        board.decide(214, item, KEPT)
    assert board.decide(214, item, AGAIN, "補登後仍有 1 家未完成") == 1


def test_many_are_decided_at_once_or_none(board: Board) -> None:
    items = [board.track(conclusion=f"第{n}項。") for n in range(1, 14)]
    city, now = board.small.city, board.small.clerk.tick()
    wrong = [*(Deciding(item, INDUSTRY, KEPT) for item in items), Deciding("212-1", CULTURE, KEPT)]
    with pytest.raises(NotOfTheItem, match=r"『文化局』不是列管編號 212-1 .*例如 產業局"):
        decide(city, MANAGER, 213, wrong, now=now)
    assert all(one.decision is None for one in tracked(city, MANAGER, 213))
    assert decide(city, MANAGER, 213, wrong[:-1], now=now) == 13
    assert decide(city, MANAGER, 213, wrong[:-1], now=now) == 0


def test_a_meeting_hears_only_of_items_before_it_and_only_if_it_is_known(board: Board) -> None:
    item = board.track(213)
    with pytest.raises(NotYetTracked, match="213-1 是第213次會議的結論，第213次會議還不會討論"):
        board.decide(213, item, KEPT)
    with pytest.raises(NotYetTracked):
        board.report(212, item, "已電洽")
    with pytest.raises(NoSuchMeeting):
        board.report(215, item, "已電洽")
    with pytest.raises(WordsDoNotFit, match="『辦理情形』讀到 0 個字"):
        board.report(214, item, " ")
    with pytest.raises(WordsDoNotFit, match="『會議結論』讀到 501 個字"):
        board.decide(214, item, KEPT, "長" * 501)


def test_telephone_numbers_of_persons_are_hidden_in_what_a_paper_prints(board: Board) -> None:
    item = board.track(conclusion="請洽王先生 0912-345-678。")
    board.report(213, item, "已電洽 02-2720-8889 轉 12\n請 續辦")
    board.decide(213, item, KEPT, "洽 0912345678")
    line = board.line(213, item)
    told = "".join((line.item.conclusion, line.progress, line.words))
    assert "0912" not in told
    assert "2720" not in told
    assert line.progress.endswith("\n請 續辦")
    assert len(item_history(board.small.city, MANAGER, item).decisions) == 1


def test_agencies_are_found_by_code_or_name(board: Board) -> None:
    item = board.track(lead=("臺北市商業處",))
    assert board.report(213, item, "已電洽", agency="商業處") == 1
    assert board.decide(213, item, KEPT, agency=COMMERCE) == 1
