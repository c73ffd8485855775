"""The map as a plain page: `folium.GeoJson` with the 456 villages in it, given to `st_folium` at every run.

Leaflet comes from this program's own routes, since nothing else may be reached; the figures are its own too.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import folium
import streamlit as st
from streamlit_folium import st_folium

from geodata.boundaries import VILLAGES, boundary_bytes
from geodata.offline_map import OfflineMap
from outreach.figures.positions import Dimension
from outreach.rules.rate import Tally
from outreach.services.city import City, open_city
from outreach.services.naming import scheme_named

COLOURS = ("#F3E9D2", "#E3C98B", "#C9A24B", "#5E9C93", "#0F5E58")
PLACES = {"全市": ((25.09, 121.55), 11), "大安區": ((25.026, 121.543), 14)}


@st.cache_resource
def opened() -> City:
    """The database, opened once."""
    return open_city()


@st.cache_resource
def villages() -> Any:
    """The boundary file, read once."""
    return json.loads(boundary_bytes(VILLAGES))


def tallies() -> dict[str, Tally]:
    """The figures of each village, by its code."""
    city = opened()
    scheme = scheme_named(city.reference(), st.query_params["scheme"])
    day = date.fromisoformat(st.query_params["as_of"])
    found = city.figures.coverage(scheme.id, day, Dimension.VILLAGE)
    places = city.reference().places
    return {places[i].code: tally for i, tally in found.rows.items() if i}


def share(tally: Tally, layer: str) -> float:
    """What colours a village, from 0 to 1."""
    part, whole = (
        (tally.completed, tally.eligible) if layer == "完成率" else (tally.excluded_total, tally.population)
    )
    return part / whole if whole else 0.0


st.title("地圖")
layer = st.radio("圖層", ["完成率", "毋須納入比率"])
centre, zoom = PLACES[st.radio("行政區", list(PLACES))]
figures = tallies()


def style(feature: Any) -> dict[str, Any]:
    """How folium draws a village."""
    at = share(figures.get(feature["properties"]["code"], Tally()), layer)
    return {"fillColor": COLOURS[min(int(at * len(COLOURS)), len(COLOURS) - 1)], "weight": 1}


drawn = OfflineMap()
folium.GeoJson(villages(), style_function=style, tooltip=folium.GeoJsonTooltip(["name"])).add_to(drawn)
st_folium(
    drawn,
    key="map",
    height=560,
    use_container_width=True,
    returned_objects=["last_active_drawing"],
    center=centre,
    zoom=zoom,
)
