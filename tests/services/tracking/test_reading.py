"""What a meeting reads: figures of the bureau with its subordinates, proposals, and what is carried over."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.rules.tracking import Decision, Part, Proposal
from outreach.rules.vocabulary import Facet, Kind, Participation
from outreach.services.meetings import freeze
from outreach.services.meetings.refusals import NoSuchEdition, NoSuchMeeting
from outreach.services.tracking import conclusions, item_history, tracked, tracked_items
from outreach.services.tracking.refusals import NoSuchTrackedItem, NotAnItemNumber
from tests.services.tracking.conftest import CONCLUSION, Board
from tests.support.builders import COMMERCE, CULTURE, INDUSTRY, MANAGER

KEPT, RELEASED, AGAIN = Decision
DUE = date(2021, 11, 30)


def test_a_line_says_all_that_the_paper_prints(board: Board) -> None:
    item = board.track(lead=(INDUSTRY,), assisting=(CULTURE, COMMERCE), times_before=2)
    board.report(213, item, "已函請各店家張貼", DUE)
    board.decide(213, item, KEPT, "請於年底前完成")
    lines = tracked(board.small.city, MANAGER, 213)
    assert [(one.name, one.part) for one in lines] == [
        ("產業局", Part.LEAD),
        ("商業處", Part.ASSISTING),
        ("文化局", Part.ASSISTING),
    ]
    first = lines[0]
    assert (str(first.item.number), first.item.conclusion, first.item.scheme) == (
        "212-1",
        CONCLUSION,
        "mycode",
    )
    assert (first.progress, first.due_on, first.carried_from) == ("已函請各店家張貼", DUE, None)
    assert (first.times, first.decision, first.words) == (2, KEPT, "請於年底前完成")
    assert (lines[1].progress, lines[1].due_on, lines[1].said_for, lines[1].decision) == (
        "",
        None,
        None,
        None,
    )
    assert conclusions(lines) == ("列管編號212-1（產業局）賡續列管。",)


def test_the_figure_behind_a_proposal_is_that_of_the_agency_with_its_subordinates(board: Board) -> None:
    item = board.track(lead=(INDUSTRY,), assisting=(COMMERCE, CULTURE))
    figures = {name: one.tally for (_item, name), one in board.lines(213).items()}
    assert {name: (t.completed, t.eligible) for name, t in figures.items() if t} == {
        "產業局": (2, 3),
        "商業處": (2, 3),
        "文化局": (0, 1),
    }
    assert board.line(213, item).as_of == date(2021, 10, 14)
    assert board.line(214, item).as_of == date(2021, 10, 25)


def test_release_is_proposed_on_the_day_the_last_venue_joined_and_not_the_day_before(board: Board) -> None:
    item = board.track()
    assert board.line(213, item).proposal is Proposal.KEEP
    board.small.clerk.say(
        board.small.contacted, Facet.PARTICIPATION, Participation.JOINED, date(2021, 10, 15)
    )
    assert board.line(213, item).proposal is Proposal.KEEP
    assert board.line(214, item).proposal is Proposal.RELEASE


def test_a_proposal_is_that_of_the_edition_and_without_one_that_of_now(board: Board) -> None:
    item = board.track()
    board.small.clerk.say(board.small.contacted, Facet.PARTICIPATION, Participation.JOINED)
    assert board.lines(213, edition=1)[item, "產業局"].proposal is Proposal.KEEP
    assert board.line(213, item).proposal is Proposal.RELEASE
    freeze(board.small.city, MANAGER, 213, "補登", now=board.small.clerk.tick())
    assert board.lines(213, edition=2)[item, "產業局"].proposal is Proposal.RELEASE
    assert board.lines(213, edition=1)[item, "產業局"].proposal is Proposal.KEEP


def test_an_item_about_no_rate_and_one_without_a_denominator(board: Board) -> None:
    other = board.track(scheme="", conclusion="請研議電子領據系統。")
    empty = board.track(kinds=(Kind.CITY_VENUE,), conclusion="轄管場館。")
    assert (board.line(213, other).tally, board.line(213, other).proposal) == (None, None)
    nothing = board.line(213, empty)
    assert nothing.tally is not None
    assert nothing.tally.eligible == 0
    assert nothing.proposal is Proposal.KEEP


def test_progress_and_due_day_are_carried_over_until_somebody_says_otherwise(board: Board) -> None:
    item = board.track()
    assert board.report(213, item, "已函請張貼", DUE) == 1
    carried = board.line(214, item)
    assert (carried.progress, carried.due_on, carried.carried_from) == ("已函請張貼", DUE, 213)
    assert board.report(214, item, " 已函請張貼 ", DUE) == 0
    assert board.report(214, item, "已全數完成", None) == 1
    anew = board.line(214, item)
    assert (anew.progress, anew.due_on, anew.carried_from) == ("已全數完成", None, None)
    assert board.line(213, item).progress == "已函請張貼"
    # Said of an older meeting after the newer one: each meeting keeps its own.
    board.report(213, item, "更正：已電洽", DUE)
    assert board.line(214, item).progress == "已全數完成"
    assert board.line(213, item).progress == "更正：已電洽"


def test_an_item_stands_before_later_meetings_and_a_released_agency_no_more(board: Board) -> None:
    item = board.track(lead=(INDUSTRY,), assisting=(CULTURE,), scheme="")
    assert board.lines(212) == {}
    board.decide(213, item, RELEASED)
    board.decide(213, item, KEPT, agency=CULTURE)
    assert set(board.lines(213)) == {(item, "產業局"), (item, "文化局")}
    assert set(board.lines(214)) == {(item, "文化局")}
    assert board.line(214, item, "文化局").times == 1
    assert [str(one.number) for one in tracked_items(board.small.city, MANAGER)] == [item]


def test_a_released_agency_that_falls_short_again_is_proposed_to_be_tracked_again(board: Board) -> None:
    board.small.clerk.say(board.small.contacted, Facet.PARTICIPATION, Participation.JOINED)
    item = board.track()
    assert board.line(213, item).proposal is Proposal.RELEASE
    board.decide(213, item, RELEASED)
    assert board.lines(214) == {}
    board.small.clerk.say(
        board.small.contacted, Facet.PARTICIPATION, Participation.WITHDRAWN, date(2021, 10, 20)
    )
    again = board.line(214, item)
    assert (again.proposal, again.released) == (Proposal.TRACK_AGAIN, True)
    board.decide(214, item, AGAIN)
    assert conclusions(tracked(board.small.city, MANAGER, 214)) == ("列管編號212-1重新列管。",)


def test_every_entry_stays_in_the_history_and_the_last_of_a_meeting_holds(board: Board) -> None:
    item = board.track()
    board.report(213, item, "已函請張貼")
    board.decide(213, item, RELEASED, "誤植")
    assert board.decide(213, item, KEPT, "更正") == 1
    assert board.decide(213, item, KEPT, "更正") == 0
    assert board.line(214, item).times == 1
    history = item_history(board.small.city, MANAGER, " 212－1 ")
    assert [(one.meeting, one.progress, one.by) for one in history.reports] == [
        (213, "已函請張貼", MANAGER.name)
    ]
    assert [(one.decision, one.words) for one in history.decisions] == [(RELEASED, "誤植"), (KEPT, "更正")]


def test_what_nobody_knows_is_refused(board: Board) -> None:
    with pytest.raises(NoSuchMeeting, match="查無第999次會議"):
        tracked(board.small.city, MANAGER, 999)
    with pytest.raises(NoSuchEdition, match="沒有第5版"):
        tracked(board.small.city, MANAGER, 213, edition=5)
    with pytest.raises(NotAnItemNumber, match=r"讀到『二〇五之二』.*例如 205-2"):
        item_history(board.small.city, MANAGER, "二〇五之二")
    with pytest.raises(NoSuchTrackedItem, match="查無列管編號『205-2』"):
        item_history(board.small.city, MANAGER, "205-2")
