"""What the benchmark's venues refer to beside what setting up makes.

Agencies in two levels and sectors (they have numbers for names), and the orders that shut sectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
import numpy.typing as npt

from outreach.rules.schemes import SchemeSettings
from outreach.rules.trades import SPECIAL_TRADES
from outreach.rules.vocabulary import Kind
from outreach.services.setup import set_up
from outreach.services.who import Role, Who
from outreach.store.engine import Engine, writing
from outreach.store.posting import open_change
from outreach.store.reference import put_agency, put_order, put_sector, read_reference

#: The year that the facts speak of; lists are taken over in its first weeks.
FIRST_DAY, LAST_DAY = date(2021, 1, 1), date(2021, 12, 31)
#: The schemes' ids, in the order in which setting up makes them.
BEAR, MYCODE = 1, 2
BUREAUS, AGENCIES, SECTORS = 24, 60, 60


@dataclass(frozen=True, slots=True)
class Statement:
    """An order stated on a day: `order` is its id, `sector` whom it shuts from `suspended_from`."""

    told: date
    order: int
    sector: int
    suspended_from: date
    reopened_on: date | None = None
    by_application: bool = False


@dataclass(frozen=True, slots=True)
class References:
    """Ids by which facts are drawn; `district_of[i]` is the district of village `villages[i]`."""

    villages: npt.NDArray[np.int64]
    district_of: npt.NDArray[np.int64]
    #: By scheme: its categories' ids.
    categories: dict[int, tuple[int, ...]]


def orders() -> tuple[Statement, ...]:
    """Every statement of an order, by the day on which it was told.

    All special trades and three others are shut in May. Two of those come back for all in July, the
    third by application; of the special trades, three by application and the rest for all, in autumn.
    """
    told: list[Statement] = []
    closed, spring = date(2021, 5, 15), date(2021, 5, 19)
    for sector in range(1, len(SPECIAL_TRADES) + 1):
        first = Statement(date(2021, 5, 14), sector, sector, closed)
        back = date(2021, 10, 5) if sector == 1 else date(2021, 11, 2) if sector < 4 else date(2021, 11, 16)
        told += [first, Statement(date(2021, 10, 1), sector, sector, closed, back, sector < 4)]
    for order, sector in enumerate((20, 21, 22), start=len(SPECIAL_TRADES) + 1):
        first = Statement(date(2021, 5, 18), order, sector, spring)
        again = Statement(date(2021, 7, 8), order, sector, spring, date(2021, 7, 13), sector == 22)
        told += [first, again]
    return tuple(sorted(told, key=lambda s: (s.told, s.order)))


def put_references(engine: Engine) -> References:
    """Set the database up, and add this city's sectors, agencies and orders."""
    now = datetime(2020, 12, 31, tzinfo=UTC)
    set_up(engine, Who("benchmark", Role.ADMINISTRATOR), now=now)
    with writing(engine) as connection:
        change = open_change(connection, kind="setup", actor="benchmark", summary="機關", now=now)
        for n in range(len(SPECIAL_TRADES) + 1, SECTORS + 1):
            put_sector(connection, f"S{n:02d}", f"行業{n:02d}")
        for n in range(1, AGENCIES + 1):
            name = f"第{n:02d}局" if n <= BUREAUS else f"第{n:02d}處"
            put_agency(connection, f"A{n:02d}", name, name)
            change.parent(n, n % BUREAUS + 1 if n > BUREAUS else None, FIRST_DAY)
        change.scheme(BEAR, SchemeSettings(open_kinds=frozenset({Kind.SHOP})).as_stored(), FIRST_DAY)
        for stated in orders():
            put_order(connection, stated.sector, stated.suspended_from)
        found = read_reference(connection)
    villages = [(p.id, p.district_id) for p in found.places.values() if p.district_id is not None]
    ids = np.array(villages, dtype=np.int64)
    categories = {
        s: tuple(c.id for c in found.categories.values() if c.scheme_id == s) for s in (BEAR, MYCODE)
    }
    return References(ids[:, 0], ids[:, 1], categories)
