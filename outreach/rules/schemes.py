"""A scheme's settings: which exclusions apply, who is praised and pressed, what is shown without a rate."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from outreach.rules.rate import Thresholds
from outreach.rules.refusals import Refusal
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


#: A small base beyond this would mark nearly every agency.
LARGEST_SMALL_BASE = 1_000
_CODE = re.compile(r"[a-z][a-z0-9_]{1,29}")
_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?\s*%?")


class NotASchemeCode(Refusal, ValueError):
    """A code that addresses and files could not carry."""

    template = (
        "方案代碼讀到『{value}』；請用 2 到 30 個小寫英文字母、數字或底線，以字母開頭，例如 winter_voucher。"
    )


class NotAPercentage(Refusal, ValueError):
    """A target or threshold that cannot be read."""

    template = "{what}讀到『{value}』；請填百分比，最多兩位小數，例如 {example}。"


class NotATarget(Refusal, ValueError):
    """A target that nobody could miss, or nobody reach."""

    template = "目標讀到 {value} %；請填大於 0、最多 100 的百分比，例如 100。"


class NotAReviewThreshold(Refusal, ValueError):
    """A review threshold from which the target's own agencies would have to be reviewed."""

    template = "檢討門檻讀到 {value} %；請填 0 以上、低於目標（{target} %）的百分比，例如 {example}。"


class NotASmallBase(Refusal, ValueError):
    """A size of the small base that marks nothing sensible."""

    template = "母數較小的標準讀到 {value} 家；請填 0 到 {most} 的整數，例如 30。"


def check_code(code: str) -> None:
    """Raise `NotASchemeCode` unless addresses, files and commands can carry it."""
    if _CODE.fullmatch(code) is None:
        raise NotASchemeCode(value=code[:40])


def percentage(what: str, text: str, example: str) -> Fraction:
    """A percentage as typed ("90", "92.5 %", "９０％") as an exact share. Raises `NotAPercentage`."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _PERCENT.fullmatch(plain)
    if found is None:
        raise NotAPercentage(what=what, value=text[:40], example=example)
    return Fraction(f"{found[1]}.{found[2] or 0}") / 100


def percent_text(share: Fraction) -> str:
    """A share of at most two decimals of a percent as it is typed: "90", "92.5"."""
    points = share * 10_000
    whole, rest = divmod(int(points), 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


def check_thresholds(limits: Thresholds) -> None:
    """Whom a scheme praises and presses must be able to differ.

    1. 0 < target ≤ 1 (`NotATarget`); 2. 0 ≤ review < target (`NotAReviewThreshold`); 3. the small base is a
    number of venues from 0 to `LARGEST_SMALL_BASE` (`NotASmallBase`).
    """
    if not 0 < limits.target <= 1:
        raise NotATarget(value=percent_text(limits.target))
    if not 0 <= limits.review < limits.target:
        target = percent_text(limits.target)
        raise NotAReviewThreshold(
            value=percent_text(limits.review), target=target, example=percent_text(limits.target * 9 / 10)
        )
    if not 0 <= limits.small_base <= LARGEST_SMALL_BASE:
        raise NotASmallBase(value=limits.small_base, most=LARGEST_SMALL_BASE)
