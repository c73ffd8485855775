"""逾期未覆核: venues that stay outside the denominator though the day to look again has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from outreach.figures.exclusions import for_a_time
from outreach.figures.positions import Dimension
from outreach.rules.vocabulary import Facet
from outreach.services.city import City
from outreach.services.reach import agencies_within
from outreach.services.who import Right, Who
from outreach.store.codes import word_of
from outreach.store.engine import reading
from outreach.store.exclusions import past_review


@dataclass(frozen=True, slots=True)
class ReviewPast:
    """An excluded venue, its operating state (a code) and remark, and its review day."""

    venue_id: int
    venue: str
    operating: str
    remark: str
    since: date


def reviews_past(city: City, who: Who, *, today: date) -> tuple[ReviewPast, ...]:
    """Venues of the asker's own whose review day has passed, those longest past first.

    Own are those the asker may change; who changes nothing but sees venues gets those seen. A venue held by a
    sector's order alone has no review day.
    """
    right = Right.CHANGE if who.may(Right.CHANGE) else Right.SEE_VENUES
    within = agencies_within(city, who, right, today)
    several = [city.figures.positions(scheme, today) for scheme in city.reference().schemes]
    if not several:
        return ()
    numbers = for_a_time(several)
    if within is not None:
        agencies = several[0].dimension(Dimension.AGENCY)[: len(numbers)]
        numbers = numbers[np.isin(agencies, list(within))]
    with reading(city.engine) as connection:
        found = past_review(connection, numbers[numbers > 0].tolist(), today)
    words = {value: str(word_of(Facet.OPERATING, value)) for value in {row[2] for row in found}}
    return tuple(
        ReviewPast(venue_id, venue, words[value], remark, since)
        for venue_id, venue, value, remark, since in found
    )
