"""The demonstration read back statement by statement in plain Python, independent of any store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from outreach.demo.agencies import roots
from outreach.demo.model import DemoCity, OrderStatement, Statement
from outreach.rules.orders import SectorOrder, held, in_force
from outreach.rules.rate import Tally
from outreach.rules.standing import standing
from outreach.rules.vocabulary import (
    Facet,
    Kind,
    Listing,
    Operating,
    Participation,
    Premises,
    Standing,
)

Side = tuple[Facet, str | None]


@dataclass(frozen=True, slots=True)
class Seen:
    """One venue on one scheme's list, as of a day."""

    venue: int
    agency: str
    sector: str
    kind: Kind
    category: str
    place: str
    participation: Participation
    standing: Standing
    #: From when the venue has been operating as it does; None where nobody said anything of it.
    operating_since: date | None

    @property
    def root(self) -> str:
        """The first-level agency that answers for the venue."""
        return _ROOTS[self.agency]


_ROOTS = roots()


class Replay:
    """What was known at a moment (by default everything)."""

    def __init__(self, city: DemoCity, known_at: datetime | None = None) -> None:
        changes = [
            (n, change)
            for n, change in enumerate(city.changes)
            if known_at is None or change.recorded_at <= known_at
        ]
        voided = {change.undoes for _, change in changes}
        self._sectors = {sector.code: n for n, sector in enumerate(city.sectors)}
        self._facts: dict[int, dict[Side, list[Statement]]] = defaultdict(lambda: defaultdict(list))
        stated: dict[tuple[str, date], OrderStatement] = {}
        for n, change in changes:
            if n in voided:
                continue
            for order in change.orders:
                stated[order.sector_code, order.suspended_from] = order
            for said in change.statements:
                self._facts[said.venue][said.facet, said.scheme].append(said)
        keys = sorted({(o.sector_code, o.suspended_from) for c in city.changes for o in c.orders})
        self._order_ids = {key: n for n, key in enumerate(keys, start=1)}
        self.orders = [
            SectorOrder(
                self._order_ids[key],
                self._sectors[o.sector_code],
                o.suspended_from,
                o.reopened_on,
                o.by_application,
                o.document,
            )
            for key, o in stated.items()
        ]

    def holding(self, venue: int, facet: Facet, day: date, scheme: str | None = None) -> Statement | None:
        """What held at the end of the day: the latest effective date, then whatever was said last."""
        found = None
        for said in self._facts[venue].get((facet, scheme), ()):
            if said.effective_on <= day and (found is None or said.effective_on >= found.effective_on):
                found = said
        return found

    def value(self, venue: int, facet: Facet, day: date, assumed: str, scheme: str | None = None) -> str:
        """The value that held, or what is assumed where nothing was said."""
        said = self.holding(venue, facet, day, scheme)
        return said.value if said else assumed

    def listed(self, scheme: str, day: date) -> Iterator[Seen]:
        """Every venue on the scheme's list as of the day."""
        for venue in sorted(self._facts):
            if self.value(venue, Facet.LISTING, day, Listing.DELISTED, scheme) == Listing.LISTED:
                yield self._seen(venue, scheme, day)

    def _seen(self, venue: int, scheme: str, day: date) -> Seen:
        sector = self.value(venue, Facet.SECTOR, day, "")
        operating = self.holding(venue, Facet.OPERATING, day)
        participation = Participation(
            self.value(venue, Facet.PARTICIPATION, day, Participation.NOT_CONTACTED, scheme)
        )
        return Seen(
            venue,
            self.value(venue, Facet.AGENCY, day, ""),
            sector,
            Kind(self.value(venue, Facet.KIND, day, Kind.SHOP)),
            self.value(venue, Facet.CATEGORY, day, "", scheme),
            self.value(venue, Facet.PLACE, day, ""),
            participation,
            standing(
                Premises(self.value(venue, Facet.PREMISES, day, Premises.PUBLIC)),
                Operating(operating.value if operating else Operating.OPEN),
                self.held(venue, sector, day),
                participation,
            ),
            operating.effective_on if operating else None,
        )

    def held(self, venue: int, sector: str, day: date) -> bool:
        """Whether the order of the venue's trade keeps it shut."""
        number = self._sectors[sector]
        approval = self.value(venue, Facet.APPROVAL, day, "")
        approved = None
        if approval:
            of_sector, _, began = approval.partition(":")
            approved = self._order_ids[of_sector, date.fromisoformat(began)]
        return held(in_force(self.orders, number, day), approved, day)


def tally(seen: list[Seen]) -> Tally:
    """The figures of a list of venues."""
    counts: dict[Standing, int] = defaultdict(int)
    for one in seen:
        counts[one.standing] += 1
    return Tally.of(counts)


def by(key: Callable[[Seen], str], seen: list[Seen]) -> dict[str, Tally]:
    """The figures of each group; groups without venues are absent."""
    groups: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        groups[key(one)].append(one)
    return {name: tally(members) for name, members in groups.items()}
