"""Which agency is a sector's competent one: an administrator says so."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from outreach.pages import frame
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.orders.pieces import done, refused
from outreach.pages.words import _
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.orders import set_competent_agency


def ask_competent(city: City) -> None:
    """Sector, agency, and a button."""
    reference = city.reference()
    sectors = {s.code: s for s in reference.sectors.values()}
    agencies = {a.code: a.short_name or a.name for a in reference.agencies.values()}
    codes = {a.id: a.code for a in reference.agencies.values()}
    if not sectors:
        return
    with st.expander(_("主管機關"), key="orders_competent"):
        text = _("行業的主管機關由系統管理員指定；該機關的核定人可以登錄這個行業的公告。")
        put(el("p", text, class_="fine"))
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            sector = st.selectbox(
                _("行業"), list(sectors), format_func=lambda c: _(sectors[c].name), key="competent_sector"
            )
            choices = ["", *agencies]
            present = codes.get(sectors[sector].competent_agency_id or 0, "")
            key = f"competent_agency_{sector}_{present}"
            st.selectbox(
                _("主管機關"),
                choices,
                index=choices.index(present),
                format_func=lambda c: agencies.get(c, _("未指定")),
                key=key,
            )
            st.button(_("指定"), key="competent_set", on_click=_set, args=(sector, key))


def _set(sector: str, key: str) -> None:
    try:
        change = set_competent_agency(
            frame.city(), frame.who(), sector, st.session_state[key], now=datetime.now(UTC)
        )
    except Refusal as refusal:
        refused(refusal)
        return
    done(_("已設定主管機關。") if change is not None else _("主管機關沒有改變。"))
