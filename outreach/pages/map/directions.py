"""怎麼去: a venue's address and point to copy, and a link that the reader's own map program opens.

The link is a `geo:` address (RFC 5870): no other host is named, and nothing is sent before somebody asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

import streamlit as st

from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.words import _
from outreach.services.spots import DECIMALS, Spot


def geo_address(spot: Spot) -> str:
    """`geo:25.02360,121.53580?q=…` of a located venue; `q` puts a pin with its name there.

    Raises ValueError for a venue without a point.
    """
    if spot.lon is None or spot.lat is None:
        raise ValueError(f"Venue {spot.id} has no point.")
    point = _told(spot.lat, spot.lon, ",")
    return f"geo:{point}?q={point}({quote(spot.name, safe='')})"


def show_directions(shown: Sequence[Spot]) -> None:
    """The way to the place that some venues share; nothing where neither address nor point is known."""
    addresses = dict.fromkeys(spot.address for spot in shown if spot.address)
    at = next((spot for spot in shown if spot.located), None)
    if not addresses and at is None:
        return
    put(el("h3", _("怎麼去"), class_="way"))
    for address in addresses:
        st.code(address, language=None, wrap_lines=True)
    if at is None or at.lat is None or at.lon is None:
        return
    st.code(_told(at.lat, at.lon, ", "), language=None)
    st.link_button(_("以地圖程式開啟"), geo_address(at), icon=":material/directions:")
    put(
        el(
            "p",
            _("用您裝置上的地圖程式開啟；也可複製地址或座標。本頁不會把位置傳給其他網站。"),
            class_="fine",
        )
    )


def _told(lat: float, lon: float, between: str) -> str:
    return f"{lat:.{DECIMALS}f}{between}{lon:.{DECIMALS}f}"
