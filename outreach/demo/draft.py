"""A venue while it is being made: what it is, and the days on which things happen to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from outreach.demo.ground import Spot
from outreach.demo.model import FIRST_DAY, DemoVenue
from outreach.rules.vocabulary import Kind, Operating, Participation

CITY_CATEGORY, SHOP_CATEGORY, SPECIAL_CATEGORY = "A", "B", "C"


@dataclass(frozen=True, slots=True)
class Spell:
    """A venue out of the denominator for a while; `end` is the day on which it opens again, if it does."""

    state: Operating
    start: date
    end: date | None
    remark: str
    remark_at_end: str = ""

    def covers(self, day: date) -> bool:
        """Whether the venue is shut on the day."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of participation reached on a day."""

    on: date
    stage: Participation
    remark: str = ""


@dataclass(slots=True)
class Draft:
    """A venue in the making; days are effective dates."""

    number: int
    agency: str
    root: str
    sector: str
    kind: Kind
    name: str
    spot: Spot | None
    #: What the place facet says: a village, a district, or nothing.
    place: str = ""
    address: str = ""
    located: bool = True
    tax_id: str = ""
    voucher_kinds: tuple[str, ...] = ()
    contact: str = ""
    category: str = SHOP_CATEGORY
    listed: dict[str, date] = field(default_factory=dict)
    office_remark: str = ""
    spell: Spell | None = None
    steps: dict[str, list[Step]] = field(default_factory=dict)
    #: A venue of a special trade that came onto the list only in November.
    late: bool = False
    #: The day on which a venue of a special trade passed its inspection.
    approved_on: date | None = None
    #: Nothing of this venue is entered before this day; facts may be dated earlier.
    entered_from: date = FIRST_DAY
    #: The day on which a scheme's joining was reported, where that was late.
    late_report: dict[str, date] = field(default_factory=dict)
    #: What was entered at first and corrected later, where that was wrong.
    mistaken: dict[str, str] = field(default_factory=dict)
    #: Already part of one special story; no second one is told of it.
    taken: bool = False

    @property
    def city(self) -> bool:
        """Whether the city itself runs the place."""
        return self.kind is Kind.CITY_VENUE

    @property
    def first_listed(self) -> date:
        """The first day on which any scheme lists the venue."""
        return min(self.listed.values())

    def joined_on(self, scheme: str) -> date | None:
        """The day on which the venue joined a scheme, if it ever did."""
        joins = (s.on for s in self.steps.get(scheme, ()) if s.stage is Participation.JOINED)
        return next(joins, None)

    def last_step(self) -> date:
        """The last day on which anything about its participation happened."""
        return max((s.on for steps in self.steps.values() for s in steps), default=FIRST_DAY)

    def finished(self) -> DemoVenue:
        """The descriptions that the loader writes."""
        shown = self.spot if self.located else None
        return DemoVenue(
            self.number,
            self.name,
            self.address,
            shown.lon if shown else None,
            shown.lat if shown else None,
            self.tax_id,
            self.voucher_kinds,
            self.contact,
            f"(02)0000-{self.number % 10000:04d}",
        )
