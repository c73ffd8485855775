"""The script that the door runs for every session: which pages there are, and the frame around them."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable

import streamlit as st

from outreach.pages import frame, links, words
from outreach.pages.words import N_, _

#: Address, module and title of each page, in the order of the navigation; the first is at the root.
PAGES = (
    ("overview", "outreach.pages.overview", N_("總覽")),
    ("map", "outreach.pages.map", N_("地圖")),
    ("venues", "outreach.pages.venues", N_("店家（頁名）")),
    ("import", "outreach.pages.importing", N_("匯入")),
)


def main() -> None:
    """Set up the page, offer the navigation, and show the page asked for."""
    words.settle_language()
    links.remember_address()
    pages = [
        st.Page(_framed(module), title=_(title), url_path=address, default=address == "overview")
        for address, module, title in PAGES
        if importlib.util.find_spec(module) is not None
    ]
    page = st.navigation(pages, position="top")
    st.set_page_config(page_title=f"{page.title} · {_('臺北市店家場館推廣統計')}", layout="wide")
    page.run()


def _framed(module: str) -> Callable[[], None]:
    def show() -> None:
        frame.framed(lambda: importlib.import_module(module).show())

    return show


if __name__ == "__main__":
    main()
