"""The table by which numpy applies `rules.standing` to every venue at once.

It is generated from the rule, entry by entry; there is nothing to keep in step.
"""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import numpy.typing as npt

from outreach.rules.standing import standing
from outreach.rules.vocabulary import Exclusion, Facet, Operating, Participation, Premises, Standing
from outreach.store.codes import WORDS

Codes = npt.NDArray[np.uint8]

#: Standings in the order of the codes used in columns.
STANDINGS: tuple[Standing, ...] = tuple(Standing)
STANDING_CODES: dict[Standing, int] = {s: code for code, s in enumerate(STANDINGS)}
#: The code of a venue that is not on the list.
ABSENT = 255

_OPERATING = len(WORDS[Facet.OPERATING])
_PARTICIPATION = len(WORDS[Facet.PARTICIPATION])


@cache
def standing_table(applies: frozenset[Exclusion]) -> Codes:
    """Standing codes of every combination, in the order that `table_index` counts."""
    combinations = product(
        WORDS[Facet.PREMISES], WORDS[Facet.OPERATING], (False, True), WORDS[Facet.PARTICIPATION]
    )
    return np.array(
        [
            STANDING_CODES[standing(Premises(p), Operating(o), held, Participation(j), applies)]
            for p, o, held, j in combinations
        ],
        dtype=np.uint8,
    )


def table_index(
    premises: npt.NDArray[np.int32],
    operating: npt.NDArray[np.int32],
    held: npt.NDArray[np.bool_] | None,
    participation: npt.NDArray[np.int32],
) -> npt.NDArray[np.int32]:
    """Where in `standing_table` each venue's combination stands; `held` None means nobody is."""
    index = premises * np.int32(_OPERATING)
    index += operating
    index *= np.int32(2)
    if held is not None:
        index += held
    index *= np.int32(_PARTICIPATION)
    index += participation
    return index
