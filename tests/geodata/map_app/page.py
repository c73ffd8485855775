"""One map, whose view is chosen by a box; what was clicked stands under it."""

import folium
import streamlit as st
from streamlit_folium import st_folium

from geodata.clicks import clicked
from geodata.layers import AreaFigure, Legend, Only, UrlChoropleth, UrlOutlines, UrlPoints
from geodata.legend import RATE_SCALE, RATE_SCALE_EN, WORDS, WORDS_EN
from geodata.offline_map import OfflineMap
from geodata.places import districts
from geodata.tiles import Tiles

DA_AN, LONGMEN = "63000030", "63000030041"


def _layers(view: str) -> list[folium.map.Layer]:
    if view == "districts":
        figures = {
            district.code: AreaFigure(
                index if index < 5 else None,
                (district.name + "<b>粗</b>{{ 'x' }}{% raw", "完成率 93.10 %", "1,431 / 1,537"),
                "93.10 %",
            )
            for index, district in enumerate(districts())
        }
        return [
            UrlChoropleth("layers/districts.geojson", figures=figures, fit="city"),
            Legend(RATE_SCALE.title, RATE_SCALE.entries),
        ]
    if view == "villages":
        only = Only("district_code", DA_AN)
        return [
            UrlChoropleth("layers/districts.geojson"),
            UrlChoropleth(
                "layers/villages.geojson",
                figures_url="layers/figures.json",
                only=only,
                fit=DA_AN,
                words=WORDS_EN,
            ),
            Legend(RATE_SCALE_EN.title, RATE_SCALE_EN.entries),
        ]
    only = Only("district_code", DA_AN)
    near_by = [UrlOutlines("layers/villages.geojson?v=1", from_zoom=14)] if view == "city" else []
    return [
        *near_by,
        UrlChoropleth("layers/villages.geojson", only=only, selected=LONGMEN, names=True),
        UrlPoints(
            f"layers/{view}/points.bin",
            names_url="layers/venues.json",
            fit=view if view == "venues" else f"points of {view}",
            near=view in ("city", "none"),
        ),
        Legend(WORDS.venues, WORDS.venue_entries),
    ]


st.set_page_config(layout="wide")
view = st.radio("view", ["districts", "villages", "venues", "city", "none", "refused"], horizontal=True)
group = folium.FeatureGroup()
for layer in _layers(view):
    group.add_child(layer)
server = st.query_params.get("tiles")
answer = st_folium(
    OfflineMap(tiles=Tiles(f"{server}/{{z}}/{{x}}/{{y}}.png", "某單位 <b>底圖</b>", 15) if server else None),
    key="map",
    height=560,
    use_container_width=True,
    returned_objects=["last_active_drawing"],
    feature_group_to_add=group,
)
click = clicked(answer)
if st.button("forget"):
    st.session_state.forgotten = click
if click == st.session_state.get("forgotten"):
    click = None
told = "nothing"
if click:
    told = click.code or f"{','.join(click.ids)} in {click.village}"
st.text(f"view={view} clicked={told}")
