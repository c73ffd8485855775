"""Reading a statement against the reference tables and what was recorded before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from outreach.figures.positions import Dimension
from outreach.rules.history import Stated, holding
from outreach.rules.orders import SectorOrder, in_force
from outreach.rules.refusals import Refusal
from outreach.rules.remarks import RemarkMissing
from outreach.rules.vocabulary import SCHEME_FACETS, Facet
from outreach.services.city import City
from outreach.services.effects import with_added
from outreach.services.naming import LONGEST_SHOWN, WHAT, entries_of, find, scheme_named
from outreach.services.reach import OutOfReach, agencies_within, check_own_day, must_reach
from outreach.services.recording.model import (
    Cell,
    Conflict,
    Line,
    NoOrderToAnswer,
    NotStatable,
    Recording,
    RemarkTooLong,
    Said,
    Trouble,
    WordUnknown,
)
from outreach.services.stated import REMARKED, FacetFacts, to_record
from outreach.services.who import Right, Who
from outreach.sheets.fields import BY_CODE
from outreach.store.codes import WORDS, number_of, word_of
from outreach.store.engine import Connection
from outreach.store.posting import NewFact
from outreach.store.reference import Named, Reference
from outreach.store.venues import Venue, current_orders, described, histories

#: The longest remark that is taken.
LONGEST_REMARK = 500
_DIMENSIONS = {Facet.CATEGORY: Dimension.CATEGORY, Facet.SECTOR: Dimension.SECTOR}
#: What may be stated by this way; whose a venue is and where it lies have ways of their own.
STATABLE = frozenset(
    {
        Facet.LISTING,
        Facet.CATEGORY,
        Facet.PARTICIPATION,
        Facet.SECTOR,
        Facet.KIND,
        Facet.PREMISES,
        Facet.OPERATING,
        Facet.APPROVAL,
    }
)


def plan_recording(
    connection: Connection, city: City, who: Who, scheme: str, said: Sequence[Said], *, today: date
) -> Recording:
    """Work out what statements come to, within a transaction of the caller's.

    A venue that is stated twice is worked out in the order given, the second time as if the first were
    recorded. Raises `OutOfReach` and the refusals of `naming`.
    """
    ids = {s.venue_id for s in said}
    must_reach(city, who, Right.CHANGE, ids, today)
    reference = city.reference()
    found = scheme_named(reference, scheme)
    venues = described(connection, ids)
    must_reach_known(ids, venues)
    told = histories(connection, ids, found.id)
    within = agencies_within(city, who, Right.CHANGE, today)
    judge = _Judge(reference, found, current_orders(connection))
    by_now: dict[int, FacetFacts] = {i: told.get(i, {}) for i in ids}
    lines = []
    for order, each in enumerate(said):
        others = check_own_day(city, within, each.venue_id, by_now[each.venue_id], each.effective_on)
        line = judge.line(each, venues[each.venue_id], by_now[each.venue_id], others)
        line = replace(line, order=order)
        by_now[each.venue_id] = with_added(by_now[each.venue_id], line.stated)
        lines.append(line)
    return Recording(found, tuple(lines), {i: told.get(i, {}) for i in ids})


def must_reach_known(ids: Iterable[int], venues: Mapping[int, Venue]) -> None:
    """Raise `OutOfReach` for a number that is no venue's, as for one that is another's."""
    for venue_id in ids:
        if venue_id not in venues:
            raise OutOfReach(venue_id=venue_id)


@dataclass(frozen=True, slots=True)
class _Judge:
    """The reference tables and orders that statements are read against."""

    reference: Reference
    scheme: Named
    orders: Sequence[SectorOrder]

    def line(self, said: Said, venue: Venue, facts: FacetFacts, others: Refusal | None) -> Line:
        """What one statement comes to; `others` is why its day is not the asker's to speak of."""
        troubles = [] if others is None else [Trouble(venue.id, None, others)]
        remark = said.remark.strip()
        if len(remark) > LONGEST_REMARK:
            refusal = RemarkTooLong(count=len(remark), most=LONGEST_REMARK)
            troubles.append(Trouble(venue.id, None, refusal))
        stated: dict[Facet, int] = {}
        for facet, word in said.values.items():
            try:
                stated[facet] = self._number(facet, word, stated, facts, said.effective_on)
            except Refusal as refused:
                troubles.append(Trouble(venue.id, facet, refused))
        told = to_record(stated, remark, facts, said.effective_on)
        for facet in told.without_reason:
            missing = RemarkMissing(value=_in_chinese(facet, self.word(facet, stated[facet])))
            troubles.append(Trouble(venue.id, facet, missing))
        cells = tuple(
            Cell(
                w.facet,
                self.word(w.facet, _now(facts, w.facet, said.effective_on)),
                self.word(w.facet, w.value),
            )
            for w in told.facts
        )
        if said.version is not None and said.version != venue.version and (cells or troubles):
            return Line(said, venue, cells, conflict=self._conflict(said, venue, stated, facts))
        if troubles:
            return Line(said, venue, cells, troubles=tuple(troubles))
        new = tuple(
            NewFact(
                venue.id,
                w.facet,
                w.value,
                said.effective_on,
                self.scheme.id if w.facet in SCHEME_FACETS else None,
                w.remark,
                w.review_on,
            )
            for w in told.facts
        )
        return Line(said, venue, cells, new)

    def _conflict(self, said: Said, venue: Venue, stated: Mapping[Facet, int], facts: FacetFacts) -> Conflict:
        """Every stated value beside the one that holds now."""
        day = said.effective_on
        cells = tuple(
            Cell(f, self.word(f, _now(facts, f, day)), self.word(f, value)) for f, value in stated.items()
        )
        remarks = [h.remark for f in REMARKED if (h := holding(facts.get(f, ()), day)) is not None]
        return Conflict(venue.id, venue.version, cells, next((r for r in remarks if r), ""))

    def _number(
        self, facet: Facet, word: str, stated: Mapping[Facet, int], facts: FacetFacts, day: date
    ) -> int:
        """A word or code as stored. Raises `WordUnknown`, `Unknown` and `NoOrderToAnswer`."""
        if facet not in STATABLE:
            raise NotStatable(what=_title(facet))
        if facet is Facet.APPROVAL:
            sector = stated.get(Facet.SECTOR, _now(facts, Facet.SECTOR, day))
            order = in_force(self.orders, sector, day)
            if order is None or not order.by_application:
                raise NoOrderToAnswer(day=day.isoformat())
            return order.id
        if facet in WORDS:
            try:
                return number_of(facet, word)
            except (KeyError, ValueError):
                example = _in_chinese(facet, str(word_of(facet, 0)))
                shown = word[:LONGEST_SHOWN]
                raise WordUnknown(value=shown, what=_title(facet), example=example) from None
        dimension = _DIMENSIONS[facet]
        return find(entries_of(self.reference, dimension, self.scheme.id), word, WHAT[dimension]).id

    def word(self, facet: Facet, value: int) -> str:
        """A stored value as a word or code; "" for none."""
        if facet in WORDS:
            return str(word_of(facet, value))
        if facet is Facet.APPROVAL:
            return "approved" if value else ""
        entry = entries_of(self.reference, _DIMENSIONS[facet], self.scheme.id).get(value)
        return entry.code if entry is not None else ""


def _title(facet: Facet) -> str:
    """What a facet is called in sheets."""
    return BY_CODE[facet.value].heading if facet.value in BY_CODE else "行政區・里"


def _in_chinese(facet: Facet, word: str) -> str:
    """A stored word as sheets write it."""
    try:
        return BY_CODE[facet.value].word_for(word)
    except KeyError:
        return word


def _now(facts: FacetFacts, facet: Facet, day: date) -> int:
    now: Stated | None = holding(facts.get(facet, ()), day)
    return now.value if now is not None else 0
