"""Which statements need a remark, and when an exclusion must be looked at again.

Minutes 213, 貳-七(二): who could not join because of closure says so in the remarks; by our design an
office without a public place says so too. Under a sector's order the remark is the order's own text.
"""

from __future__ import annotations

from datetime import date, timedelta

from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet, Operating, Premises

#: Days after the effective date at which an exclusion for a time is looked at again.
REVIEW_AFTER = timedelta(days=30)

NEEDS_REMARK: frozenset[tuple[Facet, str]] = frozenset(
    {
        (Facet.PREMISES, Premises.OFFICE_ONLY),
        (Facet.OPERATING, Operating.CLOSED),
        (Facet.OPERATING, Operating.SUSPENDED),
        (Facet.OPERATING, Operating.NOT_REOPENED),
    }
)

NEEDS_REVIEW: frozenset[tuple[Facet, str]] = frozenset(
    {(Facet.OPERATING, Operating.SUSPENDED), (Facet.OPERATING, Operating.NOT_REOPENED)}
)


class RemarkMissing(Refusal, ValueError):
    """A statement that takes a venue out of the denominator came without its reason."""

    template = "『{value}』須在備註說明原因；請填寫備註，例如「110年10月1日起暫停營業，預定11月復業」。"


def needs_remark(facet: Facet, value: str) -> bool:
    """Whether stating this value requires a remark."""
    return (facet, value) in NEEDS_REMARK


def review_day(facet: Facet, value: str, effective_on: date) -> date | None:
    """The day on which a passing exclusion is due to be looked at again; None where none is due."""
    if (facet, value) not in NEEDS_REVIEW:
        return None
    try:
        return effective_on + REVIEW_AFTER
    except OverflowError:
        return date.max
