"""The folium map of a place: its areas coloured by figure, or its venues; and its legend."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import folium
from streamlit_folium import st_folium

from geodata.boundaries import DISTRICTS, VILLAGES
from geodata.layers import Legend, Only, UrlChoropleth, UrlOutlines, UrlPoints
from geodata.offline_map import OfflineMap
from geodata.script_layer import Layers
from geodata.tiles import Tiles
from outreach.pages import frame, map_words, words
from outreach.pages.map import place as map_place
from outreach.pages.map import weeks as map_weeks
from outreach.pages.map.place import Here
from outreach.services.city import City
from outreach.services.finding import Finding
from outreach.services.map_layers import Layer
from outreach.services.mapping import Areas, Question
from outreach.services.tiles import tiles
from outreach.web.layers import boundaries_address, figures_address, names_address
from outreach.web.points import points_address

#: Pixels; the style sheet gives a phone less.
HEIGHT = 560
#: The zoom from which the ground of the whole city's venues shows villages, about 70 pixels across there.
VILLAGES_FROM = 14


def show_areas(city: City, question: Question, here: Here, found: Areas) -> None:
    """Draw districts, or the villages of one, in the colours of a layer."""
    language = words.language()
    spoken = map_words.map_words(language)
    colours = map_words.scale(found.classes, language, joined_only=found.joined_only)
    district = here.district_code
    areas = UrlChoropleth(
        boundaries_address(VILLAGES if district else DISTRICTS),
        figures_url=figures_address(question, found.layer, language, district or None),
        scale=colours,
        only=Only("district_code", district) if district else None,
        fit=district or "city",
        name_property=_name_property(language),
        words=spoken,
    )
    around = [_outlines(language)] if district else []
    weeks = map_weeks.player(city, question, found.layer, district or None)
    _draw([*around, areas, Legend(colours.title, colours.entries), *([weeks] if weeks else [])])


def show_venues(question: Question, here: Here, layer: Layer, finding: Finding, *, joined_only: bool) -> None:
    """Draw venues, on the ground of the districts or of a district's villages."""
    language = words.language()
    spoken = map_words.map_words(language)
    ground = UrlChoropleth(
        boundaries_address(VILLAGES if here.district else DISTRICTS),
        only=Only("district_code", here.district_code) if here.district else None,
        selected=here.village.code if here.village else None,
        fit=here.code or "city",
        names=True,
        name_property=_name_property(language),
        words=spoken,
    )
    address = points_address(question, here.code, finding)
    names = names_address(question, layer, language)
    entries = map_words.venue_entries(layer, language)
    completed, outstanding = (entry.label for entry in entries[:2])
    counted = replace(spoken, completed=completed, outstanding=outstanding)
    points = UrlPoints(address, names_url=names, near=True, words=counted)
    legend = Legend(spoken.venues, entries[:1] if joined_only else entries)
    _draw([_around(here, language), ground, points, legend])


def _around(here: Here, language: str) -> UrlChoropleth | UrlOutlines:
    """The districts around that of a map, and of the whole city its villages for whoever comes close."""
    if here.district:
        return _outlines(language)
    address, name = boundaries_address(VILLAGES), _name_property(language)
    return UrlOutlines(address, from_zoom=VILLAGES_FROM, name_property=name)


def _outlines(language: str) -> UrlChoropleth:
    return UrlChoropleth(boundaries_address(DISTRICTS), quiet=True, name_property=_name_property(language))


def _name_property(language: str) -> str:
    return "name_en" if language == "en" else "name"


@lru_cache(8)
def _base(language: str, under: Tiles | None) -> OfflineMap:
    return OfflineMap(words=map_words.map_words(language), tiles=under)


def _draw(layers: list[folium.map.Layer]) -> None:
    group = Layers()
    for layer in layers:
        group.add_child(layer)
    # One more at every run, since drawing changes it; its script is the same each time, so the browser
    # keeps the one it has and takes the group alone.
    st_folium(
        _base(words.language(), tiles(frame.city())).undrawn(),
        key=map_place.MAP,
        height=HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=group,
        on_change=map_place.follow,
        # The whole document is nobody's: the component takes script and links alone.
        render=False,
    )
