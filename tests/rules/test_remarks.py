"""備註與覆核: which statements must say why, and when a passing exclusion is looked at again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.remarks import REVIEW_AFTER, RemarkMissing, needs_remark, review_day
from outreach.rules.standing import standing
from outreach.rules.vocabulary import Facet, Listing, Operating, Participation, Premises, Standing

EVERY_WORD = [
    *((Facet.PREMISES, value) for value in Premises),
    *((Facet.OPERATING, value) for value in Operating),
    *((Facet.PARTICIPATION, value) for value in Participation),
    *((Facet.LISTING, value) for value in Listing),
]

#: 面向 · 值 · 備註必填 · 覆核日
TABLE = [
    (Facet.PREMISES, "office_only", True, None),  # 僅公司辦公室
    (Facet.OPERATING, "closed", True, None),  # 歇業 is for good: nothing to look at again
    (Facet.OPERATING, "suspended", True, date(2021, 11, 13)),  # 停業
    (Facet.OPERATING, "not_reopened", True, date(2021, 11, 13)),  # 尚未復業
    (Facet.PREMISES, "public", False, None),
    (Facet.OPERATING, "open", False, None),
    (Facet.PARTICIPATION, "declined", False, None),
    (Facet.PARTICIPATION, "joined", False, None),
    (Facet.LISTING, "delisted", False, None),
    (Facet.APPROVAL, "7", False, None),
]


@pytest.mark.parametrize(("facet", "value", "remark", "review"), TABLE)
def test_what_takes_a_venue_out_of_the_denominator_says_why_and_what_passes_is_reviewed_in_thirty_days(
    facet: Facet, value: str, remark: bool, review: date | None
) -> None:
    assert needs_remark(facet, value) is remark
    assert review_day(facet, value, date(2021, 10, 14)) == review


def test_exactly_the_words_that_exclude_a_venue_by_themselves_need_a_remark() -> None:
    for facet, value in EVERY_WORD:
        stands = standing(
            value if isinstance(value, Premises) else Premises.PUBLIC,
            value if isinstance(value, Operating) else Operating.OPEN,
            False,
            value if isinstance(value, Participation) else Participation.JOINED,
        )
        assert needs_remark(facet, value) == (not stands.eligible), value


def test_a_word_of_one_facet_is_not_mistaken_for_that_of_another() -> None:
    assert not needs_remark(Facet.PARTICIPATION, "closed")
    assert not needs_remark(Facet.PREMISES, "suspended")
    assert review_day(Facet.LISTING, "suspended", date(2021, 10, 14)) is None


@given(st.sampled_from(EVERY_WORD), st.dates(max_value=date.max - REVIEW_AFTER))
def test_what_is_reviewed_also_needs_a_remark_and_falls_due_thirty_days_later(
    word: tuple[Facet, str], effective_on: date
) -> None:
    facet, value = word
    due = review_day(facet, value, effective_on)
    if due is not None:
        assert needs_remark(facet, value)
        assert due - effective_on == timedelta(days=30)


def test_a_review_beyond_the_last_day_of_the_calendar_falls_on_that_day() -> None:
    assert review_day(Facet.OPERATING, "suspended", date(9999, 12, 15)) == date.max


def test_the_refusal_names_the_word_and_gives_an_example_of_a_remark() -> None:
    refusal = RemarkMissing(value="停業")
    assert (
        str(refusal) == "『停業』須在備註說明原因；請填寫備註，例如「110年10月1日起暫停營業，預定11月復業」。"
    )


def test_a_joined_venue_that_is_open_and_public_stands_completed_without_any_remark() -> None:
    assert standing(Premises.PUBLIC, Operating.OPEN, False, Participation.JOINED) is Standing.COMPLETED
    assert not any(needs_remark(f, v) for f, v in EVERY_WORD if v in {"public", "open", "joined"})
