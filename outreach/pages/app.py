"""The script that the door runs for every session: which pages there are, and the frame around them."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import streamlit as st

from outreach.pages import frame, importing, links, overview, venues, words
from outreach.pages import map as map_page
from outreach.pages.words import N_, _

#: Address, module and title of each page, in the order of the navigation; the first is at the root.
PAGES: tuple[tuple[str, ModuleType, str], ...] = (
    ("overview", overview, N_("總覽")),
    ("map", map_page, N_("地圖")),
    ("venues", venues, N_("店家（頁名）")),
    ("import", importing, N_("匯入")),
)


def main() -> None:
    """Set up the page, offer the navigation, and show the page asked for."""
    words.settle_language()
    links.remember_address()
    pages = [
        st.Page(_framed(module), title=_(title), url_path=address, default=module is overview)
        for address, module, title in PAGES
    ]
    page = st.navigation(pages, position="top")
    st.set_page_config(page_title=f"{page.title} · {_('臺北市店家場館推廣統計')}", layout="wide")
    page.run()


def _framed(module: ModuleType) -> Callable[[], None]:
    def show() -> None:
        frame.framed(module.show)

    return show


if __name__ == "__main__":
    main()
