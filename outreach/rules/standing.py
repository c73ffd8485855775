"""Where a venue stands: the one rule behind every percentage.

Everything that counts venues (tables, trends, maps, papers) uses a table generated from `standing`;
there is no second place where the denominator is decided.
"""

from __future__ import annotations

from collections.abc import Set

from outreach.rules.vocabulary import (
    ALL_EXCLUSIONS,
    Exclusion,
    Operating,
    Participation,
    Premises,
    Standing,
)


def standing(
    premises: Premises,
    operating: Operating,
    held_by_order: bool,
    participation: Participation,
    applies: Set[Exclusion] = ALL_EXCLUSIONS,
) -> Standing:
    """The standing of a venue that is on the scheme's list.

    The first condition that holds decides:

    1. an office without a public place is excluded (minutes 213, 貳-七(一));
    2. a venue closed for good is excluded (same);
    3. a venue suspended for a time is excluded (same);
    4. a venue not yet reopened, by its own statement or held by its sector's order, is excluded (same);
    5. a venue that joined is completed;
    6. every other venue is outstanding.

    `held_by_order` is `orders.held(...)` for the day; `applies` names the exclusions that the
    scheme's settings turn on, all four unless told otherwise.
    """
    if premises is Premises.OFFICE_ONLY and Exclusion.OFFICE_ONLY in applies:
        return Standing.EXCLUDED_OFFICE_ONLY
    if operating is Operating.CLOSED and Exclusion.CLOSED in applies:
        return Standing.EXCLUDED_CLOSED
    if operating is Operating.SUSPENDED and Exclusion.SUSPENDED in applies:
        return Standing.EXCLUDED_SUSPENDED
    if (operating is Operating.NOT_REOPENED or held_by_order) and Exclusion.NOT_REOPENED in applies:
        return Standing.EXCLUDED_NOT_REOPENED
    if participation is Participation.JOINED:
        return Standing.COMPLETED
    return Standing.OUTSTANDING
