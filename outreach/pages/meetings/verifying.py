"""重新計算驗證: that an edition counted anew from the facts at its number is the same to the last venue."""

from __future__ import annotations

import streamlit as st

from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.words import _
from outreach.services.city import City
from outreach.services.meetings import Edition, Recomputed, recompute
from outreach.services.who import Who

_KEPT = "meeting_recomputed"


def show_verified(city: City, who: Who, found: Edition) -> None:
    """How the edition stands against its facts, counted once a session and again at a press."""
    if found.head.seq is None:
        put(el("p", _("紙本數字：沒有逐家資料，不重新計算。"), class_="verified fine"))
        return
    with st.container(key="meeting_verify", horizontal=True, vertical_alignment="center", gap="small"):
        place = st.empty()
        anew = st.button(
            _("重新計算驗證"), key="meeting_recompute", type="tertiary", icon=":material/refresh:"
        )
        with place:
            told = _recomputed(city, who, found, anew=anew)
            if told is None:
                return
            if told.agrees:
                text = _("已依序號當時的登錄重新計算，數字與每一家店都相同。")
                put(el("p", text, class_="verified agrees", role="status"))
            else:
                text = _("重新計算的結果不同：{what}。請通知系統管理員以「check」檢核資料庫。")
                put(
                    el(
                        "p",
                        text.format(what=_("；").join(told.differs)),
                        class_="verified alarm",
                        role="alert",
                    )
                )


def _recomputed(city: City, who: Who, found: Edition, *, anew: bool) -> Recomputed | None:
    """An edition and the facts at its number never change: one count a session is enough, unless asked."""
    kept: dict[tuple[int, int], Recomputed] = st.session_state.setdefault(_KEPT, {})
    key = (found.meeting.number, found.head.edition)
    if anew or key not in kept:
        with st.spinner(_("重新計算中…")):
            for one in recompute(city, who, found.meeting.number):
                kept[one.number, one.edition] = one
    return kept.get(key)
