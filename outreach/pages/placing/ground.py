"""The map on which a venue's mark is moved, on the ground of its village, and where the mark was put."""

from __future__ import annotations

import folium
import streamlit as st
from streamlit_folium import st_folium

from geodata.boundaries import VILLAGES, boundary_file
from geodata.layers import UrlChoropleth
from geodata.offline_map import OfflineMap
from geodata.places import district_by_code, village_by_code
from geodata.placing_layer import PLACING_WORDS, PLACING_WORDS_EN, LonLat, PlacingMark, PutDown, put_down
from outreach.pages import frame, map_words, words
from outreach.pages.words import _
from outreach.rules.walk import Point, metres
from outreach.services import city as cities
from outreach.services.city import City
from outreach.services.locating import Place
from outreach.services.mapping import Question
from outreach.services.placing import Placed, Spot
from outreach.services.spots import spots
from outreach.services.tiles import tiles
from outreach.web.layers import boundaries_address

_MAP = "placing_map"
#: Pixels: a desk shows all of it, and a phone leaves room to scroll past it.
HEIGHT = 440
#: Degrees of latitude and longitude around a known point that the map begins with (some 200 m).
_AROUND = 0.002

#: Venues named around it; they travel with the map's script.
NEIGHBOURS = 40

Named = tuple[float, float, str]
Box = tuple[float, float, float, float]


def draw(city: City, placed: Placed, given: LonLat | None, near: Place, drawn: int) -> None:
    """Draw the mark at `given`, else where the venue is; `near` is where its address is.

    Another number `drawn` begins the map anew, where the reader had moved the mark.
    """
    language, spot = words.language(), placed.spot
    plate = _point(near.lon, near.lat) if near.is_house else None
    code = spot.place_code or near.village_code or near.district_code
    village = village_by_code(code)
    spoken = map_words.map_words(language)
    known = [each for each in (_point(spot.lon, spot.lat), given, plate) if each is not None]
    group = folium.FeatureGroup()
    group.add_child(
        UrlChoropleth(
            boundaries_address(VILLAGES),
            selected=code if village is not None else None,
            canvas=True,
            name_property="name_en" if language == "en" else "name",
            words=spoken,
        )
    )
    group.add_child(
        PlacingMark(
            before=_point(spot.lon, spot.lat),
            proposed=given,
            plate=plate,
            around=_around(known, code),
            fit=f"venue {placed.venue.id} {placed.venue.version} {drawn}",
            neighbours=_neighbours(city, placed, code, known) if village is not None else (),
            words=PLACING_WORDS_EN if language == "en" else PLACING_WORDS,
        )
    )
    st_folium(
        OfflineMap(words=spoken, tiles=tiles(city)),
        key=_MAP,
        height=HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=group,
    )


def _neighbours(city: City, placed: Placed, village: str, known: list[LonLat]) -> list[Named]:
    """The venues of the village that the reader sees, nearest to the known place first, as bearings."""
    named: dict[int, Named] = {}
    today = frame.today()
    for scheme in city.reference().schemes.values():
        question = Question(scheme.code, today, cities.known_at(city, None))
        for s in spots(city, frame.who(), question, village, today=today).spots:
            if s.lon is not None and s.lat is not None and s.id != placed.venue.id:
                named[s.id] = (s.lon, s.lat, s.name)
    found = list(named.values())
    if known:
        at = Point(*known[0])
        found.sort(key=lambda each: metres(at, Point(each[0], each[1])))
    return found[:NEIGHBOURS]


def last_put() -> PutDown | None:
    """Where the mark was put last, on whatever venue's map; None before any."""
    return put_down(st.session_state.get(_MAP))


def _point(lon: float | None, lat: float | None) -> LonLat | None:
    return (lon, lat) if lon is not None and lat is not None else None


def _around(known: list[LonLat], code: str) -> Box:
    """What the map shows to begin with: the points that are known, else the area with this code."""
    if known:
        lons, lats = [lon for lon, _lat in known], [lat for _lon, lat in known]
        return min(lons) - _AROUND, min(lats) - _AROUND, max(lons) + _AROUND, max(lats) + _AROUND
    boxes = [
        area.geometry.bounds
        for area in boundary_file(VILLAGES).areas
        if not code or code in (area.properties["code"], area.properties["district_code"])
    ]
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def area_name(code: str) -> str:
    """District and village of a code, in the reader's language; what is said where none was told."""
    village = village_by_code(code)
    district = district_by_code(village.district_code if village is not None else code)
    named = [words.place(p.name, p.name_en) for p in (district, village) if p is not None]
    return " ".join(named) or _("里別不明")


def point_text(spot: Spot) -> str:
    """Latitude and longitude as maps print them."""
    return _("無座標") if spot.point is None else f"{spot.point.lat:.5f}, {spot.point.lon:.5f}"
