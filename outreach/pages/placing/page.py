"""The page: the map with the venue's mark, what a move changes beside it, and the queue."""

from __future__ import annotations

import streamlit as st

from geodata.doorplate_matching import Precision
from outreach.pages import frame, links, words
from outreach.pages.links import link, to_page
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.placing import ground, moving
from outreach.pages.placing.typed import coordinates
from outreach.pages.placing.working import Working, working
from outreach.pages.venues.undoing import show_undo
from outreach.pages.words import _, n_
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.locating import Place
from outreach.services.placing import (
    Placed,
    Uncertain,
    UncertainPlaces,
    present_place,
    suggestion,
    uncertain_places,
)

#: Venues listed at once; those behind come up as the first ones are settled.
SHOWN = 30
_LONGEST_NUMBER = 10


def show() -> None:
    """The venue that the address names, or the first of the queue, and the queue."""
    frame.head(_("待定位"))
    links.remember_address()
    city, today, work = frame.city(), frame.today(), working()
    found = uncertain_places(city, frame.who(), today=today, limit=SHOWN)
    show_undo(city, "placing")
    moving.tell(city, work)
    chosen = _chosen(found)
    if chosen is None:
        frame.notice(_("所有列冊的店家都有座標與里別。"), kind="empty")
        return
    # Another agency's venue is refused here, whatever the address says.
    placed = present_place(city, frame.who(), chosen, today=today)
    near = suggestion(city, frame.who(), chosen, today=today)
    work.begin(chosen, placed.venue.version)
    work.put(ground.last_put())
    _about(work, placed, near)
    drawn, beside = st.columns([2, 1], gap="medium")
    with drawn, st.container(key="placing_drawn"):
        ground.draw(city, placed, work.given, near, work.drawn)
    with beside:
        moving.ask(city, work, placed)
        with st.expander(_("不用地圖：輸入座標或選里別")):
            _by_hand(city, work, placed, near)
        if found.total:
            put(_queue(found, chosen))


def _chosen(found: UncertainPlaces) -> int | None:
    asked = st.query_params.get("venue", "").strip()
    if asked.isascii() and asked.isdigit() and len(asked) < _LONGEST_NUMBER:
        return int(asked)
    return found.first[0].venue.id if found.first else None


def _queue(found: UncertainPlaces, chosen: int) -> Html:
    rows = [
        el(
            "li",
            link(each.venue.name, {"venue": each.venue.id, "back": None}),
            el("small", " · ".join(p for p in (each.place, _missing(each)) if p)),
            aria_current="true" if each.venue.id == chosen else None,
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


def _about(work: Working, placed: Placed, near: Place) -> None:
    venue = placed.venue
    to_venue = el("a", _("開啟店家頁"), href=to_page("venues", venue=venue.id), target="_self", class_="open")
    put(
        el(
            "div",
            el("h2", venue.name, class_="found"),
            el("p", venue.address or "—", " ", to_venue),
            el("p", _near(near), class_="fine"),
            class_="placing-about",
        )
    )
    if near.is_house and near.lon is not None and near.lat is not None:
        at = (near.lon, near.lat)
        st.button(_("採用門牌位置"), key=f"place_plate_{venue.id}", on_click=work.give, args=(at,))


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


def _by_hand(city: City, work: Working, placed: Placed, near: Place) -> None:
    venue = placed.venue.id
    key = f"place_typed_{venue}"
    with st.form(f"place_point_{venue}", border=False):
        st.text_input(
            _("座標（經緯度或 TWD97）"),
            key=key,
            placeholder="121.5645, 25.0375",
            max_chars=60,
        )
        st.form_submit_button(
            _("在地圖上看"), key=f"place_by_point_{venue}", on_click=_take_typed, args=(work, key)
        )
    places = city.reference().places
    titles = {
        p.code: " ".join((places[p.district_id].name, words.place(p.name, p.name_en)))
        for p in places.values()
        if p.district_id is not None
    }
    codes = list(titles)
    known = placed.spot.place_code if placed.spot.place_code in titles else near.village_code
    with st.form(f"place_in_{venue}", border=False):
        code = st.selectbox(
            _("里"),
            codes,
            index=codes.index(known) if known in titles else None,
            format_func=lambda c: titles.get(c, c),
            key=f"place_village_{venue}",
        )
        by_village = st.form_submit_button(_("只登錄里別"), key=f"place_by_village_{venue}")
    if by_village and code is not None:
        moving.record_village(city, work, placed, code)


def _take_typed(work: Working, key: str) -> None:
    """Propose what was typed; what cannot be read is told beside the map."""
    try:
        work.give(coordinates(str(st.session_state[key])))
    except Refusal as refusal:
        work.leave()
        work.trouble = words.said(refusal)
