"""底圖: whose tiles are drawn under the map, if anybody's."""

from __future__ import annotations

import streamlit as st

from geodata.tiles import EXAMPLE, HIGHEST_ZOOM, LONGEST_ATTRIBUTION, LONGEST_URL, LOWEST_ZOOM, Tiles
from outreach.pages import frame
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.people.doing import do
from outreach.pages.words import _
from outreach.services.city import City
from outreach.services.tiles import USUAL_MAX_ZOOM, remove_tiles, set_tiles, tiles

_URL, _CREDIT, _ZOOM = "tiles_url", "tiles_attribution", "tiles_max_zoom"


def show(city: City) -> None:
    """What is set, what it means for readers, and the form."""
    about = _(
        "地圖平常沒有底圖，瀏覽器不向其他主機要任何東西。"
        "設定圖磚服務後，看地圖的人的瀏覽器會直接向那台主機取圖，隱私權說明會寫出它的名稱。"
    )
    put(el("div", el("h3", _("地圖的底圖")), el("p", about, class_="fine"), class_="about-part"))
    found = tiles(city)
    put(el("p", _said(found), class_="found"))
    with st.form("tiles", border=True):
        st.text_input(
            _("圖磚網址（留空則不用底圖）"),
            key=_URL,
            value=found.url if found else "",
            max_chars=LONGEST_URL,
            placeholder=EXAMPLE,
        )
        left, right = st.columns([3, 1])
        left.text_input(
            _("資料來源（顯示在地圖右下角）"),
            key=_CREDIT,
            value=found.attribution if found else "",
            max_chars=LONGEST_ATTRIBUTION,
        )
        right.number_input(
            _("最大縮放層級"),
            LOWEST_ZOOM,
            HIGHEST_ZOOM,
            found.max_zoom if found else USUAL_MAX_ZOOM,
            key=_ZOOM,
        )
        st.form_submit_button(_("儲存底圖"), type="primary", on_click=_keep, args=(city,))


def _said(found: Tiles | None) -> str:
    if found is None:
        return _("目前沒有底圖。")
    if found.host is None:
        return _("目前的圖磚由本站提供。")
    return _("目前的圖磚來自 {host}。").format(host=found.host)


def _keep(city: City) -> None:
    url, credit, zoom = (st.session_state[key] for key in (_URL, _CREDIT, _ZOOM))

    def action() -> tuple[str, str]:
        if not url.strip():
            remove_tiles(city, frame.who())
            return _("地圖已不用底圖。"), ""
        set_tiles(city, frame.who(), url, credit, zoom)
        return _("已設定地圖的底圖。"), ""

    do(action)
