"""Which venues the map names to whom; the one rule behind its points, its lists and its panels.

Everybody is told of venues that are open and have joined; whoever may see venues (`Right.SEE_VENUES`), of
every venue within reach besides. Of any other nothing is told, not even how many they are: whatever is
counted here is counted among the venues seen. What is planned is nobody's but theirs who have the venue: of
a day to come the others are told as they stand today.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from outreach.figures.positions import Dimension, Positions
from outreach.services.city import City
from outreach.services.reach import agencies_within
from outreach.services.who import Right, Who

#: What anybody may narrow venues to. It tells of nobody else: only who joined comes back, and where they are
#: and what they sell is no secret. Whose list a venue is on, and a scheme's own categories, are the city's.
OPEN_CONDITIONS = frozenset({Dimension.DISTRICT, Dimension.VILLAGE, Dimension.KIND, Dimension.SECTOR})


@dataclass(frozen=True, slots=True)
class Eyes:
    """What an asker sees of `day`: of agencies `within` (None: the whole city) all, of others who joined.

    Others are told as of `others_on`, the day or today where it has not come. `joined_only` says that the
    public asks, to whom no figure of who did not join is told either.
    """

    within: frozenset[int] | None
    joined_only: bool
    day: date
    others_on: date

    def look(self, city: City, scheme_id: int, known_at: int) -> Positions:
        """Where the venues seen stand, nobody else being on the list, as known at a number."""
        then = city.figures.positions(scheme_id, self.day, known_at)
        if self.within is None:
            return then
        own = np.zeros(len(then.codes), dtype=np.bool_)
        if self.within:
            own = np.isin(then.dimension(Dimension.AGENCY), list(self.within))
        if self.others_on == self.day:
            return then.only(own | then.open_joined)
        told = then.with_others(own, city.figures.positions(scheme_id, self.others_on, known_at))
        return told.only(own[: len(told.codes)] | told.open_joined)


def eyes_of(city: City, who: Who, day: date, conditions: Iterable[str] = (), *, today: date) -> Eyes:
    """What somebody sees of a day's venues under FIELD=CODE texts; raises `NotAllowed`, also for a condition.

    A field that is none of `OPEN_CONDITIONS`, known or not, is refused to whoever may not see figures.
    """
    who.must(Right.SEE_PUBLIC)
    if not {text.partition("=")[0].strip() for text in conditions} <= {d.value for d in OPEN_CONDITIONS}:
        who.must(Right.SEE_FIGURES)
    joined_only = not who.may(Right.SEE_FIGURES)
    within: frozenset[int] | None = frozenset()
    if who.may(Right.SEE_VENUES):
        within = agencies_within(city, who, Right.SEE_VENUES, day)
    return Eyes(within, joined_only, day, min(day, today))
