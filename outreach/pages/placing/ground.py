"""The map to click on: villages, and what village a click lies in."""

from __future__ import annotations

import folium
import streamlit as st
from streamlit_folium import st_folium

from geodata.boundaries import VILLAGES
from geodata.layers import OfflineMap, Only, UrlChoropleth
from geodata.locate import place_of
from geodata.places import district_by_code, village_by_code
from outreach.pages import map_words, words
from outreach.pages.words import _
from outreach.web.layers import boundaries_address

_MAP, _SEEN = "placing_map", "placing_seen"
HEIGHT = 440


def draw(fit: str) -> tuple[float, float] | None:
    """Draw the villages around one, or of a district (a code, "" for the city); the last click."""
    language = words.language()
    village = village_by_code(fit)
    district = village.district_code if village is not None else fit
    ground = UrlChoropleth(
        boundaries_address(VILLAGES),
        only=Only("district_code", district) if district else None,
        fit=fit or "city",
        selected=fit if village is not None else None,
        canvas=True,
        name_property="name_en" if language == "en" else "name",
        words=map_words.map_words(language),
    )
    group = folium.FeatureGroup()
    group.add_child(ground)
    answer = st_folium(
        OfflineMap(words=map_words.map_words(language)),
        key=_MAP,
        height=HEIGHT,
        use_container_width=True,
        returned_objects=["last_clicked"],
        feature_group_to_add=group,
    )
    click = (answer or {}).get("last_clicked")
    # The map keeps its last click; one that was used up belongs to the venue before.
    if not click or click == st.session_state.get(_SEEN):
        return None
    st.session_state[f"{_SEEN}_now"] = click
    return float(click["lng"]), float(click["lat"])


def forget() -> None:
    """The click on the map was used."""
    st.session_state[_SEEN] = st.session_state.get(f"{_SEEN}_now")


def named(lon: float, lat: float) -> str:
    """District and village at a point, with the point."""
    at = place_of(lon, lat)
    where = _("不在臺北市範圍內")
    if at is not None:
        district, village = district_by_code(at.district_code), village_by_code(at.village_code)
        where = " ".join(words.place(p.name, p.name_en) for p in (district, village) if p is not None)
    return f"{where}（{lon:.5f}, {lat:.5f}）"
