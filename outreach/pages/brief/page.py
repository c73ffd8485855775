"""The page: a line of a round (or of any day) that the address names, as one sheet of A4."""

from __future__ import annotations

import streamlit as st

from outreach.pages import bar, frame
from outreach.pages.brief.sheet import sheet
from outreach.pages.links import to_page
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.printing import print_button
from outreach.pages.words import _
from outreach.rules.vocabulary import Kind
from outreach.services.brief import Brief, brief, brief_of
from outreach.services.city import City
from outreach.services.naming import find, kind_named


def show() -> None:
    """The brief with its print button; a refusal names what the address got wrong."""
    frame.head(_("答詢說明"))
    city = frame.city()
    asked = {name: st.query_params.get(name, "").strip() for name in ("round", "scheme", "as_of", "agency")}
    if not asked["scheme"]:
        frame.notice(
            _("請從「填報」頁的項目開啟答詢說明。"),
            next_step=el("a", _("到填報"), href=to_page("round"), target="_self"),
            kind="empty",
        )
        return
    found = _found(city, asked)
    with st.container(key="brief_tools", horizontal=True, gap="medium", vertical_alignment="center"):
        if asked["round"]:
            back = to_page("round", round=asked["round"])
            put(el("a", "‹ ", _("回填報"), href=back, target="_self", class_="back"))
        print_button(_("列印"), key="brief_print")
    put(sheet(found))


def _found(city: City, asked: dict[str, str]) -> Brief:
    named = asked["agency"]
    agency = find(city.reference().agencies, named, "機關").id if named else None
    texts = [text for text in st.query_params.get("kinds", "").split(",") if text.strip()]
    kinds = tuple(Kind(kind_named(text)) for text in texts)
    today = frame.today()
    number = asked["round"]
    if number.isascii() and number.isdigit() and len(number) < 10:
        return brief_of(city, frame.who(), int(number), asked["scheme"], kinds, today=today, agency=agency)
    day = bar.read_day(asked["as_of"]) if asked["as_of"] else today
    return brief(city, frame.who(), asked["scheme"], kinds, day, today=today, agency=agency)
