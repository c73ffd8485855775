"""The oracle: every figure answered from bare records, one fact at a time, in plain Python.

Written from the domain's words alone. It shares no line with the program that it judges: no numpy, no
table, no cache, nothing of `outreach`. Slow and obvious on purpose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from tests.support.records import FactRec, Known, MergeRec, OrderRec, Record, VoidRec, latest

#: What a row stands for: an id, the kind's code, or None for venues that have no such thing.
Key = int | str | None
#: A figure's day and the number up to which everything was known.
Point = tuple[date, int]
Condition = tuple[str, Key]

EXCLUSIONS = ("office_only", "closed", "suspended", "not_reopened")
#: What is assumed of a venue of which nothing was said.
ASSUMED: dict[str, str | int] = {
    "listing": "delisted",
    "participation": "not_contacted",
    "kind": "shop",
    "premises": "public",
    "operating": "open",
    "category": 0,
    "agency": 0,
    "sector": 0,
    "place": 0,
    "approval": 0,
}


class Weight(NamedTuple):
    """What venues count for in population, denominator and numerator; summed with `plus`."""

    population: int
    eligible: int
    completed: int

    def plus(self, other: Weight, times: int = 1) -> Weight:
        return Weight(*(mine + times * theirs for mine, theirs in zip(self, other, strict=True)))


NO_WEIGHT = Weight(0, 0, 0)


@dataclass(slots=True)
class Amount:
    """One part of a bridge: what it adds, and the venues for which it stands."""

    weight: Weight = NO_WEIGHT
    venues: set[int] = field(default_factory=set)


@dataclass(slots=True)
class BridgeRow:
    """One group's figures at both ends and what lies between."""

    before: Weight = NO_WEIGHT
    after: Weight = NO_WEIGHT
    parts: dict[str, Amount] = field(default_factory=dict)

    def add(self, part: str, venue: int, weight: Weight, times: int = 1) -> None:
        """Let the part stand for one venue more."""
        amount = self.parts.setdefault(part, Amount())
        amount.weight = amount.weight.plus(weight, times)
        amount.venues.add(venue)


def total_of(rows: Iterable[BridgeRow]) -> BridgeRow:
    """All rows in one; a venue that two rows tell of is one venue."""
    total = BridgeRow()
    for row in rows:
        total.before, total.after = total.before.plus(row.before), total.after.plus(row.after)
        for part, amount in row.parts.items():
            summed = total.parts.setdefault(part, Amount())
            summed.weight = summed.weight.plus(amount.weight)
            summed.venues |= amount.venues
    return total


class Spot(NamedTuple):
    """A venue's group and standing at one point."""

    group: Key
    standing: str | None


#: The group of everything that a filter leaves out; no code and no id reads so.
LEFT_OUT = "left out"


def weight_of(standing: str | None) -> Weight:
    """What a venue counts for where it stands; None is a venue that is not on the list."""
    if standing is None:
        return NO_WEIGHT
    eligible = standing in ("completed", "outstanding")
    return Weight(1, int(eligible), int(standing == "completed"))


def weight_of_all(standings: Mapping[str, int]) -> Weight:
    """The same for a row of coverage, which counts venues by where they stand."""
    total = NO_WEIGHT
    for standing, venues in standings.items():
        total = total.plus(weight_of(standing), venues)
    return total


def reason(before: str | None, after: str | None) -> str | None:
    """Why a venue of a group counts differently; None where it counts as before."""
    if weight_of(before) == weight_of(after):
        return None
    if before is None:
        return "listed"
    if after is None:
        return "delisted"
    if after.startswith("excluded"):
        return after
    if before.startswith("excluded"):
        return "counted_again"
    return "joined" if after == "completed" else "left"


class Oracle:
    """Answers from an unordered list of records; `district_of` gives each village its district."""

    def __init__(self, records: Sequence[Record], district_of: Mapping[int, int]) -> None:
        self.records = list(records)
        self.district_of = dict(district_of)
        self._known: dict[int, Known] = {}

    # ---- what is known

    def known(self, known_at: int) -> Known:
        """Records numbered ≤ R whose change no void numbered ≤ R names (a void is never undone)."""
        if known_at not in self._known:
            told = [record for record in self.records if record.seq <= known_at]
            voided = {record.voided_change for record in told if isinstance(record, VoidRec)}
            known = self._known[known_at] = Known()
            for record in told:
                if record.change not in voided:
                    known.add(record)
        return self._known[known_at]

    def venues(self) -> list[int]:
        """Every venue that any record names."""
        named: set[int] = set()
        for record in self.records:
            if isinstance(record, FactRec):
                named.add(record.venue)
            elif isinstance(record, MergeRec):
                named.update((record.loser, record.winner))
        return sorted(named)

    def value_of(self, venue: int, facet: str, scheme: int | None, as_of: date, known_at: int) -> str | int:
        """The value that holds at the end of the day, or what is assumed."""
        facts = self.known(known_at).facts.get((venue, facet, scheme), [])
        holds = latest(facts, as_of)
        return ASSUMED[facet] if holds is None else holds.value

    # ---- where a venue stands

    def standing_of(self, venue: int, scheme: int, as_of: date, known_at: int) -> str | None:
        """The first of the six conditions that holds; None for a venue that is not on the list."""
        if self.merged_away(venue, known_at):
            return None
        if self.value_of(venue, "listing", scheme, as_of, known_at) != "listed":
            return None
        applies = self.exclusions_of(scheme, as_of, known_at)
        operating = self.value_of(venue, "operating", None, as_of, known_at)
        premises = self.value_of(venue, "premises", None, as_of, known_at)
        if premises == "office_only" and "office_only" in applies:
            return "excluded_office_only"
        if operating == "closed" and "closed" in applies:
            return "excluded_closed"
        if operating == "suspended" and "suspended" in applies:
            return "excluded_suspended"
        shut = operating == "not_reopened" or self.held_by_order(venue, as_of, known_at)
        if shut and "not_reopened" in applies:
            return "excluded_not_reopened"
        participation = self.value_of(venue, "participation", scheme, as_of, known_at)
        return "completed" if participation == "joined" else "outstanding"

    def merged_away(self, venue: int, known_at: int) -> bool:
        """Whether the venue lost a merge that is known; merges have no date."""
        return venue in self.known(known_at).losers

    def exclusions_of(self, scheme: int, as_of: date, known_at: int) -> frozenset[str]:
        """Which reasons the scheme leaves out on that day; all four unless it said otherwise."""
        settings = [each for each in self.known(known_at).settings if each.scheme == scheme]
        holds = latest(settings, as_of)
        return frozenset(EXCLUSIONS) if holds is None else holds.exclusions

    def order_in_force(self, sector: int, as_of: date, known_at: int) -> OrderRec | None:
        """Of the sector's orders, each as stated last, the one that began last on or before the day."""
        stated_last: dict[int, OrderRec] = {}
        for statement in self.known(known_at).orders:
            earlier = stated_last.get(statement.order_id)
            if earlier is None or earlier.seq < statement.seq:
                stated_last[statement.order_id] = statement
        answer: OrderRec | None = None
        for order in stated_last.values():
            if order.sector != sector or order.suspended_from > as_of:
                continue
            if answer is None or (order.suspended_from, order.order_id) > (
                answer.suspended_from,
                answer.order_id,
            ):
                answer = order
        return answer

    def held_by_order(self, venue: int, as_of: date, known_at: int) -> bool:
        """Whether the order in force over the venue's sector of that day keeps it shut."""
        sector = self.value_of(venue, "sector", None, as_of, known_at)
        order = self.order_in_force(int(sector), as_of, known_at) if sector else None
        if order is None:
            return False
        if order.reopened_on is None or as_of < order.reopened_on:
            return True
        if not order.by_application:
            return False
        return self.value_of(venue, "approval", None, as_of, known_at) != order.order_id

    # ---- in which group

    def dimension_of(self, venue: int, scheme: int, dimension: str, as_of: date, known_at: int) -> Key:
        """The venue's own agency, district, village, sector, category or kind on that day."""
        if dimension == "kind":
            return self.value_of(venue, "kind", None, as_of, known_at)
        if dimension == "category":
            return self.value_of(venue, "category", scheme, as_of, known_at) or None
        if dimension in ("district", "village"):
            place = int(self.value_of(venue, "place", None, as_of, known_at))
            if dimension == "district":
                return self.district_of.get(place, place) or None
            return place if place in self.district_of else None
        return self.value_of(venue, dimension, None, as_of, known_at) or None

    def first_level(self, agency: Key, as_of: date, known_at: int) -> Key:
        """The agency at the top of the venue's own, by the parents of that day."""
        while agency is not None:
            parents = [each for each in self.known(known_at).parents if each.agency == agency]
            holds = latest(parents, as_of)
            if holds is None or holds.parent is None:
                return agency
            agency = holds.parent
        return None

    # ---- figures

    def members(
        self,
        scheme: int,
        as_of: date,
        known_at: int,
        standing: str | None = None,
        where: Sequence[Condition] = (),
    ) -> list[int]:
        """The venues of the population that meet every condition, or those of them that stand somewhere."""
        answer = []
        for venue in self.venues():
            stands = self.standing_of(venue, scheme, as_of, known_at)
            if stands is None or standing not in (None, stands):
                continue
            if all(
                self.dimension_of(venue, scheme, dimension, as_of, known_at) == key
                for dimension, key in where
            ):
                answer.append(venue)
        return answer

    def coverage(
        self,
        scheme: int,
        as_of: date,
        known_at: int,
        by: str | None = None,
        where: Sequence[Condition] = (),
        roll_up: bool = False,
    ) -> dict[Key, Counter[str]]:
        """How many venues stand where, in each row that has any; without `by` one row named None."""
        rows: dict[Key, Counter[str]] = {}
        for venue in self.members(scheme, as_of, known_at, where=where):
            key = None if by is None else self.dimension_of(venue, scheme, by, as_of, known_at)
            if roll_up:
                key = self.first_level(key, as_of, known_at)
            stands = self.standing_of(venue, scheme, as_of, known_at)
            assert stands is not None
            rows.setdefault(key, Counter())[stands] += 1
        return rows

    def trend(
        self,
        scheme: int,
        first: date,
        last: date,
        known_at: int,
        by: str | None = None,
        where: Sequence[Condition] = (),
    ) -> list[dict[Key, Counter[str]]]:
        """Coverage on each day from the first to the last, both included."""
        days = (last - first).days + 1
        return [
            self.coverage(scheme, first + timedelta(days=n), known_at, by, where) for n in range(max(days, 0))
        ]

    # ---- why figures changed

    def bridge(
        self,
        scheme: int,
        earlier: Point,
        later: Point,
        by: str | None = None,
        where: Sequence[Condition] = (),
    ) -> dict[Key, BridgeRow]:
        """Between two points every venue's story, told in this order by the group it belongs to:

        corrected (the first day as known then against as known at the later point), moved (with the
        earlier standing), listed or delisted (in the group of the day on which it is listed), the rest.
        What a filter leaves out is one group more, of which no row is shown.
        """
        rows: dict[Key, BridgeRow] = {}
        for venue in self.venues():
            then = self._spot(venue, scheme, earlier, by, where)
            before = self._spot(venue, scheme, (earlier[0], later[1]), by, where)
            after = self._spot(venue, scheme, later, by, where)
            self._tell(rows, venue, then, before, after)
        rows.pop(LEFT_OUT, None)
        return {key: row for key, row in rows.items() if any(row.before + row.after) or row.parts}

    @staticmethod
    def _tell(rows: dict[Key, BridgeRow], venue: int, then: Spot, before: Spot, after: Spot) -> None:
        def row(spot: Spot) -> BridgeRow:
            return rows.setdefault(spot.group, BridgeRow())

        row(then).before = row(then).before.plus(weight_of(then.standing))
        row(after).after = row(after).after.plus(weight_of(after.standing))
        if then.group == before.group:
            difference = weight_of(before.standing).plus(weight_of(then.standing), -1)
            if any(difference):
                row(before).add("corrected", venue, difference)
        else:
            if then.standing is not None:
                row(then).add("corrected", venue, weight_of(then.standing), -1)
            if before.standing is not None:
                row(before).add("corrected", venue, weight_of(before.standing))
        if None not in (before.standing, after.standing) and before.group != after.group:
            row(before).add("moved_out", venue, weight_of(before.standing), -1)
            row(after).add("moved_in", venue, weight_of(before.standing))
        part = reason(before.standing, after.standing)
        if part is not None:
            home = before if after.standing is None else after
            change = weight_of(after.standing).plus(weight_of(before.standing), -1)
            row(home).add(part, venue, change)

    def _spot(
        self, venue: int, scheme: int, point: Point, by: str | None, where: Sequence[Condition]
    ) -> Spot:
        as_of, known_at = point
        standing = self.standing_of(venue, scheme, as_of, known_at)
        for dimension, key in where:
            if self.dimension_of(venue, scheme, dimension, as_of, known_at) != key:
                return Spot(LEFT_OUT, standing)
        return Spot(None if by is None else self.dimension_of(venue, scheme, by, as_of, known_at), standing)
