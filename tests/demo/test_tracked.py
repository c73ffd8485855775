"""What the demonstration tracks is what the minutes of the 213th meeting say of it."""

from __future__ import annotations

from outreach.demo.agencies import agencies
from outreach.demo.tracked import INVENTED, LEGAL, demo_decisions, demo_items, demo_reports
from outreach.rules.tracking import Decision


def test_the_numbers_are_those_of_the_minutes() -> None:
    told = [(one.meeting, one.sequence) for one in demo_items()]
    assert told == [
        (204, 2), (205, 2), (209, 2), (210, 5), (211, 2), (211, 3), (211, 6),
        (212, 1), (212, 2), (212, 3), (212, 4), (212, 5),
    ]  # fmt: skip


def test_everything_that_is_said_is_said_of_an_agency_of_the_item() -> None:
    own = {(one.meeting, one.sequence): {*one.lead, *one.assisting} for one in demo_items()}
    said = [(one.meeting, one.item, one.agency) for one in demo_reports()]
    said += [(one.meeting, one.item, one.agency) for one in demo_decisions()]
    for meeting, item, agency in said:
        assert agency in own[item]
        assert meeting > item[0]
    known = {agency.code for agency in agencies()}
    assert LEGAL.code not in known
    assert {code for codes in own.values() for code in codes} <= known | {LEGAL.code}


def test_the_next_meeting_has_yet_to_decide_and_words_that_are_invented_say_so() -> None:
    assert {one.meeting for one in demo_decisions()} == {212, 213}
    words = [*(one.conclusion for one in demo_items()), *(one.progress for one in demo_reports())]
    words += [one.words for one in demo_decisions() if one.words]
    assert all(text.endswith(INVENTED) for text in words)
    conditions = [one for one in demo_decisions() if one.words]
    assert [(one.item, one.decision) for one in conditions] == [((212, 1), Decision.RELEASED)]
