"""A scheme's settings: which exclusions apply, who is praised and pressed, what is shown without a rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from outreach.rules.rate import Thresholds
from outreach.rules.vocabulary import ALL_EXCLUSIONS, Exclusion, Kind

#: The target of 100 % and the review list at 90 % and below.
USUAL = Thresholds()


@dataclass(frozen=True, slots=True)
class SchemeSettings:
    """What holds for one scheme from a day on.

    `open_kinds` are the kinds of venue among which the drive stays open (可持續加入): pages show
    加入家數 and no rate for them. It changes how they are shown, never how they are counted.
    """

    exclusions: frozenset[Exclusion] = ALL_EXCLUSIONS
    thresholds: Thresholds = USUAL
    open_kinds: frozenset[Kind] = frozenset()

    def as_stored(self) -> dict[str, object]:
        """The settings as plain JSON values; fractions are written "9/10"."""
        return {
            "exclusions": sorted(self.exclusions),
            "target": str(self.thresholds.target),
            "review": str(self.thresholds.review),
            "small_base": self.thresholds.small_base,
            "open_kinds": sorted(self.open_kinds),
        }

    @classmethod
    def from_stored(cls, stored: Mapping[str, object]) -> SchemeSettings:
        """Read what `as_stored` wrote; what is missing has its default."""
        exclusions, open_kinds = stored.get("exclusions"), stored.get("open_kinds", [])
        assert exclusions is None or isinstance(exclusions, list)
        assert isinstance(open_kinds, list)
        return cls(
            ALL_EXCLUSIONS if exclusions is None else frozenset(map(Exclusion, exclusions)),
            Thresholds(
                Fraction(str(stored.get("target", USUAL.target))),
                Fraction(str(stored.get("review", USUAL.review))),
                int(str(stored.get("small_base", USUAL.small_base))),
            ),
            frozenset(map(Kind, open_kinds)),
        )
