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

from geodata.places import district_by_code, village_by_code
from outreach.figures.arrays import Bools, Codes, Int64
from outreach.figures.lookup import STANDING_CODES, STANDINGS
from outreach.figures.positions import Dimension, Positions, Where
from outreach.rules.matching import address_key, name_key
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Standing
from outreach.services.city import City
from outreach.services.mapping import NoSuchPlace, Question
from outreach.services.naming import conditions, folded, scheme_named
from outreach.services.points import NOWHERE, PER_DEGREE, PointColumns, point_columns
from outreach.services.seen import Eyes, eyes_of
from outreach.services.spots import URGENCY, Spot, told_spots
from outreach.services.who import Who
from outreach.store.points import Stamp
from outreach.store.reference import Reference

#: Characters that are looked for, at most.
LONGEST_TEXT = 80
#: Venues on one page of the list beside the map.
PAGE_SIZE = 20
#: The place of a venue in no village among `Points.villages`.
NO_VILLAGE = np.iinfo(np.uint16).max
#: How many kinds of voucher a refusal names.
_KINDS_SHOWN = 8


class TextTooLong(Refusal, ValueError):
    """More is looked for than any name is long."""

    template = "要找的文字有 {length} 字；請用 {most} 字以內，例如「{example}」。"


class NoSuchVoucher(Refusal, LookupError):
    """No venue that the asker sees takes this kind of voucher, nor does the scheme name it."""

    template = "查無券別『{value}』；可用的券別有 {kinds}。"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is looked for, "" for anything.

    `text` is part of a name, an address or a sector's name; `voucher` a kind of voucher; `sector` a code.
    """

    text: str = ""
    voucher: str = ""
    sector: str = ""


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


@dataclass(frozen=True, slots=True)
class Sought:
    """A question taken apart: everything that decides its answer, so that equal ones have the same answer.

    `texts` are the keys of which a venue's name or address must hold one, `sectors` those whose name does;
    `searched` says whether anything is looked for. `described` tells one state of all descriptions.
    """

    scheme_id: int
    as_of: date
    known_at: int
    where: Where
    eyes: Eyes
    searched: bool
    texts: tuple[str, ...]
    sectors: tuple[int, ...]
    voucher: str
    described: Stamp


def narrowed(question: Question, place: str, finding: Finding) -> tuple[str, ...]:
    """FIELD=CODE conditions of a question with the place and the sector looked for, which take precedence.

    Raises `NoSuchPlace` for a place that is neither a district's nor a village's code.
    """
    told: dict[str, str] = {}
    if place:
        field = Dimension.VILLAGE if village_by_code(place) else Dimension.DISTRICT
        if field is Dimension.DISTRICT and district_by_code(place) is None:
            raise NoSuchPlace(value=place[:LONGEST_TEXT])
        told[field.value] = place
    if finding.sector:
        told[Dimension.SECTOR.value] = finding.sector
    kept = (part for part in question.where if part.partition("=")[0].strip() not in told)
    return (*kept, *(f"{field}={value}" for field, value in told.items()))


def sought(city: City, who: Who, question: Question, place: str = "", finding: Finding = Finding()) -> Sought:
    """What somebody asks for. Raises `NotAllowed`, `NoSuchPlace`, `TextTooLong` and those of `naming`."""
    where = narrowed(question, place, finding)
    eyes = eyes_of(city, who, question.as_of, where)
    text = " ".join("".join(c if c.isprintable() else " " for c in finding.text).split())
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(length=len(text), most=LONGEST_TEXT, example="南京東路")
    reference = city.reference()
    scheme = scheme_named(reference, question.scheme)
    keys = {key for key in (name_key(text), address_key(text)) if key}
    return Sought(
        scheme.id,
        question.as_of,
        min(question.known_at, city.figures.columns().seq),
        conditions(reference, scheme.id, where),
        eyes,
        bool(text),
        tuple(sorted(keys)),
        _sectors_named(reference, keys),
        finding.voucher.strip(),
        point_columns(city).stamp,
    )


def _sectors_named(reference: Reference, keys: Iterable[str]) -> tuple[int, ...]:
    """The sectors whose name holds one of these keys."""
    wanted = tuple(keys)
    named = ((sector.id, name_key(sector.name)) for sector in reference.sectors.values())
    return tuple(sorted(sector for sector, name in named if any(key in name for key in wanted)))


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
    positions = city.figures.positions(asked.scheme_id, asked.as_of, asked.known_at)
    # After the positions: a venue's description is written no later than what is said of it.
    columns = point_columns(city)
    mask = asked.eyes.among(positions, asked.where)
    if asked.voucher:
        seen = asked.eyes.among(positions, ())
        _check_voucher(city.reference(), asked, columns.kinds_among(seen))
        mask &= columns.accepting(asked.voucher, len(mask))
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


def points(city: City, who: Who, question: Question, place: str = "", finding: Finding = Finding()) -> Points:
    """Every venue found, with its point; `place` is a district's or village's code, "" the whole city.

    Raises `NotAllowed`, `NoSuchPlace`, `NoSuchVoucher`, `TextTooLong` and the refusals of `naming`.
    """
    asked = sought(city, who, question, place, finding)
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
    finding: Finding = Finding(),
    *,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> FoundPage:
    """One page of the venues found, whoever must act first, then by number.

    Pages count from 1; beyond the last is the last. Raises what `points` raises.
    """
    asked = sought(city, who, question, place, finding)
    all_found = _found(city, asked)
    ids = all_found.ids
    unlocated = len(ids) - int(np.count_nonzero(all_found.located(ids)))
    pages = max(1, -(-len(ids) // size))
    page = min(max(1, page), pages)
    ordered = ids[np.argsort(_URGENCY.take(all_found.positions.codes.take(ids)), kind="stable")]
    part = ordered[(page - 1) * size : page * size].tolist()
    spots = tuple(told_spots(city, all_found.positions, part))
    return FoundPage(spots, len(ids), unlocated, page, pages, asked.eyes.joined_only)


def spots_of(city: City, who: Who, question: Question, ids: Iterable[int]) -> tuple[Spot, ...]:
    """Those of some venues that the asker sees under a question, wherever they are, whoever must act first.

    Of others nothing is told, known or not. Raises `NotAllowed` and the refusals of `naming`.
    """
    asked = sought(city, who, question)
    all_found = _found(city, asked)
    size = len(all_found.mask)
    seen = sorted({i for i in ids if 0 < i < size and all_found.mask[i]})
    told = told_spots(city, all_found.positions, seen)
    return tuple(sorted(told, key=lambda spot: (URGENCY[spot.standing], spot.id)))


def voucher_kinds(city: City, scheme: str, as_of: date = date.max) -> tuple[str, ...]:
    """The kinds of voucher that a scheme names; where it names none, those of venues that joined on a day.

    Only those: what is written of others is nobody's to read. Usually every fact known counts.
    """
    known = scheme_named(city.reference(), scheme)
    if known.voucher_kinds:
        return tuple(known.voucher_kinds)
    codes = city.figures.positions(known.id, as_of).codes
    return point_columns(city).kinds_among(codes == STANDING_CODES[Standing.COMPLETED])
