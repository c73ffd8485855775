"""Two venues side by side: descriptions, what holds of each, and what only some may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from outreach.rules.duplicates import Sign
from outreach.rules.vocabulary import Facet
from outreach.services.city import City
from outreach.services.duplicates.candidates import candidates
from outreach.services.duplicates.pairs import Brief, briefs, pairs_of, theirs
from outreach.services.duplicates.refusals import WithItself
from outreach.services.explain import holding_facts
from outreach.services.reach import OutOfReach, within_reach
from outreach.services.venues import value_in_words
from outreach.services.who import Right, Who
from outreach.store.duplicates import Apart, apart, merged_into
from outreach.store.engine import reading
from outreach.store.feed import current_seq
from outreach.store.told import told_facts
from outreach.store.venues import Venue, contacts_of, described


@dataclass(frozen=True, slots=True)
class Held:
    """A fact that holds of a venue; `scheme` "" for what holds for all, `value` a code or a name."""

    facet: Facet
    scheme: str
    value: str
    since: date
    remark: str


@dataclass(frozen=True, slots=True)
class Side:
    """One venue of a comparison; of another agency's, `venue` is None and `facts` are empty."""

    brief: Brief
    venue: Venue | None
    facts: tuple[Held, ...]
    has_contact: bool
    """Whether contact details are kept; which, is not said here."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two venues, the signs that they are one (none where they are no candidates), and what was decided."""

    one: Side
    other: Side
    signs: tuple[Sign, ...]
    apart: Apart | None
    merged_into: tuple[int, int] | None
    """(loser, winner) where one of them is merged away."""
    may_merge: bool
    may_decide: bool
    """Whether the asker may say that they are two."""


def in_order(one: int, other: int) -> tuple[int, int]:
    """A pair's ids, the lower first."""
    return (one, other) if one < other else (other, one)


def is_candidate(city: City, pair: tuple[int, int], day: date) -> bool:
    """Whether two venues (lower id first) are likely one, kept apart or not."""
    return any((c.one, c.other) == pair for c in candidates(city, day))


def must_see_pair(city: City, who: Who, one: int, other: int, day: date) -> tuple[int, int]:
    """The pair in order, where the asker may see it: both venues, or one of theirs and a likely other.

    Raises `OutOfReach` of anything else, as of a number that does not exist.
    """
    theirs(city, who, day)
    pair = in_order(one, other)
    with reading(city.engine) as connection:
        known = described(connection, pair)
        settled = apart(connection)
    for venue_id in (one, other):
        if venue_id not in known:
            raise OutOfReach(venue_id=venue_id)
    seen = within_reach(city, who, Right.SEE_VENUES, pair, day)
    if len(seen) == len(set(pair)) or (seen and (pair in settled or is_candidate(city, pair, day))):
        return pair
    raise OutOfReach(venue_id=next(i for i in (one, other) if i not in seen))


def compare(city: City, who: Who, one: int, other: int, *, today: date) -> Comparison:
    """Two venues side by side, in the order given. Raises `OutOfReach` and `WithItself`."""
    pair = must_see_pair(city, who, one, other, today)
    if one == other:
        raise WithItself(venue_id=one)
    found = [c for c in candidates(city, today) if (c.one, c.other) == pair]
    shown = pairs_of(city, who, found, today)
    reached = within_reach(city, who, Right.CHANGE, pair, today) if who.may(Right.CHANGE) else set()
    with reading(city.engine) as connection:
        settled, merged = apart(connection).get(pair), merged_into(connection)
    gone = next(((i, merged[i]) for i in pair if i in merged), None)
    first, second = sides(city, who, (one, other), today)
    return Comparison(
        first,
        second,
        shown[0].signs if shown else (),
        settled,
        gone,
        may_merge=len(reached) == len(set(pair)) and gone is None,
        may_decide=bool(reached),
    )


def sides(city: City, who: Who, ids: tuple[int, int], day: date) -> tuple[Side, Side]:
    """What the asker may see of two venues that a comparison may name."""
    full = within_reach(city, who, Right.SEE_VENUES, ids, day)
    near = within_reach(city, who, Right.SEE_CONTACTS, ids, day)
    told = briefs(city, ids, day)
    reference = city.reference()
    with reading(city.engine) as connection:
        venues = described(connection, full)
        people = contacts_of(connection, near)
        facts = told_facts(connection, full, None, current_seq(connection))

    def side(i: int) -> Side:
        held = []
        for scheme in (None, *reference.schemes.values()):
            mine = [f for f in facts.get(i, ()) if f.scheme_id == (scheme.id if scheme else None)]
            held += [
                Held(
                    facet,
                    scheme.name if scheme else "",
                    value_in_words(reference, facet, fact.value),
                    fact.effective_on,
                    fact.remark,
                )
                for facet, fact in holding_facts(mine, day).items()
            ]
        return Side(told[i], venues.get(i), tuple(held), i in people)

    return side(ids[0]), side(ids[1])
