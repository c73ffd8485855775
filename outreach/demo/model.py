"""What the demonstration city yields: venues, and every statement that anybody made about them, in order.

Nothing here touches a database; a loader posts it change by change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outreach.rules.vocabulary import Facet

BEAR_VOUCHER = "bear_voucher"
MYCODE = "mycode"

FIRST_DAY = date(2021, 8, 2)
LAST_DAY = date(2021, 11, 24)


@dataclass(frozen=True, slots=True)
class DemoAgency:
    """An agency; `parent_code` is None for one of the first level."""

    code: str
    name: str
    short_name: str
    synonyms: tuple[str, ...] = ()
    parent_code: str | None = None


@dataclass(frozen=True, slots=True)
class DemoSector:
    """A trade; the eight special ones carry the flag and the agency that may order them shut."""

    code: str
    name: str
    special: bool = False
    competent_agency_code: str | None = None


@dataclass(frozen=True, slots=True)
class DemoVenue:
    """A venue's descriptions; `number` is dense from 1, `lon`/`lat` are WGS 84 degrees or both None.

    Names, roads, telephone numbers and tax ids are invented: no local number of Taipei begins with 0;
    the tax ids pass the check and all begin with 0000, so that they are seen to be made up.
    """

    number: int
    name: str
    address: str
    lon: float | None
    lat: float | None
    tax_id: str
    voucher_kinds: tuple[str, ...]
    contact: str
    phone: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said about one venue.

    `value` is the word of an enum facet, or the code of an agency, a sector, a category (A, B, C) or a
    place (a village, or its district where the village is not known); an approval names the order that
    it answers as `sector:first day` (ktv:2021-05-15). `scheme` is given for scheme facets only.
    """

    venue: int
    facet: Facet
    value: str
    effective_on: date
    scheme: str | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class OrderStatement:
    """A sector order stated in full; sector and first day identify it, a later statement supersedes."""

    sector_code: str
    suspended_from: date
    reopened_on: date | None
    by_application: bool
    document: str


@dataclass(frozen=True, slots=True)
class DemoChange:
    """One action of one person; `undoes` is the position of an earlier change in the city's list."""

    kind: str
    actor: str
    recorded_at: datetime
    summary: str
    source: str = ""
    statements: tuple[Statement, ...] = ()
    orders: tuple[OrderStatement, ...] = ()
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class DemoCity:
    """The whole demonstration; `last_day` is the last day that any fact speaks of."""

    agencies: tuple[DemoAgency, ...]
    sectors: tuple[DemoSector, ...]
    venues: tuple[DemoVenue, ...]
    changes: tuple[DemoChange, ...]
    last_day: date
