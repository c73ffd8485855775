"""兩方案均落後: who stands on the review lists of two schemes at once, and in which order."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.behind import Behind, ReviewedList, behind_in_several
from outreach.rules.rate import Tally, Thresholds

USUAL = Thresholds()


def listed(limit: Thresholds = USUAL, **completed_of_eligible: str) -> ReviewedList:
    """A list in the words of a paper: a7="9/10" is agency 7 with nine of ten."""
    told = {int(name[1:]): tuple(map(int, text.split("/"))) for name, text in completed_of_eligible.items()}
    return ReviewedList({i: Tally(done, of - done) for i, (done, of) in told.items()}, limit)


def named(*lists: ReviewedList) -> list[int]:
    return [each.agency for each in behind_in_several(lists)]


def test_ninety_percent_is_behind_and_one_venue_more_is_not() -> None:
    assert named(listed(a1="90/100", a2="91/100"), listed(a1="900/1000", a2="1/2")) == [1]


def test_who_is_behind_in_one_scheme_alone_is_not_named() -> None:
    assert named(listed(a1="1/2", a2="2/2"), listed(a1="2/2", a2="1/2")) == []


def test_who_has_no_denominator_in_one_scheme_is_behind_in_it_no_more_than_who_is_not_listed() -> None:
    assert named(listed(a1="1/2", a2="1/2"), listed(a1="0/0")) == []


def test_what_has_no_agency_is_nobodys() -> None:
    assert named(listed(a0="0/9"), listed(a0="0/9")) == []


def test_most_outstanding_venues_stand_first_then_the_lowest_rate() -> None:
    first = listed(a1="1/4", a2="80/100", a3="0/3")
    second = listed(a1="1/4", a2="80/100", a3="0/3")
    assert named(first, second) == [2, 3, 1]


def test_each_scheme_is_judged_by_its_own_threshold() -> None:
    strict = Thresholds(review=Fraction(99, 100))
    assert named(listed(a1="8/10"), listed(strict, a1="98/100")) == [1]
    assert named(listed(a1="8/10"), listed(a1="98/100")) == []


def test_of_three_schemes_two_are_enough_and_the_third_is_left_blank() -> None:
    found = behind_in_several([listed(a1="1/2"), listed(a1="2/2"), listed(a1="0/4")])
    assert found == (Behind(1, (Tally(1, 1), None, Tally(0, 4))),)
    assert found[0].together == Tally(1, 5)


TALLIES = st.dictionaries(st.integers(0, 5), st.builds(Tally, st.integers(0, 20), st.integers(0, 20)))


@given(TALLIES, TALLIES)
def test_named_is_exactly_who_is_on_both_review_lists(one: dict[int, Tally], other: dict[int, Tally]) -> None:
    found = behind_in_several([ReviewedList(one, USUAL), ReviewedList(other, USUAL)])
    expected = {i for i in one.keys() & other.keys() if i and USUAL.to_review(one[i])}
    assert {each.agency for each in found} == {i for i in expected if USUAL.to_review(other[i])}
    missing = [each.together.outstanding for each in found]
    assert missing == sorted(missing, reverse=True)
