"""完成率: completed over eligible of the sums, cut to two decimals, in whole numbers only."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.rate import NO_RATE, Tally, basis_points, rate_shown, rate_text
from outreach.rules.vocabulary import Exclusion, Standing

counts = st.integers(min_value=0, max_value=300_000)
standing_counts = st.dictionaries(st.sampled_from(Standing), counts)
tallies = standing_counts.map(Tally.of)
#: 已完成 and 母數 with 0 ≤ completed ≤ eligible and a denominator.
shares = st.integers(1, 300_000).flatmap(lambda e: st.tuples(st.integers(0, e), st.just(e)))

KNOWN = [
    # completed, eligible, text,     shown
    (199, 200, "99.50", "99.50 %"),
    (57, 100, "57.00", "57.00 %"),
    (29, 100, "29.00", "29.00 %"),
    (2, 3, "66.66", "66.66 %"),
    (1, 3, "33.33", "33.33 %"),
    (29_999, 30_000, "99.99", "99.99 %"),
    (299_999, 300_000, "99.99", "99.99 %"),
    (180, 180, "100.00", "100.00 %"),
    (1, 1, "100.00", "100.00 %"),
    (1, 10_000, "0.01", "0.01 %"),
    (1, 10_001, "0.00", "<0.01 %"),
    (1, 30_000, "0.00", "<0.01 %"),
    (0, 30_000, "0.00", "0.00 %"),
    (0, 1, "0.00", "0.00 %"),
    (7, 100, "7.00", "7.00 %"),
    (1, 200, "0.50", "0.50 %"),
]


@pytest.mark.parametrize(("completed", "eligible", "text", "shown"), KNOWN)
def test_known_rates_print_as_the_minutes_would(completed: int, eligible: int, text: str, shown: str) -> None:
    assert rate_text(completed, eligible) == text
    assert rate_shown(completed, eligible) == shown


def test_nothing_eligible_gives_no_rate_and_prints_a_dash() -> None:
    assert basis_points(0, 0) is None
    assert rate_text(0, 0) is None
    assert rate_shown(0, 0) == NO_RATE == "—"


def test_every_whole_percentage_prints_exactly_where_floats_would_not() -> None:
    assert [rate_text(n, 100) for n in range(101)] == [f"{n}.00" for n in range(101)]


@given(shares)
def test_the_rate_is_cut_and_never_rounded_up(share: tuple[int, int]) -> None:
    completed, eligible = share
    points = basis_points(completed, eligible)
    assert points is not None
    exact = Fraction(completed, eligible) * 10_000
    assert points <= exact < points + 1


@given(shares)
def test_a_hundred_percent_is_printed_exactly_where_completed_equals_eligible(share: tuple[int, int]) -> None:
    completed, eligible = share
    assert (rate_text(completed, eligible) == "100.00") == (completed == eligible)


@given(shares)
def test_somebody_joined_is_never_shown_as_zero(share: tuple[int, int]) -> None:
    completed, eligible = share
    assert (rate_shown(completed, eligible) == "0.00 %") == (completed == 0)


@given(shares)
def test_the_printed_text_reads_back_as_the_basis_points(share: tuple[int, int]) -> None:
    text = rate_text(*share)
    assert text is not None
    whole, _, decimals = text.partition(".")
    assert len(decimals) == 2
    assert int(whole) * 100 + int(decimals) == basis_points(*share)


@given(shares, st.integers(1, 50))
def test_the_rate_depends_on_the_fraction_alone(share: tuple[int, int], times: int) -> None:
    completed, eligible = share
    assert rate_text(completed * times, eligible * times) == rate_text(completed, eligible)


@given(shares)
def test_one_venue_more_never_lowers_the_rate(share: tuple[int, int]) -> None:
    completed, eligible = share
    if completed < eligible:
        now, then = basis_points(completed, eligible), basis_points(completed + 1, eligible)
        assert now is not None
        assert then is not None
        assert now <= then


@given(standing_counts)
def test_population_is_excluded_plus_eligible_and_eligible_is_completed_plus_outstanding(
    by_standing: dict[Standing, int],
) -> None:
    tally = Tally.of(by_standing)
    assert tally.population == sum(by_standing.values()) == tally.excluded_total + tally.eligible
    assert tally.eligible == tally.completed + tally.outstanding
    for reason in Exclusion:
        assert tally.excluded[reason] == by_standing.get(Standing(f"excluded_{reason}"), 0)


@given(st.lists(standing_counts, max_size=6))
def test_the_tallies_of_rows_sum_to_the_tally_of_the_whole(rows: list[dict[Standing, int]]) -> None:
    whole = Tally.of({s: sum(row.get(s, 0) for row in rows) for s in Standing})
    assert sum((Tally.of(row) for row in rows), Tally()) == whole


@given(st.lists(tallies, min_size=1, max_size=6))
def test_a_bureaus_rate_is_that_of_the_sums(rows: list[Tally]) -> None:
    bureau = sum(rows, Tally())
    assert bureau.rate == rate_text(sum(r.completed for r in rows), sum(r.eligible for r in rows))


def test_a_bureaus_rate_is_not_the_mean_of_its_divisions_rates() -> None:
    small, large = Tally(completed=1, outstanding=0), Tally(completed=0, outstanding=99)
    assert (small.rate, large.rate) == ("100.00", "0.00")
    assert (small + large).rate == "1.00"


def test_the_rate_with_nothing_excluded_divides_by_the_whole_population() -> None:
    tally = Tally.of({Standing.COMPLETED: 95, Standing.OUTSTANDING: 5, Standing.EXCLUDED_CLOSED: 17})
    assert tally.rate == "95.00"
    assert tally.rate_with_nothing_excluded == "81.19"


@given(tallies)
def test_excluding_venues_never_makes_the_official_rate_lower_than_the_plain_one(tally: Tally) -> None:
    official = basis_points(tally.completed, tally.eligible)
    plain = basis_points(tally.completed, tally.population)
    if official is not None:
        assert plain is not None
        assert official >= plain


def test_a_group_of_excluded_venues_alone_has_no_rate_but_a_plain_one_of_zero() -> None:
    tally = Tally.of({Standing.EXCLUDED_NOT_REOPENED: 180})
    assert tally.rate is None
    assert tally.rate_with_nothing_excluded == "0.00"


def test_before_the_first_listing_the_population_is_zero_and_there_is_no_rate() -> None:
    assert Tally().population == 0
    assert Tally().rate is None
    assert Tally().rate_with_nothing_excluded is None


def test_adding_tallies_leaves_the_summands_as_they_were() -> None:
    first, second = Tally.of({Standing.EXCLUDED_CLOSED: 1}), Tally.of({Standing.EXCLUDED_CLOSED: 2})
    assert (first + second).excluded[Exclusion.CLOSED] == 3
    assert first.excluded[Exclusion.CLOSED] == 1
    assert Tally().excluded[Exclusion.CLOSED] == 0
