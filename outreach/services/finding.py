"""Finding venues on the map: all their points at once, the list beside it, and the panel of some of them.

All three are of the venues seen (`services.seen`) that meet the question's conditions, the place, and what is
looked for. So total and `unlocated`, too, count nothing that the asker may not see.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from outreach.figures.arrays import Bools, Codes, Int64
from outreach.figures.lookup import STANDINGS
from outreach.figures.positions import Dimension, Positions
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.mapping import Question
from outreach.services.naming import folded, scheme_named
from outreach.services.points import NOWHERE, PER_DEGREE, PointColumns, point_columns
from outreach.services.sought import ANYTHING as ANYTHING
from outreach.services.sought import LONGEST_TEXT as LONGEST_TEXT
from outreach.services.sought import Finding as Finding
from outreach.services.sought import Sought, sought
from outreach.services.spots import URGENCY, Spot, told_spots
from outreach.services.who import Who
from outreach.store.reference import Reference

#: Venues on one page of the list beside the map.
PAGE_SIZE = 20
#: The place of a venue in no village among `Points.villages`.
NO_VILLAGE = np.iinfo(np.uint16).max
#: How many kinds of voucher a refusal names.
_KINDS_SHOWN = 8


class NoSuchVoucher(Refusal, LookupError):
    """No venue that the asker sees takes this kind of voucher, nor does the scheme name it."""

    template = "查無券別『{value}』；可用的券別有 {kinds}。"


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """The venues found that have a point, by number: arrays of one length.

    `lon` and `lat` in degrees (WGS 84); `standing` is a place in `figures.lookup.STANDINGS`, `village` one in
    `villages` (codes) or `NO_VILLAGE`. `unlocated` more were found that have no point. `joined_only` says
    that the public asks, to whom nothing is told of others.
    """

    ids: Int64
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    standing: Codes
    village: npt.NDArray[np.uint16]
    villages: tuple[str, ...]
    unlocated: int
    joined_only: bool

    def together(self, venue_id: int) -> tuple[int, ...]:
        """Numbers of the venues at the same place as one, itself among them; none where it was not found."""
        at = np.flatnonzero(self.ids == venue_id)
        if not len(at):
            return ()
        here = (self.lon == self.lon[at[0]]) & (self.lat == self.lat[at[0]])
        return tuple(self.ids[here].tolist())


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Part of the venues found, whoever must act first; `unlocated` of all `total` have no point."""

    spots: tuple[Spot, ...]
    total: int
    unlocated: int
    page: int
    pages: int
    joined_only: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The venues found, by number, and the columns that tell of them."""

    positions: Positions
    columns: PointColumns
    mask: Bools

    @property
    def ids(self) -> Int64:
        return np.flatnonzero(self.mask)

    def located(self, ids: Int64) -> Bools:
        """Which of some venues have a point."""
        has: Bools = self.columns.x.take(ids) != NOWHERE
        return has


def _found(city: City, asked: Sought) -> _Found:
    """The venues of a question. Raises `NoSuchVoucher`."""
    positions = asked.eyes.look(city, asked.scheme_id, asked.known_at)
    # After the positions: a venue's description is written no later than what is said of it.
    columns = point_columns(city)
    mask = positions.selected(asked.where)
    if asked.voucher:
        _check_voucher(city.reference(), asked, columns.kinds_among(positions.selected(())))
        mask &= columns.accepting(asked.voucher, len(mask))
    if asked.standings:
        mask &= positions.standing_in(asked.standings)
    if asked.searched:
        mask &= _holding(asked, positions, columns)
    return _Found(positions, columns, mask)


def _check_voucher(reference: Reference, asked: Sought, in_use: Iterable[str]) -> None:
    """Refuse a kind that neither the scheme names nor a venue seen takes."""
    known = dict.fromkeys((*reference.schemes[asked.scheme_id].voucher_kinds, *in_use))
    if folded(asked.voucher) not in set(map(folded, known)):
        kinds = "、".join(list(known)[:_KINDS_SHOWN]) or "（無）"
        raise NoSuchVoucher(value=asked.voucher[:LONGEST_TEXT], kinds=kinds)


def _holding(asked: Sought, positions: Positions, columns: PointColumns) -> Bools:
    """Which venues' name, address or sector holds what is looked for."""
    held = np.zeros(max(len(columns.x), len(positions.codes)), dtype=np.bool_)
    for key in asked.texts:
        held[columns.texts.holding(key)] = True
    held = held[: len(positions.codes)]
    if asked.sectors:
        held |= np.isin(positions.dimension(Dimension.SECTOR), asked.sectors)
    return held


def points(
    city: City, who: Who, question: Question, place: str = "", finding: Finding = ANYTHING, *, today: date
) -> Points:
    """Every venue found, with its point; `place` is a district's or village's code, "" the whole city.

    Of a day after `today` others' venues are told as they stand today, here and below (`services.seen`).
    Raises `NotAllowed`, `NoSuchPlace`, `NoSuchVoucher`, `TextTooLong` and the refusals of `naming`.
    """
    return points_sought(city, sought(city, who, question, place, finding, today=today))


def points_sought(city: City, asked: Sought) -> Points:
    """The same of a question taken apart, which says what its asker sees. Raises `NoSuchVoucher`."""
    found = _found(city, asked)
    ids = found.ids
    located = found.located(ids)
    shown = ids[located]
    village, codes = _villages(city.reference(), found.positions.dimension(Dimension.VILLAGE).take(shown))
    return Points(
        shown,
        found.columns.x.take(shown) / PER_DEGREE,
        found.columns.y.take(shown) / PER_DEGREE,
        found.positions.codes.take(shown),
        village,
        codes,
        len(ids) - len(shown),
        asked.eyes.joined_only,
    )


def _villages(
    reference: Reference, places: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.uint16], tuple[str, ...]]:
    """Each venue's village as a place in the codes of those that occur, in order of code."""
    present = np.flatnonzero(np.bincount(places)).tolist()
    code_of = {place: reference.places[place].code for place in present if place}
    ordered = sorted(code_of, key=lambda place: code_of[place])
    table = np.full(max(present, default=0) + 1, NO_VILLAGE, dtype=np.uint16)
    table[ordered] = np.arange(len(ordered), dtype=np.uint16)
    return table.take(places), tuple(code_of[place] for place in ordered)


_URGENCY = np.array([URGENCY[standing] for standing in STANDINGS], dtype=np.uint8)


def found(
    city: City,
    who: Who,
    question: Question,
    place: str = "",
    finding: Finding = ANYTHING,
    *,
    today: date,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> FoundPage:
    """One page of the venues found, whoever must act first, then by number.

    Pages count from 1; beyond the last is the last. With a size of 0 venues are counted alone. Raises what
    `points` raises.
    """
    asked = sought(city, who, question, place, finding, today=today)
    all_found = _found(city, asked)
    ids = all_found.ids
    unlocated = len(ids) - int(np.count_nonzero(all_found.located(ids)))
    if not size:
        return FoundPage((), len(ids), unlocated, 1, 1, asked.eyes.joined_only)
    pages = max(1, -(-len(ids) // size))
    page = min(max(1, page), pages)
    ordered = ids[np.argsort(_URGENCY.take(all_found.positions.codes.take(ids)), kind="stable")]
    part = ordered[(page - 1) * size : page * size].tolist()
    spots = tuple(told_spots(city, all_found.positions, part, joined_only=asked.eyes.joined_only))
    return FoundPage(spots, len(ids), unlocated, page, pages, asked.eyes.joined_only)


def spots_of(
    city: City, who: Who, question: Question, ids: Iterable[int], *, today: date
) -> tuple[Spot, ...]:
    """Those of some venues that the asker sees under a question, wherever they are, whoever must act first.

    Of others nothing is told, known or not. Raises `NotAllowed` and the refusals of `naming`.
    """
    asked = sought(city, who, question, today=today)
    all_found = _found(city, asked)
    size = len(all_found.mask)
    seen = sorted({i for i in ids if 0 < i < size and all_found.mask[i]})
    told = told_spots(city, all_found.positions, seen, joined_only=asked.eyes.joined_only)
    return tuple(sorted(told, key=lambda spot: (URGENCY[spot.standing], spot.id)))


def voucher_kinds(city: City, scheme: str, today: date) -> tuple[str, ...]:
    """The kinds of voucher that a scheme names; where it names none, those of venues joined and open today.

    Only those: what is written of others, or planned, is nobody's to read.
    """
    known = scheme_named(city.reference(), scheme)
    if known.voucher_kinds:
        return tuple(known.voucher_kinds)
    return point_columns(city).kinds_among(city.figures.positions(known.id, today).open_joined)
