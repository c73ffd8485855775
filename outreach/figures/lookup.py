"""The table by which numpy applies `rules.standing` to every venue at once.

It is generated from the rule, entry by entry; there is nothing to keep in step.
"""

from __future__ import annotations

from collections.abc import Callable
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

_OPERATING = len(WORDS[Facet.OPERATING])
_PARTICIPATION = len(WORDS[Facet.PARTICIPATION])
#: How far apart neighbouring values of each side lie in `standing_table`; HELD is that of an order's hold.
HELD = _PARTICIPATION
WEIGHTS: dict[Facet, int] = {
    Facet.PARTICIPATION: 1,
    Facet.OPERATING: 2 * HELD,
    Facet.PREMISES: _OPERATING * 2 * HELD,
    Facet.LISTING: len(WORDS[Facet.PREMISES]) * _OPERATING * 2 * HELD,
}


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


def table_index(stated: Callable[[Facet], Values], held: Bools | None) -> Codes:
    """Where in `standing_table` each venue's combination stands; `held` None means nobody is.

    The index fits into a byte, and adding up bytes takes a quarter of the time of whole numbers.
    """
    index = stated(Facet.PARTICIPATION).astype(np.uint8)
    for facet in (Facet.OPERATING, Facet.PREMISES, Facet.LISTING):
        # Words are numbered from zero, far below 256, whatever the type of the column they come from.
        index += np.multiply(stated(facet), WEIGHTS[facet], dtype=np.uint8, casting="unsafe")
    if held is not None:
        index += np.multiply(held, HELD, dtype=np.uint8)
    return index
