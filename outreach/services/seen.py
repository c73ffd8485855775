"""Which venues the map names to whom; the one rule behind its points, its lists and its panels.

Everybody is told of venues that are open and have joined; whoever may see venues (`Right.SEE_VENUES`), of
every venue within reach besides. Of any other nothing is told, not even how many they are: whatever is
counted here is counted among the venues seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from outreach.figures.arrays import Bools
from outreach.figures.positions import Dimension, Positions, Where
from outreach.services.city import City
from outreach.services.reach import agencies_within
from outreach.services.who import Right, Who

#: What anybody may narrow venues to. It tells of nobody else: only who joined comes back, and where they are
#: and what they sell is no secret. Whose list a venue is on, and a scheme's own categories, are the city's.
OPEN_CONDITIONS = frozenset({Dimension.DISTRICT, Dimension.VILLAGE, Dimension.KIND, Dimension.SECTOR})


@dataclass(frozen=True, slots=True)
class Eyes:
    """What an asker sees: of the agencies `within` (None: of the whole city) all, of others who joined.

    `joined_only` says that the public asks, to whom no figure of who did not join is told either.
    """

    within: frozenset[int] | None
    joined_only: bool

    def among(self, positions: Positions, where: Where) -> Bools:
        """The listed venues seen that meet every condition, by venue number."""
        mask = positions.selected(where)
        if self.within is None:
            return mask
        shown = positions.open_joined
        if self.within:
            shown = shown | np.isin(positions.dimension(Dimension.AGENCY), list(self.within))
        return mask & shown


def eyes_of(city: City, who: Who, day: date, conditions: Iterable[str] = ()) -> Eyes:
    """What somebody sees of a day's venues under FIELD=CODE texts; raises `NotAllowed`, also for a condition.

    A field that is none of `OPEN_CONDITIONS`, known or not, is refused to whoever may not see figures.
    """
    who.must(Right.SEE_PUBLIC)
    if not {text.partition("=")[0].strip() for text in conditions} <= {d.value for d in OPEN_CONDITIONS}:
        who.must(Right.SEE_FIGURES)
    joined_only = not who.may(Right.SEE_FIGURES)
    if not who.may(Right.SEE_VENUES):
        return Eyes(frozenset(), joined_only)
    return Eyes(agencies_within(city, who, Right.SEE_VENUES, day), joined_only)
