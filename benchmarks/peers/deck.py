"""The venues as a plain page: `st.pydeck_chart` with a ScatterplotLayer of all points.

deck.gl is part of Streamlit; there are no tiles, areas or figures. The points are read once and stay in
memory.
"""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pydeck as pdk  # type: ignore[import-untyped]
import streamlit as st

from benchmarks.everybody import Points

DISTRICTS = {"全市": "", "南港區": "63000090"}


@st.cache_resource
def rows() -> pd.DataFrame:
    """Whom the public sees, read once."""
    found = Points.load(Path(os.environ["OUTREACH_BENCHMARK_POINTS"]))
    return pd.DataFrame({"lon": found.lon, "lat": found.lat, "district": found.district, "shop": found.shop})


st.title("地圖")
kind = st.radio("性質", ["全部", "店家"])
district = DISTRICTS[st.radio("行政區", list(DISTRICTS))]
shown = rows()
if kind == "店家":
    shown = shown[shown["shop"]]
if district:
    shown = shown[shown["district"] == district]
layer = pdk.Layer(
    "ScatterplotLayer",
    data=shown[["lon", "lat"]],
    get_position="[lon, lat]",
    get_fill_color="[15, 118, 110]",
    get_radius=12,
    radius_min_pixels=2,
)
view = pdk.ViewState(latitude=25.09, longitude=121.55, zoom=10)
deck = pdk.Deck(layers=[layer], initial_view_state=view, map_provider=None)
# Without a style of its own Streamlit asks another host for one; this one has nothing in it.
deck.map_style = "/benchmark/style.json"
st.pydeck_chart(deck, height=560)
st.caption(f"{len(shown)} 家")
