"""試算: what if a sector opened; nothing is saved, and the address holds the question."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from outreach.pages import bar, downloads, frame, words
from outreach.pages.links import link
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.orders.effects import effect_tables, headings, lines
from outreach.pages.orders.pieces import NEW, day_in_address
from outreach.pages.words import _
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.naming import find
from outreach.services.orders import WhatIf, what_if


def show_trying(city: City) -> None:
    """Sectors and a day, and every agency's figures were they open for all."""
    on = day_in_address("on", None) or frame.today() + timedelta(days=1)
    chosen = _chosen(city)
    _pickers(city, chosen, on)
    put(el("p", _("試算不會儲存任何資料；以公告全面復業計算，每一家都重新納入母數。"), class_="fine"))
    if not chosen:
        frame.notice(_("請選擇行業，這裡會列出各機關的完成率在開放前後的變化。"), kind="empty")
        return
    with st.spinner(_("試算中…")):
        found = what_if(city, frame.who(), chosen, on=on)
    _unordered(found)
    if not found.orders:
        return
    names = _("、").join(_(s.name) for s in found.sectors if s not in found.unordered)
    title = _("{sectors}全面開放").format(sectors=names)
    put(effect_tables(found.effects, lambda _day: title))
    downloads.offer(f"what-if-{on.isoformat()}", _("試算"), headings(), lines(found.effects), key="what_if")
    if len(found.orders) == 1:
        order = found.orders[0]
        sector = city.reference().sectors[order.sector_id].code
        to = {
            "state": sector,
            "from": order.suspended_from.isoformat(),
            "reopen": on.isoformat(),
            "what_if": None,
            "on": None,
        }
        put(el("p", link(_("依這個日期登錄復業公告"), to, class_="act")))


def _chosen(city: City) -> list[str]:
    """Codes of the sectors that the address names; unknown ones are told and left out."""
    found = []
    for text in st.query_params.get("what_if", "").split(","):
        if text.strip() not in ("", NEW):
            try:
                found.append(find(city.reference().sectors, text, "行業").code)
            except Refusal as refusal:
                frame.notice(words.said(refusal))
    return list(dict.fromkeys(found))


def _pickers(city: City, chosen: list[str], on: date) -> None:
    names = {s.code: _(s.name) for s in city.reference().sectors.values()}
    st.session_state["what_if_sectors"], st.session_state["what_if_on"] = chosen, on
    with st.container(horizontal=True, vertical_alignment="bottom", key="orders_bar", gap="small"):
        st.multiselect(
            _("行業"),
            list(names),
            format_func=lambda c: names.get(c, c),
            key="what_if_sectors",
            placeholder=_("請選擇行業"),
            on_change=_take,
        )
        st.date_input(
            _("開放日"),
            key="what_if_on",
            min_value=bar.FIRST_DAY,
            max_value=bar.LAST_DAY,
            on_change=_take,
            width=200,
        )


def _take() -> None:
    st.query_params["what_if"] = ",".join(st.session_state["what_if_sectors"]) or NEW
    bar.change(on=st.session_state["what_if_on"].isoformat())


def _unordered(found: WhatIf) -> None:
    if found.unordered:
        text = _("{sectors}在{day}沒有公告停業，開放與否不影響數字。")
        names = _("、").join(_(s.name) for s in found.unordered)
        frame.notice(text.format(sectors=names, day=words.day(found.on)))
