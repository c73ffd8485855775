"""What a page says where there is nothing to show, and the one step that leads on."""

from __future__ import annotations

import streamlit as st

from outreach.pages import bar, frame, words
from outreach.pages.bar import Asked
from outreach.pages.links import to_page
from outreach.pages.markup import el
from outreach.pages.words import _
from outreach.services.city import City, first_day
from outreach.services.who import Right


def nothing_yet(city: City, asked: Asked) -> bool:
    """Say that nobody has imported a list, or that the day lies before the first; False where neither is so.

    Before the first listing there is no figure: 尚無資料, never 0 %.
    """
    first = first_day(city, asked.scheme)
    if first is None:
        to_import = el("a", _("匯入第一份清單"), href=to_page("import"), target="_self")
        step = to_import if frame.who().may(Right.CHANGE) else None
        frame.notice(_("尚無資料：這個方案還沒有列冊的店家。"), next_step=step, kind="empty")
        return True
    if asked.as_of >= first:
        return False
    text = _("尚無資料：{day}還沒有列冊的店家，最早的資料在{first}。")
    frame.notice(text.format(day=words.day(asked.as_of), first=words.day(first)), kind="empty")
    st.button(
        _("看{day}").format(day=words.day(first)),
        type="primary",
        on_click=bar.change,
        kwargs={"as_of": first.isoformat()},
    )
    return True
