"""連結: the address of what is shown, to copy; whoever opens it sees the same."""

from __future__ import annotations

import streamlit as st

from outreach.pages import links
from outreach.pages.words import _


def offer() -> None:
    """A popover with the address of this view."""
    popover = st.popover(
        _("連結"), icon=":material/link:", type="tertiary", key="map_share", on_change="rerun"
    )
    if not popover.open:
        return
    base = (st.context.url or "").partition("?")[0]
    with popover:
        st.code(f"{base}{links.address().removesuffix('?')}", language=None, wrap_lines=True)
        st.caption(_("複製後傳給別人，打開就是這個畫面；需要登入才看得到的內容，對方也要登入。"))
