"""列管: which decision holds, how often an item was tracked, what is proposed, and the minutes' sentences."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.rate import Tally
from outreach.rules.tracking import (
    DECISIONS,
    FOLLOWS,
    PROPOSALS,
    Decided,
    Decision,
    Entry,
    ItemNumber,
    Proposal,
    fits,
    item_number,
    overdue,
    proposal,
    released_before,
    sentences,
    times_tracked,
)
from tests.rules.numbered import numbers_in

KEPT, RELEASED, AGAIN = Decision
ENTRIES = st.lists(st.builds(Entry, st.integers(205, 214), st.sampled_from(Decision)), max_size=8)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("205-2", (205, 2)),
        (" ２０５－２ ", (205, 2)),
        ("205–2", (205, 2)),
        ("205 - 12", (205, 12)),
        ("205", None),
        ("205-0", None),
        ("0-2", None),
        ("205-2-1", None),
        ("", None),
        ("二0五-2", None),
    ],
)
def test_a_number_is_the_meeting_and_the_sequence_whatever_dash_it_is_written_with(
    text: str, number: tuple[int, int] | None
) -> None:
    found = item_number(text)
    assert found == number
    assert found is None or item_number(str(found)) == found


def test_an_item_is_released_from_the_meeting_after_the_one_that_released_it() -> None:
    entries = [Entry(211, KEPT), Entry(212, RELEASED), Entry(214, AGAIN)]
    assert [released_before(entries, number) for number in (211, 212, 213, 214, 215)] == [
        False,
        False,
        True,
        True,
        False,
    ]


def test_the_last_entry_of_a_meeting_holds_though_an_earlier_meeting_was_entered_after_it() -> None:
    entries = [Entry(213, RELEASED), Entry(213, KEPT), Entry(212, RELEASED)]
    assert not released_before(entries, 214)
    assert released_before(entries, 213)
    assert times_tracked(2, entries, 214) == 3


def test_how_often_counts_what_was_before_and_each_earlier_meeting_that_kept_it() -> None:
    entries = [Entry(211, KEPT), Entry(212, RELEASED), Entry(213, AGAIN), Entry(214, KEPT)]
    assert numbers_in(times_tracked) == {1, 2}
    assert [times_tracked(3, entries, number) for number in (211, 212, 213, 214, 215)] == [3, 4, 4, 5, 6]


@given(ENTRIES, st.integers(0, 5), st.integers(205, 215))
def test_a_meeting_never_counts_what_it_or_a_later_one_decides(
    entries: list[Entry], before: int, number: int
) -> None:
    earlier = [entry for entry in entries if entry.meeting < number]
    assert times_tracked(before, entries, number) == times_tracked(before, earlier, number)
    assert released_before(entries, number) is released_before(earlier, number)
    assert times_tracked(before, entries, number) <= times_tracked(before, entries, number + 1)


@pytest.mark.parametrize(
    ("condition", "tally", "released", "proposed"),
    [
        (1, None, False, None),
        (1, None, True, None),
        (2, Tally(9, 1), True, Proposal.TRACK_AGAIN),
        (2, Tally(10, 0), True, None),
        (2, Tally(0, 0), True, None),
        (3, Tally(10, 0), False, Proposal.RELEASE),
        (3, Tally(1, 0), False, Proposal.RELEASE),
        (4, Tally(9999, 1), False, Proposal.KEEP),
        (4, Tally(0, 0), False, Proposal.KEEP),
    ],
)
def test_release_is_proposed_at_exactly_a_full_denominator(
    condition: int, tally: Tally | None, released: bool, proposed: Proposal | None
) -> None:
    assert condition in numbers_in(proposal)
    assert proposal(tally, released=released) is proposed


@given(st.builds(Tally, st.integers(0, 50), st.integers(0, 50)), st.booleans())
def test_what_is_proposed_can_always_be_decided(tally: Tally, released: bool) -> None:
    proposed = proposal(tally, released=released)
    assert proposed is None or fits(FOLLOWS[proposed], released=released)
    assert (proposed is Proposal.RELEASE) == (not released and tally.completed == tally.eligible > 0)


def test_who_is_tracked_is_kept_or_released_and_who_was_released_is_tracked_again_or_stays_so() -> None:
    assert {d for d in Decision if fits(d, released=False)} == {KEPT, RELEASED}
    assert {d for d in Decision if fits(d, released=True)} == {AGAIN, RELEASED}


def test_a_due_day_is_overdue_from_the_day_after_it() -> None:
    assert [overdue(date(2021, 10, 26), date(2021, 10, day)) for day in (25, 26, 27)] == [False, False, True]
    assert not overdue(None, date(2021, 10, 26))


def test_every_decision_and_proposal_has_its_words() -> None:
    assert set(DECISIONS) == set(Decision)
    assert set(PROPOSALS) == set(FOLLOWS) == set(Proposal)


def _lines(*told: tuple[str, str, Decision | None]) -> list[Decided]:
    found = []
    for text, agency, decision in told:
        number = item_number(text)
        assert number is not None
        found.append(Decided(number, agency, decision))
    return found


def test_the_conclusions_read_as_the_minutes_print_them() -> None:
    released = ["205-2", "209-2", "211-6", "212-1", "212-2", "212-3", "212-4", "212-5"]
    lines = _lines(
        *((number, "產業局", RELEASED) for number in released),
        ("211-2", "觀傳局", RELEASED),
        ("211-2", "法務局", KEPT),
        *((number, "秘書處", KEPT) for number in ("211-3", "204-2", "210-5")),
    )
    assert sentences(lines) == (
        "列管編號205-2、209-2、211-2（觀傳局）、211-6、212-1、212-2、212-3、212-4、212-5等9案同意解除列管。",
        "列管編號204-2、210-5、211-2（法務局）、211-3等4案賡續列管。",
    )


def test_a_meeting_that_has_yet_to_decide_concludes_nothing_and_one_case_is_not_counted() -> None:
    assert sentences(_lines(("205-2", "產業局", None))) == ()
    assert sentences(()) == ()
    assert sentences(_lines(("205-2", "產業局", AGAIN))) == ("列管編號205-2重新列管。",)
    partly = _lines(("205-2", "產業局", KEPT), ("205-2", "觀傳局", None), ("205-10", "產業局", KEPT))
    assert sentences(partly) == ("列管編號205-2（產業局）、205-10等2案賡續列管。",)


def test_an_item_of_several_agencies_decided_alike_is_one_case_without_their_names() -> None:
    both = _lines(("205-2", "產業局", KEPT), ("205-2", "觀傳局", KEPT))
    assert sentences(both) == ("列管編號205-2賡續列管。",)
    assert numbers_in(sentences) == {1, 2, 3, 4}


def test_items_stand_in_the_order_of_their_numbers_not_of_their_digits() -> None:
    assert sorted([ItemNumber(205, 10), ItemNumber(99, 1), ItemNumber(205, 2)]) == [
        ItemNumber(99, 1),
        ItemNumber(205, 2),
        ItemNumber(205, 10),
    ]
