"""What the map shows as a file for GIS: areas with their figures, and the venues that the asker may see.

Constraints:
1. Areas and figures are those of `services.mapping.areas`, so of `services.coverage`; what names no area is a
   row without a place, so that rows sum to the total.
2. Venues are those of the question that the asker's right reaches, with where they stand, and whoever joined;
   the public gets who joined alone, without the agency, and figures by district alone.
3. Contact persons, phones and remarks are never in a file.
4. A rate is text, cut as everywhere, None without a denominator or where an open drive has none.
5. Where two days are compared, an area has `CHANGE_FIELDS` besides: the other day's figures, and the change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely

from geodata.boundaries import DISTRICTS, VILLAGES, boundary_file
from geodata.gis_files import About, Crs, GisLayer, Value, as_geojson, as_geopackage
from geodata.places import village_by_code
from outreach.figures.arrays import Bools
from outreach.figures.lookup import STANDING_CODES, STANDINGS
from outreach.figures.positions import Dimension, Positions
from outreach.rules.points import points_text
from outreach.rules.rate import Tally
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Exclusion, Facet, Kind, Standing
from outreach.services.city import City
from outreach.services.coverage import name_of
from outreach.services.map_change import Compared
from outreach.services.mapping import Areas, Layer, NoSuchPlace, Question, areas, joined_alone, moved
from outreach.services.naming import NONE_NAME, conditions, scheme_named
from outreach.services.open_figures import may_see_figures
from outreach.services.reach import agencies_within
from outreach.services.spots import DECIMALS
from outreach.services.who import Right, Who
from outreach.store.codes import word_of
from outreach.store.engine import reading
from outreach.store.reference import Named
from outreach.store.venues import described

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

    def conditions(self) -> tuple[str, ...]:
        """The ground as FIELD=CODE."""
        told = {"district": self.district, "village": self.village}
        return tuple(f"{name}={code}" for name, code in told.items() if code)


def venues_in_file(city: City, who: Who, question: Question, ground: Ground) -> int:
    """How many venues the file of a ground would hold; more than `MOST_VENUES` are refused."""
    return int(_shown(city, who, question, ground)[2].sum())


def map_file(
    city: City, who: Who, question: Question, layer: Layer, ground: Ground, form: GisForm, crs: Crs
) -> bytes:
    """The layers `areas` and `venues` of a ground as a file, see `AREA_FIELDS` and `VENUE_FIELDS`.

    Raises `TooManyVenues`, `NoSuchPlace` and the refusals of `coverage`.
    """
    layers = (_areas(city, who, question, layer, ground), _venues(city, who, question, ground))
    if form is GisForm.GEOPACKAGE:
        return as_geopackage(layers, crs)
    asked = _asked(city, question)
    about = About(
        f"{asked[1]} {question.as_of.isoformat()}",
        boundary_file(DISTRICTS).attribution["zh"],
        dict(zip(_ASKED, asked, strict=True)),
    )
    return as_geojson(layers, crs, about)


def _asked(city: City, question: Question) -> tuple[Value, ...]:
    """What every row says of the question, in the order of `_ASKED`."""
    scheme = scheme_named(city.reference(), question.scheme)
    told = ";".join(question.where)
    day = question.as_of.isoformat()
    return (scheme.code, scheme.name, told, day, question.known_at, city.is_demonstration())


# Areas -------------------------------------------------------------------------------------------


def _areas(city: City, who: Who, question: Question, layer: Layer, ground: Ground) -> GisLayer:
    """All districts, the villages of a district, or one village, with figures; then what names none."""
    found = areas(city, who, question, layer, ground.district or None)
    if ground.village and village_by_code(ground.village) is None:
        raise NoSuchPlace(value=ground.village)
    asked = _asked(city, question)
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


def _shown(city: City, who: Who, question: Question, ground: Ground) -> tuple[Named, Positions, Bools]:
    """The scheme, where its venues stand, and which of them the asker may have from a ground."""
    who.must(Right.SEE_PUBLIC)
    if not who.may(Right.SEE_VENUES):
        may_see_figures(who, None, question.where)
    reference = city.reference()
    scheme = scheme_named(reference, question.scheme)
    where = conditions(reference, scheme.id, (*question.where, *ground.conditions()))
    positions = city.figures.positions(scheme.id, question.as_of, question.known_at)
    allowed = positions.codes == STANDING_CODES[Standing.COMPLETED]
    if who.may(Right.SEE_VENUES):
        within = agencies_within(city, who, Right.SEE_VENUES, question.as_of)
        allowed = (
            np.ones_like(allowed)
            if within is None
            else allowed | np.isin(positions.dimension(Dimension.AGENCY), list(within))
        )
    return scheme, positions, positions.selected(where) & allowed


def _venues(city: City, who: Who, question: Question, ground: Ground) -> GisLayer:
    scheme, positions, shown = _shown(city, who, question, ground)
    ids: list[int] = np.flatnonzero(shown).tolist()
    if len(ids) > MOST_VENUES:
        raise TooManyVenues(count=f"{len(ids):,}", most=f"{MOST_VENUES:,}")
    asked = _asked(city, question)
    with reading(city.engine) as connection:
        venues = described(connection, ids)
    told = _Dimensions(city, scheme.id, positions)
    names_agencies = who.may(Right.SEE_FIGURES)
    rows: list[tuple[Value, ...]] = []
    places: list[shapely.Geometry | None] = []
    for i in ids:
        venue = venues[i]
        rows.append(
            (
                i,
                venue.name,
                told.kind(i).value,
                STANDINGS[positions.codes[i]].value,
                *(told.of(Dimension.AGENCY, i) if names_agencies else (None, None)),
                *told.of(Dimension.DISTRICT, i),
                *told.of(Dimension.VILLAGE, i),
                venue.address,
                told.of(Dimension.SECTOR, i)[1],
                told.of(Dimension.CATEGORY, i)[1],
                venue.voucher_kinds,
                *asked,
            )
        )
        located = venue.lon is not None and venue.lat is not None
        places.append(
            shapely.Point(round(venue.lon or 0, DECIMALS), round(venue.lat or 0, DECIMALS))
            if located
            else None
        )
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
