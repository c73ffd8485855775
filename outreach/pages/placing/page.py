"""The page: the queue beside the venue that is being placed."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from geodata.doorplate_matching import Precision
from outreach.pages import frame, words
from outreach.pages.links import link, to_page
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.placing import ground
from outreach.pages.venues.doing import attempt, tell_last
from outreach.pages.words import _, n_
from outreach.services.city import City
from outreach.services.locating import Place
from outreach.services.placing import (
    Uncertain,
    UncertainPlaces,
    settle,
    settle_village,
    suggestion,
    uncertain_places,
)

#: Venues listed at once; those behind come up as the first ones are settled.
SHOWN = 30


def show() -> None:
    """The queue, and the one that the address names, or the first."""
    frame.head(_("待定位"))
    tell_last()
    city, today = frame.city(), frame.today()
    found = uncertain_places(city, frame.who(), today=today, limit=SHOWN)
    if not found.total:
        frame.notice(_("所有列冊的店家都有座標與里別。"), kind="empty")
        return
    asked = st.query_params.get("venue", "")
    chosen = next((each for each in found.first if str(each.venue.id) == asked), found.first[0])
    beside, drawn = st.columns([1, 2], gap="medium")
    with beside:
        put(_queue(found, chosen))
    with drawn:
        _place(city, chosen)


def _queue(found: UncertainPlaces, chosen: Uncertain) -> Html:
    rows = [
        el(
            "li",
            link(each.venue.name, {"venue": each.venue.id}),
            el("small", " · ".join(p for p in (each.place, _missing(each)) if p)),
            aria_current="true" if each is chosen else None,
        )
        for each in found.first
    ]
    more = found.total - len(found.first)
    return el(
        "section",
        el("h2", n_("{count} 家位置待確認", found.total)),
        el("ol", rows, class_="uncertain"),
        el("p", n_("其後另有 {count} 家", more), class_="fine") if more else None,
        class_="panel",
    )


def _missing(each: Uncertain) -> str:
    if each.has_point:
        return _("缺里別")
    return _("缺座標") if each.has_village else _("缺座標與里別")


def _place(city: City, chosen: Uncertain) -> None:
    venue = chosen.venue
    near = suggestion(city, frame.who(), venue.id, today=frame.today())
    to_venue = el("a", _("開啟店家頁"), href=to_page("venues", venue=venue.id), target="_self", class_="open")
    put(el("div", el("h2", venue.name, class_="found"), el("p", venue.address or "—", " ", to_venue)))
    put(el("p", _near(near), class_="fine"))
    if near.is_house and near.lon is not None and near.lat is not None:
        lon, lat = near.lon, near.lat
        if st.button(_("採用門牌位置"), key=f"place_plate_{venue.id}", type="primary"):
            _settle(city, chosen, lon, lat)
    put(el("p", _("或在地圖上點選店家的位置，再按「以點選的位置定位」。"), class_="fine"))
    clicked = ground.draw(near.village_code or chosen.place_code or near.district_code)
    if clicked is not None:
        lon, lat = clicked
        put(el("p", _("點選的位置：{place}").format(place=ground.named(lon, lat)), class_="picked"))
        if st.button(_("以點選的位置定位"), key=f"place_click_{venue.id}", type="primary"):
            _settle(city, chosen, lon, lat)
    with st.expander(_("不用地圖：輸入座標或選里別")):
        _by_hand(city, chosen, near)


def _near(near: Place) -> str:
    if near.precision is Precision.PLATE:
        text = _("門牌資料中有這個地址：{matched}")
    elif near.is_house:
        text = _("門牌資料中最近的門牌：{matched}")
    elif near.matched:
        text = _("地址只能判讀到：{matched}")
    else:
        return _("這個地址無法判讀位置。")
    return text.format(matched=near.matched)


def _by_hand(city: City, chosen: Uncertain, near: Place) -> None:
    venue = chosen.venue.id
    with st.form(f"place_point_{venue}", border=False):
        left, right = st.columns(2)
        with left:
            lon = st.number_input(
                _("經度"), value=near.lon, format="%.6f", step=0.0001, key=f"place_lon_{venue}"
            )
        with right:
            lat = st.number_input(
                _("緯度"), value=near.lat, format="%.6f", step=0.0001, key=f"place_lat_{venue}"
            )
        by_point = st.form_submit_button(_("以座標定位"), key=f"place_by_point_{venue}")
    if by_point and lon is not None and lat is not None:
        _settle(city, chosen, lon, lat)
    places = city.reference().places
    titles = {
        p.code: " ".join((places[p.district_id].name, words.place(p.name, p.name_en)))
        for p in places.values()
        if p.district_id is not None
    }
    codes = list(titles)
    with st.form(f"place_in_{venue}", border=False):
        code = st.selectbox(
            _("里"),
            codes,
            index=codes.index(near.village_code) if near.village_code in titles else None,
            format_func=lambda c: titles.get(c, c),
            key=f"place_village_{venue}",
        )
        by_village = st.form_submit_button(_("只登錄里別"), key=f"place_by_village_{venue}")
    if by_village and code is not None:
        _settle_village(city, chosen, code)


def _settle(city: City, chosen: Uncertain, lon: float, lat: float) -> None:
    venue = chosen.venue

    def act() -> str:
        who, now = frame.who(), datetime.now(UTC)
        done = settle(city, who, venue.id, lon, lat, venue.version, now=now, today=frame.today())
        return _done(chosen, done)

    attempt(venue.id, act)


def _settle_village(city: City, chosen: Uncertain, code: str) -> None:
    venue = chosen.venue

    def act() -> str:
        who, now = frame.who(), datetime.now(UTC)
        done = settle_village(city, who, venue.id, code, venue.version, now=now, today=frame.today())
        return _done(chosen, done)

    attempt(venue.id, act)


def _done(chosen: Uncertain, change: int) -> str:
    ground.forget()
    st.query_params.pop("venue", None)
    return _("已定位「{name}」（異動 {number}）。").format(name=chosen.venue.name, number=change)
