"""逾期未覆核: venues that stay outside the denominator though the day to look again has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from outreach.figures.lookup import STANDING_CODES
from outreach.rules.vocabulary import Facet, Standing
from outreach.services.city import City
from outreach.services.explain import holding_facts
from outreach.services.reach import agencies_of, agencies_within
from outreach.services.who import Right, Who
from outreach.store.codes import word_of
from outreach.store.engine import reading
from outreach.store.told import told_facts
from outreach.store.venues import described

_FOR_A_TIME = (Standing.EXCLUDED_SUSPENDED, Standing.EXCLUDED_NOT_REOPENED)


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
    columns = city.figures.columns()
    mask = np.zeros(columns.size, dtype=bool)
    for scheme in city.reference().schemes:
        codes = city.figures.positions(scheme, today).codes
        mask[: len(codes)] |= np.isin(codes[: columns.size], [STANDING_CODES[s] for s in _FOR_A_TIME])
    if within is not None:
        mask &= np.isin(agencies_of(city, today)[: columns.size], list(within))
    ids: list[int] = np.flatnonzero(mask).tolist()
    found = []
    with reading(city.engine) as connection:
        venues = described(connection, ids)
        told = told_facts(connection, ids, None, columns.seq)
    for i in ids:
        fact = holding_facts((f for f in told[i] if f.facet is Facet.OPERATING), today).get(Facet.OPERATING)
        if fact is not None and fact.review_on is not None and fact.review_on < today:
            word = str(word_of(Facet.OPERATING, fact.value))
            found.append(ReviewPast(i, venues[i].name, word, fact.remark, fact.review_on))
    return tuple(sorted(found, key=lambda each: (each.since, each.venue_id)))
