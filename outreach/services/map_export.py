"""What the map shows as a file for GIS: areas with their figures, and the venues that the asker may see.

Constraints:
1. Areas and figures are those of `services.mapping.areas`, so of `services.coverage`; what names no area is a
   row without a place, so that rows sum to the total.
2. Venues are those that `services.finding` finds: what the asker's right reaches, with where they stand, and
   whoever joined; the public who joined alone, without agency and category, and figures by district. Where
   something is looked for, they are the file's only layer, since no figure is of them.
3. Contact persons, phones and remarks are never in a file.
4. A rate is text, cut as everywhere, None without a denominator or where an open drive has none.
5. Where two days are compared, an area has `CHANGE_FIELDS` besides: the other day's figures, and the change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import shapely

from geodata.boundaries import DISTRICTS, VILLAGES, boundary_file
from geodata.gis_files import About, Crs, GisLayer, Value, as_geojson, as_geopackage
from geodata.places import village_by_code
from outreach.figures.positions import Dimension, Positions
from outreach.rules.points import points_text
from outreach.rules.rate import Tally
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Exclusion, Facet, Kind
from outreach.services.city import City
from outreach.services.coverage import name_of
from outreach.services.finding import Finding
from outreach.services.finding import found as venues_found
from outreach.services.map_change import Compared
from outreach.services.map_classes import moved
from outreach.services.map_layers import Layer
from outreach.services.mapping import Areas, NoSuchPlace, Question, areas, joined_alone
from outreach.services.naming import NONE_NAME, scheme_named
from outreach.services.seen import eyes_of
from outreach.services.who import Right, Who
from outreach.store.codes import word_of

#: Venues in one file at most; other people's pages wait while one is made.
MOST_VENUES = 50_000
_ASKED: Mapping[str, type] = {
    "scheme": str,
    "scheme_name": str,
    "conditions": str,
    "as_of": str,
    "known_at": int,
    "demonstration": bool,
}
AREA_FIELDS: Mapping[str, type] = {
    "code": str,
    "name": str,
    "name_en": str,
    "district": str,
    "population": int,
    "eligible": int,
    "completed": int,
    "outstanding": int,
    "excluded": int,
    **{f"excluded_{reason.value}": int for reason in Exclusion},
    "rate": str,
    **_ASKED,
}
CHANGE_FIELDS: Mapping[str, type] = {
    "than": str,
    "than_population": int,
    "than_eligible": int,
    "than_completed": int,
    "than_rate": str,
    "change": str,
}
VENUE_FIELDS: Mapping[str, type] = {
    "venue_id": int,
    "name": str,
    "kind": str,
    "standing": str,
    "agency": str,
    "agency_name": str,
    "district": str,
    "district_name": str,
    "village": str,
    "village_name": str,
    "address": str,
    "sector": str,
    "category": str,
    "voucher_kinds": str,
    **_ASKED,
}


class GisForm(StrEnum):
    """What the map can be taken as; the value ends the file's name."""

    GEOPACKAGE = "gpkg"
    GEOJSON = "geojson"


class TooManyVenues(Refusal, ValueError):
    """More venues than one file holds."""

    template = "這個範圍有 {count} 家，一個檔案最多 {most} 家；請先縮小範圍，例如在地圖上選一個行政區。"


@dataclass(frozen=True, slots=True)
class Ground:
    """The part of the city that is shown: all of it, a district, or a village of one (their codes)."""

    district: str = ""
    village: str = ""

    @property
    def place(self) -> str:
        """The smallest part that is named, by its code."""
        return self.village or self.district


def venues_in_file(
    city: City,
    who: Who,
    question: Question,
    ground: Ground,
    finding: Finding | None = None,
    *,
    today: date,
) -> int:
    """How many venues the file of a ground would hold; more than `MOST_VENUES` are refused."""
    return venues_found(city, who, question, ground.place, finding or Finding(), today=today, size=0).total


def map_file(
    city: City,
    who: Who,
    question: Question,
    layer: Layer,
    ground: Ground,
    form: GisForm,
    crs: Crs,
    finding: Finding | None = None,
    *,
    today: date,
) -> bytes:
    """The layers `areas` and `venues` of a ground as a file, see `AREA_FIELDS` and `VENUE_FIELDS`.

    With `finding`, though it may look for anything, the view of venues is meant, without a layer `areas`.
    Raises `TooManyVenues`, `NoSuchPlace` and the refusals of `coverage` and `finding.found`.
    """
    asked = _asked(city, question, finding)
    layers = [_venues(city, who, question, ground, finding or Finding(), asked, today)]
    if finding is None:
        layers.insert(0, _areas(city, who, question, layer, ground, asked))
    if form is GisForm.GEOPACKAGE:
        return as_geopackage(layers, crs)
    about = About(
        f"{asked[1]} {question.as_of.isoformat()}",
        boundary_file(DISTRICTS).attribution["zh"],
        dict(zip(_ASKED, asked, strict=True)),
    )
    return as_geojson(layers, crs, about)


def _asked(city: City, question: Question, finding: Finding | None) -> tuple[Value, ...]:
    """What every row says of the question, in the order of `_ASKED`."""
    scheme = scheme_named(city.reference(), question.scheme)
    told = ";".join((*question.where, *((finding or Finding()).conditions)))
    day = question.as_of.isoformat()
    return (scheme.code, scheme.name, told, day, question.known_at, city.is_demonstration())


# Areas -------------------------------------------------------------------------------------------


def _areas(
    city: City, who: Who, question: Question, layer: Layer, ground: Ground, asked: tuple[Value, ...]
) -> GisLayer:
    """All districts, the villages of a district, or one village, with figures; then what names none."""
    found = areas(city, who, question, layer, ground.district or None)
    if ground.village and village_by_code(ground.village) is None:
        raise NoSuchPlace(value=ground.village)
    joined_only = joined_alone(who, layer, ground.district or None)
    boundaries = boundary_file(VILLAGES if ground.district else DISTRICTS).areas
    shapes = {area.properties["code"]: area.geometry for area in boundaries}
    rows: list[tuple[Value, ...]] = []
    for row in found.rows:
        if ground.village in ("", row.place.code):
            place = row.place
            names = (place.code, place.name, place.name_en, getattr(place, "district_code", ""))
            figures = _figures(row.tally, layer, joined_only=joined_only)
            rows.append((*names, *figures, *asked, *_changed(row.tally, found, joined_only=joined_only)))
    places: list[shapely.Geometry | None] = [shapes[str(row[0])] for row in rows]
    if _tells_elsewhere(found, ground):
        nowhere = ("", NONE_NAME, "Not given", ground.district)
        figures = _figures(found.elsewhere, layer, joined_only=joined_only)
        rows.append((*nowhere, *figures, *asked, *_changed(found.elsewhere, found, joined_only=joined_only)))
        places.append(None)
    fields = AREA_FIELDS if found.than is None else {**AREA_FIELDS, **CHANGE_FIELDS}
    return GisLayer("areas", fields, rows, places)


def _tells_elsewhere(found: Areas, ground: Ground) -> bool:
    return not ground.village and found.somewhere_else


def _figures(tally: Tally, layer: Layer, *, joined_only: bool) -> tuple[Value, ...]:
    """A group's counts and rate; of who has not joined in a village the public reads nothing, not even 0."""
    if joined_only:
        return (None, None, tally.completed, None, None, *(None for _reason in Exclusion), None)
    return (
        tally.population,
        tally.eligible,
        tally.completed,
        tally.outstanding,
        tally.excluded_total,
        *(tally.excluded[reason] for reason in Exclusion),
        None if layer.open else tally.rate,
    )


def _changed(tally: Tally, found: Areas, *, joined_only: bool) -> tuple[Value, ...]:
    """The figures of the day compared with, and the change: points with two decimals, or venues."""
    if found.than is None or not isinstance(tally, Compared):
        return ()
    before, change = tally.before, moved(found.layer, tally)
    told = None
    if change is not None:
        told = str(change) if found.layer.open else points_text(change).replace("−", "-")
    population, eligible = (None, None) if joined_only else (before.population, before.eligible)
    rate = None if found.layer.open else before.rate
    return (found.than.isoformat(), population, eligible, before.completed, rate, told)


# Venues ------------------------------------------------------------------------------------------


def _venues(
    city: City,
    who: Who,
    question: Question,
    ground: Ground,
    finding: Finding,
    asked: tuple[Value, ...],
    today: date,
) -> GisLayer:
    count = venues_in_file(city, who, question, ground, finding, today=today)
    if count > MOST_VENUES:
        raise TooManyVenues(count=f"{count:,}", most=f"{MOST_VENUES:,}")
    spots = venues_found(city, who, question, ground.place, finding, today=today, size=MOST_VENUES).spots
    scheme = scheme_named(city.reference(), question.scheme)
    eyes = eyes_of(city, who, question.as_of, question.where, today=today)
    positions = eyes.look(city, scheme.id, question.known_at)
    told = _Dimensions(city, scheme.id, positions)
    tells_whose = who.may(Right.SEE_FIGURES)
    rows: list[tuple[Value, ...]] = []
    places: list[shapely.Geometry | None] = []
    for spot in sorted(spots, key=lambda each: each.id):
        i = spot.id
        rows.append(
            (
                i,
                spot.name,
                told.kind(i).value,
                spot.standing.value,
                *(told.of(Dimension.AGENCY, i) if tells_whose else (None, None)),
                *told.of(Dimension.DISTRICT, i),
                *told.of(Dimension.VILLAGE, i),
                spot.address,
                told.of(Dimension.SECTOR, i)[1],
                told.of(Dimension.CATEGORY, i)[1] if tells_whose else None,
                spot.voucher_kinds,
                *asked,
            )
        )
        places.append(shapely.Point(spot.lon, spot.lat) if spot.located else None)
    return GisLayer("venues", VENUE_FIELDS, rows, places)


class _Dimensions:
    """Code and name of what a venue belongs to, each looked up once; "" for none."""

    def __init__(self, city: City, scheme_id: int, positions: Positions) -> None:
        self._reference, self._scheme_id, self._positions = city.reference(), scheme_id, positions
        self._known: dict[tuple[Dimension, int], tuple[str, str]] = {}

    def of(self, dimension: Dimension, venue: int) -> tuple[str, str]:
        group = int(self._positions.dimension(dimension)[venue])
        found = self._known.get((dimension, group))
        if found is None:
            code, name = name_of(self._reference, self._scheme_id, dimension, group)
            found = self._known[dimension, group] = (code, name if code else "")
        return found

    def kind(self, venue: int) -> Kind:
        return Kind(word_of(Facet.KIND, int(self._positions.dimension(Dimension.KIND)[venue])))
