"""A scheme's settings: exact fractions that survive being stored, and defaults for what is not said."""

from __future__ import annotations

import json
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.rate import Tally, Thresholds
from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import ALL_EXCLUSIONS, Exclusion, Kind

fractions = st.fractions(min_value=0, max_value=1, max_denominator=1_000)
settings_of_schemes = st.builds(
    SchemeSettings,
    exclusions=st.frozensets(st.sampled_from(Exclusion)),
    thresholds=st.builds(Thresholds, target=fractions, review=fractions, small_base=st.integers(0, 500)),
    open_kinds=st.frozensets(st.sampled_from(Kind)),
)


@given(settings_of_schemes)
def test_settings_read_back_from_json_exactly_as_they_were_decided(decided: SchemeSettings) -> None:
    stored = json.loads(json.dumps(decided.as_stored()))
    assert SchemeSettings.from_stored(stored) == decided


def test_a_third_stays_a_third_when_it_is_stored() -> None:
    decided = SchemeSettings(thresholds=Thresholds(review=Fraction(1, 3)))
    read = SchemeSettings.from_stored(decided.as_stored())
    assert read.thresholds.to_review(Tally(completed=1, outstanding=2))
    assert not read.thresholds.to_review(Tally(completed=334, outstanding=666))


def test_a_scheme_that_says_nothing_excludes_all_four_and_aims_at_everybody() -> None:
    assert SchemeSettings.from_stored({}) == SchemeSettings()
    assert SchemeSettings().exclusions == ALL_EXCLUSIONS == frozenset(Exclusion)
    assert SchemeSettings().thresholds == Thresholds(Fraction(1), Fraction(9, 10), 30)
    assert SchemeSettings().open_kinds == frozenset()


def test_no_exclusion_at_all_is_a_setting_and_not_a_missing_one() -> None:
    assert SchemeSettings.from_stored({"exclusions": []}).exclusions == frozenset()
