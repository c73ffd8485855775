"""The words of a meeting's paper are kept as they were said, and the latest hold."""

from __future__ import annotations

import pytest

from outreach.services.meetings import PARTS, state_text, text_history, texts
from outreach.services.meetings.refusals import NoSuchMeeting, NoSuchPart, TextTooLong
from outreach.services.who import NotAllowed, Role
from tests.services.meetings.conftest import Chamber
from tests.support.builders import CULTURE, MANAGER, OFFICER, of_agency


def test_the_latest_words_hold_and_the_earlier_ones_are_kept(chamber: Chamber) -> None:
    city, tick = chamber.small.city, chamber.small.clerk.tick
    chamber.open()
    assert texts(city, MANAGER, 213) == {}
    assert state_text(city, MANAGER, 213, "item-2", "  請  產業局\n\n持續努力  ", now=tick())
    assert state_text(city, MANAGER, 213, "place", "市政大樓", now=tick())
    assert not state_text(city, MANAGER, 213, "place", " 市政大樓 ", now=tick())
    assert state_text(city, MANAGER, 213, "place", "市政大樓沈葆楨廳", now=tick())
    found = texts(city, MANAGER, 213)
    assert {part: one.words for part, one in found.items()} == {
        "place": "市政大樓沈葆楨廳",
        "item-2": "請 產業局\n\n持續努力",
    }
    assert list(found) == ["place", "item-2"]
    assert (found["place"].by, found["place"].at) == (MANAGER.name, chamber.small.clerk.now)
    history = text_history(city, MANAGER, 213, "place")
    assert [one.words for one in history] == ["市政大樓沈葆楨廳", "市政大樓"]


def test_words_taken_away_leave_an_empty_line_and_stay_in_the_record(chamber: Chamber) -> None:
    city, tick = chamber.small.city, chamber.small.clerk.tick
    chamber.open()
    assert not state_text(city, MANAGER, 213, "closing", " ", now=tick())
    assert state_text(city, MANAGER, 213, "closing", "備查", now=tick())
    assert state_text(city, MANAGER, 213, "closing", "", now=tick())
    assert texts(city, MANAGER, 213) == {}
    assert [one.words for one in text_history(city, MANAGER, 213, "closing")] == ["", "備查"]


def test_a_part_that_no_paper_has_and_words_that_fill_pages_are_refused(chamber: Chamber) -> None:
    city, now = chamber.small.city, chamber.small.clerk.tick()
    with pytest.raises(NoSuchMeeting):
        state_text(city, MANAGER, 213, "place", "市政大樓", now=now)
    chamber.open()
    with pytest.raises(NoSuchPart, match=r"『item-10』.*item-9.*例如 place"):
        state_text(city, MANAGER, 213, "item-10", "備查", now=now)
    with pytest.raises(TextTooLong, match=r"4001 個字，最多 4000"):
        state_text(city, MANAGER, 213, "place", "字" * 4001, now=now)
    assert len(PARTS) == 18


def test_approvers_read_the_words_and_managers_alone_write_them(chamber: Chamber) -> None:
    city, now = chamber.small.city, chamber.small.clerk.tick()
    chamber.open()
    state_text(city, MANAGER, 213, "place", "市政大樓", now=now)
    approver = of_agency(chamber.small, Role.APPROVER, CULTURE)
    assert texts(city, approver, 213)["place"].words == "市政大樓"
    with pytest.raises(NotAllowed):
        state_text(city, approver, 213, "place", "他處", now=now)
    with pytest.raises(NotAllowed):
        texts(city, OFFICER, 213)
