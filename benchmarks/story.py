"""A year in the life of a city's venues, drawn at random.

Everything is drawn in numpy, facet by facet: first lists, stages of participation, closures, moves,
approvals, corrections told later than they hold, and mistakes that are undone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from benchmarks.reference import AGENCIES, BEAR, MYCODE, SECTORS, References, orders
from benchmarks.telling import (
    EDIT,
    END,
    IMPORT,
    ORDER,
    ORDER_ROW,
    START,
    UNDO_EDIT,
    UNDO_IMPORT,
    VOID_ROW,
    WRONG_EDIT,
    WRONG_IMPORT,
    Bools,
    Ints,
    Rows,
    batch_of,
    day_told,
    kind_of,
    told_in_order,
)
from outreach.rules.trades import SPECIAL_TRADES
from outreach.rules.vocabulary import Facet
from outreach.store.codes import FACET_NUMBERS


@dataclass(slots=True)
class City:
    """The venues (ids 1 to n) with what they are at first, and the rows drawn so far."""

    rng: np.random.Generator
    references: References
    size: int
    agency: Ints
    sector: Ints
    #: Venues about which something wrong is told and undone; nothing else follows on the same facet.
    mistaken: Bools
    rows: list[Rows] = field(default_factory=list)

    def chance(self, share: float, count: int | None = None) -> Bools:
        """Which of the venues (or of `count` things) are drawn with a probability."""
        return self.rng.random(self.size + 1 if count is None else count) < share

    def say(
        self, facet: Facet, venue: Ints, value: Ints | int, day: Ints, batch: Ints, scheme: int = 0
    ) -> None:
        """Add facts of one facet; those told after the year's end are left out."""
        full = np.broadcast_to(value, venue.shape).astype(np.int64)
        number = np.full(len(venue), FACET_NUMBERS[facet])
        rows = Rows(batch, venue, np.full(len(venue), scheme), number, full, day)
        self.rows.append(rows.only((day_told(batch) >= START) & (day_told(batch) <= END)))

    def told(self, venue: Ints, wanted: Ints) -> tuple[Ints, Ints]:
        """Day and change in which news of about `wanted` is told: nine times in ten by weekly import."""
        agency = self.agency[venue]
        weekly = wanted + (agency - wanted) % 7
        edited = self.chance(0.1, len(venue))
        day = np.where(edited, wanted, weekly)
        batch = np.where(edited, batch_of(day, EDIT, venue), batch_of(day, IMPORT, agency))
        return day, batch


def draw(size: int, seed: int, references: References) -> Rows:
    """The story of a city of `size` venues, in the order of telling."""
    rng = np.random.default_rng(seed)
    shares = 1 / np.arange(4, AGENCIES + 4)
    agency = rng.choice(AGENCIES, size + 1, p=shares / shares.sum()) + 1
    trades = np.ones(SECTORS)
    trades[: len(SPECIAL_TRADES)] = 0.1
    trades[40:44] = 8
    sector = rng.choice(SECTORS, size + 1, p=trades / trades.sum()) + 1
    city = City(rng, references, size, agency, sector, rng.random(size + 1) < 0.02)
    first = np.full(size + 1, END + 1)
    first_batch = np.zeros(size + 1, dtype=np.int64)
    on_bear = city.chance(0.85)
    for scheme, listed, bulk in ((BEAR, on_bear, 4), (MYCODE, city.chance(0.55) | ~on_bear, 60)):
        venue, told, batch = _listed(city, scheme, np.flatnonzero(listed), bulk)
        _participation(city, scheme, venue, told, batch)
        sooner = told < first[venue]
        first[venue[sooner]], first_batch[venue[sooner]] = told[sooner], batch[sooner]
    everyone = np.flatnonzero(first <= END)
    _described(city, everyone, first[everyone], first_batch[everyone])
    _operating(city, everyone, first[everyone])
    _approvals(city)
    _corrections(city)
    _mistakes(city, first)
    _orders(city)
    return told_in_order(city.rows)


def _listed(city: City, scheme: int, venue: Ints, bulk: int) -> tuple[Ints, Ints, Ints]:
    """Put venues on a scheme's list; returns them with the day and change of telling."""
    venue = venue[venue > 0]
    agency = city.agency[venue]
    # Most venues come with one of the agency's first two lists, the others in the course of the year.
    early = START + bulk + agency % 20 + 21 * (city.rng.random(len(venue)) < 0.3)
    late = START + bulk + 50 + city.rng.integers(0, 300, len(venue))
    early_enough = city.chance(0.8, len(venue)) | city.mistaken[venue]
    told, batch = city.told(venue, late)
    told = np.where(early_enough, early, told)
    batch = np.where(early_enough, batch_of(early, IMPORT, agency), batch)
    inside = told <= END
    venue, told, batch = venue[inside], told[inside], batch[inside]
    day = told - city.rng.integers(0, 7, len(venue))
    city.say(Facet.LISTING, venue, 1, day, batch, scheme)
    ids = np.array(city.references.categories[scheme])
    sorted_in = city.chance(0.9 if scheme == MYCODE else 0.35, len(venue))
    ordinary = ids[city.rng.integers(0, len(ids) - 1, len(venue))]
    category = np.where(city.sector[venue] <= len(SPECIAL_TRADES), ids[-1], ordinary)
    city.say(Facet.CATEGORY, venue[sorted_in], category[sorted_in], day[sorted_in], batch[sorted_in], scheme)
    leaving = city.chance(0.02, len(venue)) & ~city.mistaken[venue]
    _later(city, Facet.LISTING, venue[leaving], 0, told[leaving] + 30, 200, scheme)
    back = leaving & city.chance(0.2, len(venue))
    _later(city, Facet.LISTING, venue[back], 1, told[back] + 240, 60, scheme)
    return venue, told, batch


def _later(
    city: City, facet: Facet, venue: Ints, value: Ints | int, after: Ints, within: int, scheme: int = 0
) -> Ints:
    """Tell something `after` a day or up to `within` days later; returns the day of telling."""
    told, batch = city.told(venue, after + city.rng.integers(0, within, len(venue)))
    city.say(facet, venue, value, told - city.rng.integers(0, 7, len(venue)), batch, scheme)
    return told


#: From each stage: how likely the next news is, and to which stages (not contacted … withdrawn) it leads.
_STEPS = np.array(
    [
        [0.60, 0.00, 0.70, 0.10, 0.12, 0.08, 0.00],
        [0.65, 0.00, 0.00, 0.60, 0.28, 0.12, 0.00],
        [0.80, 0.00, 0.00, 0.00, 0.92, 0.08, 0.00],
        [0.03, 0.00, 0.00, 0.00, 0.00, 0.00, 1.00],
        [0.10, 0.00, 0.30, 0.50, 0.20, 0.00, 0.00],
        [0.10, 0.00, 0.50, 0.00, 0.50, 0.00, 0.00],
    ]
)


def _participation(city: City, scheme: int, venue: Ints, told: Ints, batch: Ints) -> None:
    """From the list's own word on, stage by stage."""
    stage = city.rng.choice(4, len(venue), p=[0.4, 0.15, 0.1, 0.35])
    known = stage > 0
    day = told - city.rng.integers(0, 7, len(venue))
    city.say(Facet.PARTICIPATION, venue[known], stage[known], day[known], batch[known], scheme)
    for _ in range(4):
        going = city.chance(1, len(venue)) & (city.rng.random(len(venue)) < _STEPS[stage, 0])
        going &= ~city.mistaken[venue] & (told <= END)
        venue, told, stage = venue[going], told[going], stage[going]
        reached = np.cumsum(_STEPS[stage, 1:], axis=1) < city.rng.random(len(venue))[:, np.newaxis]
        stage = reached.sum(axis=1)
        told = _later(city, Facet.PARTICIPATION, venue, stage, told + 1, 60, scheme)


def _described(city: City, venue: Ints, told: Ints, batch: Ints) -> None:
    """What is told of a venue with its first list: agency, sector, place, kind, premises; and its moves."""
    rng, places = city.rng, city.references
    crowd = 1 / np.sqrt(np.arange(1, len(places.villages) + 1))
    at = rng.choice(rng.permutation(len(crowd)), city.size + 1, p=crowd / crowd.sum())
    place = np.where(city.chance(0.03), places.district_of[at], places.villages[at])
    day = told - rng.integers(0, 7, len(venue))
    for facet, value in ((Facet.AGENCY, city.agency), (Facet.SECTOR, city.sector), (Facet.PLACE, place)):
        city.say(facet, venue, value[venue], day, batch)
    for facet, share in ((Facet.KIND, 0.05), (Facet.PREMISES, 0.025)):
        some = city.chance(share, len(venue))
        city.say(facet, venue[some], 1, day[some], batch[some])
    for facet, share, choices in (
        (Facet.AGENCY, 0.04, np.arange(1, AGENCIES + 1)),
        (Facet.SECTOR, 0.01, np.arange(1, SECTORS + 1)),
        (Facet.PLACE, 0.01, places.villages),
    ):
        moved = city.chance(share, len(venue))
        _later(city, facet, venue[moved], rng.choice(choices, moved.sum()), told[moved] + 7, 250)


def _operating(city: City, venue: Ints, told: Ints) -> None:
    """Closures for a time, mostly of early summer, with most reopened; closures for good."""
    shut = city.chance(0.14, len(venue))
    spring = date(2021, 5, 15).toordinal()
    at = np.where(
        city.chance(0.6, len(venue)),
        spring + city.rng.integers(0, 60, len(venue)),
        START + 40 + city.rng.integers(0, 320, len(venue)),
    )
    shut &= at > told
    value = np.where(city.chance(0.15, len(venue)), 3, 1)
    since = _later(city, Facet.OPERATING, venue[shut], value[shut], at[shut], 5)
    back = city.chance(0.7, int(shut.sum()))
    _later(city, Facet.OPERATING, venue[shut][back], 0, since[back] + 20, 60)
    closed = city.chance(0.04, len(venue)) & ~shut
    _later(city, Facet.OPERATING, venue[closed], 2, told[closed] + 10, 330)
    # Announced beforehand: takes hold on its day by itself.
    announced = city.chance(0.01, len(venue)) & ~shut & ~closed & (told < END - 60)
    ahead, batch = city.told(venue[announced], np.full(int(announced.sum()), END - 45))
    city.say(Facet.OPERATING, venue[announced], 1, ahead + 60, batch)


def _approvals(city: City) -> None:
    """Venues of trades that come back by application, each on its own day."""
    for stated in orders():
        if stated.by_application and stated.reopened_on is not None:
            venue = np.flatnonzero((city.sector == stated.sector) & city.chance(0.7))
            venue = venue[venue > 0]
            opened = np.full(len(venue), stated.reopened_on.toordinal() + 1)
            _later(city, Facet.APPROVAL, venue, stated.order, opened, 45)


def _corrections(city: City) -> None:
    """A few facts turn out to be wrong, or true from an earlier day: told later, effective then."""
    told = Rows(*(np.concatenate(column) for column in zip(*city.rows, strict=True)))
    for facet, highest in ((Facet.PARTICIPATION, 5), (Facet.OPERATING, 3)):
        own = told.only((told.facet == FACET_NUMBERS[facet]) & ~city.mistaken[told.venue])
        own = own.only(city.chance(0.03, len(own.venue)))
        when, batch = city.told(own.venue, day_told(own.batch) + 3 + city.rng.integers(0, 40, len(own.venue)))
        day = np.minimum(own.day - city.rng.integers(0, 10, len(own.venue)), when)
        value = city.rng.integers(0, highest + 1, len(own.venue))
        for scheme in np.unique(own.scheme):
            one = own.scheme == scheme
            city.say(facet, own.venue[one], value[one], day[one], batch[one], int(scheme))


def _mistakes(city: City, first: Ints) -> None:
    """Joined by mistake: one venue at a time, or an agency's whole import; undone some days later."""
    venue = np.flatnonzero(city.mistaken & (first < START + 120))
    day = START + 180 + city.rng.integers(0, 150, len(venue))
    whole = city.agency[venue] % 7 == 0
    agency_day = START + 180 + 13 * (city.agency[venue] % 11)
    batch = np.where(
        whole,
        batch_of(agency_day, WRONG_IMPORT, city.agency[venue]),
        batch_of(day, WRONG_EDIT, venue),
    )
    said = whole | city.chance(0.3, len(venue))
    city.say(Facet.PARTICIPATION, venue[said], 3, day_told(batch[said]) - 2, batch[said], BEAR)
    wrong = np.unique(batch[said])
    undone = np.where(kind_of(wrong) == WRONG_IMPORT, UNDO_IMPORT, UNDO_EDIT)
    later = day_told(wrong) + city.rng.integers(0, 14, len(wrong))
    undo = batch_of(later, undone, wrong & 0xFFFFFFFF)
    nothing = np.zeros_like(undo)
    city.rows.append(Rows(undo, nothing, nothing, nothing + VOID_ROW, wrong, later))


def _orders(city: City) -> None:
    stated = orders()
    told = np.array([s.told.toordinal() for s in stated], dtype=np.int64)
    place = np.arange(len(stated), dtype=np.int64)
    nothing = np.zeros_like(place)
    rows = Rows(batch_of(told, ORDER, place), nothing, nothing, nothing + ORDER_ROW, place, told)
    city.rows.append(rows)
