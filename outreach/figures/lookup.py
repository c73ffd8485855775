"""The table by which numpy applies `rules.standing` to every venue at once.

It is generated from the rule, entry by entry; there is nothing to keep in step.
"""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np

from outreach.figures.arrays import Bools, Codes, Values
from outreach.rules.standing import standing
from outreach.rules.vocabulary import (
    Exclusion,
    Facet,
    Listing,
    Operating,
    Participation,
    Premises,
    Standing,
)
from outreach.store.codes import WORDS

#: Standings in the order of the codes used in columns.
STANDINGS: tuple[Standing, ...] = tuple(Standing)
STANDING_CODES: dict[Standing, int] = {s: code for code, s in enumerate(STANDINGS)}
#: The code of a venue that is not on the list.
ABSENT = 255

_PREMISES = len(WORDS[Facet.PREMISES])
_OPERATING = len(WORDS[Facet.OPERATING])
_PARTICIPATION = len(WORDS[Facet.PARTICIPATION])


@cache
def standing_table(applies: frozenset[Exclusion]) -> Codes:
    """Standing codes of every combination, in the order that `table_index` counts; at most 256."""
    combinations = product(
        WORDS[Facet.LISTING],
        WORDS[Facet.PREMISES],
        WORDS[Facet.OPERATING],
        (False, True),
        WORDS[Facet.PARTICIPATION],
    )
    return np.array(
        [
            STANDING_CODES[standing(Premises(p), Operating(o), held, Participation(j), applies)]
            if listing == Listing.LISTED
            else ABSENT
            for listing, p, o, held, j in combinations
        ],
        dtype=np.uint8,
    )


def table_index(
    listing: Values, premises: Values, operating: Values, held: Bools | None, participation: Values
) -> Codes:
    """Where in `standing_table` each venue's combination stands; `held` None means nobody is.

    The index fits into a byte, and adding up bytes takes a quarter of the time of whole numbers.
    """
    index = listing.astype(np.uint8)
    for factor, digit in (
        (_PREMISES, premises),
        (_OPERATING, operating),
        (2, held),
        (_PARTICIPATION, participation),
    ):
        index *= np.uint8(factor)
        if digit is not None:
            # Words are numbered from zero, far below 256, whatever the type of the column they come from.
            np.add(index, digit, out=index, casting="unsafe")
    return index
