"""The venues as a plain page: folium's `FastMarkerCluster` of all points, given to `st_folium` at every run.

Its leaflet.markercluster lies in a folder of the benchmark, since nothing else may be reached. The points
come ready and stay in memory; each becomes a circle, which costs less than folium's own icons. There are no
areas, names or figures.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import streamlit as st
from folium.plugins import FastMarkerCluster
from streamlit_folium import st_folium

from benchmarks.everybody import Points
from geodata.offline_map import OfflineMap

CIRCLE = "function (row) { return L.circleMarker([row[0], row[1]], { radius: 5 }); }"
DISTRICTS = {"全市": "", "南港區": "63000090"}
FILES = "../../benchmark"


def clusters(rows: list[list[float]]) -> FastMarkerCluster:
    """The plugin with its own files in place of those on the internet."""
    made = FastMarkerCluster(rows, callback=CIRCLE)  # type: ignore[no-untyped-call]
    made.default_js = [("markerclusterjs", f"{FILES}/leaflet.markercluster.js")]
    made.default_css = [
        ("markerclustercss", f"{FILES}/MarkerCluster.css"),
        ("markerclusterdefaultcss", f"{FILES}/MarkerCluster.Default.css"),
    ]
    return made


@st.cache_resource
def points() -> Points:
    """Whom the public sees, read once."""
    return Points.load(Path(os.environ["OUTREACH_BENCHMARK_POINTS"]))


st.title("地圖")
kind = st.radio("性質", ["全部", "店家"])
district = DISTRICTS[st.radio("行政區", list(DISTRICTS))]
found = points()
shown = found.only((found.shop | (kind == "全部")) & ((found.district == district) | (not district)))
drawn = OfflineMap()
clusters(np.column_stack([shown.lat, shown.lon]).tolist()).add_to(drawn)
st_folium(drawn, key="map", height=560, use_container_width=True, returned_objects=["last_active_drawing"])
st.caption(f"{len(shown.lon)} 家")
