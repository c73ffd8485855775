"""Whom to ask for at a venue: shown to who may see it, corrected, and erased."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from outreach.pages import frame
from outreach.pages.markup import el, show
from outreach.pages.venues.doing import attempt
from outreach.pages.words import _
from outreach.services.city import City
from outreach.services.privacy import (
    LONGEST_CONTACT,
    Contact,
    contact_of,
    correct_contact,
    erase,
    is_recorded,
)

_SHOWN = "venue_contact_shown"


def contact_block(city: City, venue: int, *, may_change: bool) -> None:
    """Person and phone; whose look is recorded asks for it first, and is not recorded for passing by."""
    who = frame.who()
    if is_recorded(who) and st.session_state.get(_SHOWN) != venue:
        show(el("p", _("查看聯絡人與電話會留下紀錄。"), class_="fine"))
        if not st.button(_("顯示聯絡人"), key=f"contact_show_{venue}"):
            return
        st.session_state[_SHOWN] = venue
    found = contact_of(city, who, venue, now=datetime.now(UTC))
    if found == Contact("", ""):
        show(el("p", _("沒有登錄聯絡人。"), class_="fine"))
    else:
        pairs = ((_("聯絡人"), found.person), (_("電話"), found.phone))
        shown = [el("div", el("dt", title), el("dd", text or "—")) for title, text in pairs]
        show(el("dl", shown, class_="contact"))
    if may_change:
        _correct(city, venue, found)
        _erase(city, venue)


def _correct(city: City, venue: int, found: Contact) -> None:
    with st.form(f"contact_form_{venue}", border=False):
        left, right = st.columns(2)
        with left:
            person = st.text_input(
                _("聯絡人"), value=found.person, max_chars=LONGEST_CONTACT, key=f"contact_person_{venue}"
            )
        with right:
            phone = st.text_input(
                _("電話"), value=found.phone, max_chars=LONGEST_CONTACT, key=f"contact_phone_{venue}"
            )
        saved = st.form_submit_button(_("儲存聯絡人"), key=f"contact_save_{venue}")

    def act() -> str:
        told = Contact(person or "", phone or "")
        correct_contact(city, frame.who(), venue, told, now=datetime.now(UTC))
        return _("已更新聯絡人。")

    if saved:
        attempt(venue, act)


def _erase(city: City, venue: int) -> None:
    with st.popover(_("刪除個人資料"), key=f"contact_erase_{venue}"):
        show(el("p", _("刪除聯絡人、電話，以及聯絡紀錄的文字；刪除後無法復原，只留下誰在何時因何刪除。")))
        reason = st.text_input(_("事由（必填）"), max_chars=200, key=f"contact_reason_{venue}")
        sure = st.button(_("確定刪除"), type="primary", key=f"contact_erase_now_{venue}")

    def act() -> str:
        erase(city, frame.who(), venue, reason or "", now=datetime.now(UTC))
        for key in (f"contact_person_{venue}", f"contact_phone_{venue}", f"contact_reason_{venue}"):
            st.session_state.pop(key, None)
        return _("已刪除這家店的個人資料。")

    if sure:
        attempt(venue, act)
