"""The script that the door runs for every session: which pages there are, and the frame around them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import NamedTuple
from urllib.parse import unquote

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from outreach.pages import (
    bar,
    board,
    bridge,
    brief,
    desk,
    duplicates,
    exclusions,
    forecast,
    frame,
    grid,
    importing,
    links,
    meetings,
    missing,
    orders,
    overview,
    people,
    placing,
    privacy_notice,
    schemes,
    sign_in,
    site_map,
    tracked,
    transfers,
    venues,
    visits,
    words,
)
from outreach.pages import map as map_page
from outreach.pages import round as round_page
from outreach.pages.words import N_, _
from outreach.services.who import Right, Who
from outreach.web import asking


class Offered(NamedTuple):
    """One page: its address, module and title, and the right without which the navigation leaves it out.

    A page that is left out still opens by its address; what may be seen there, services decide.
    """

    address: str
    module: ModuleType
    title: str
    right: Right | None = None
    in_navigation: bool = True
    #: The heading in the navigation below which it stands; none for what is used every day.
    group: str = ""
    #: Whether it writes nothing while it is made, and asks dozens of times what has changed meanwhile.
    one_look: bool = False


_MANAGING, _SETTING = N_("管考"), N_("設定")

#: In the order of the navigation; the overview is at the root.
PAGES: tuple[Offered, ...] = (
    Offered("overview", overview, N_("總覽")),
    Offered("desk", desk, N_("我的機關"), Right.SUBMIT),
    Offered("map", map_page, N_("地圖"), one_look=True),
    Offered("venues", venues, N_("店家（頁名）"), Right.SEE_VENUES),
    Offered("grid", grid, N_("登錄（頁名）"), Right.CHANGE),
    Offered("visits", visits, N_("訪視"), Right.CHANGE),
    Offered("round", round_page, N_("填報"), Right.SEE_FIGURES),
    Offered("board", board, N_("看板"), Right.READ_MEETINGS),
    Offered("meetings", meetings, N_("會議（頁名）"), Right.READ_MEETINGS),
    Offered("bridge", bridge, N_("增減原因"), Right.READ_MEETINGS, group=_MANAGING),
    Offered("forecast", forecast, N_("達標預估"), Right.READ_MEETINGS, group=_MANAGING),
    Offered("tracked", tracked, N_("列管"), Right.READ_MEETINGS),
    Offered("brief", brief, N_("答詢說明"), Right.SEE_VENUES, in_navigation=False),
    Offered("import", importing, N_("匯入"), Right.CHANGE),
    Offered("duplicates", duplicates, N_("疑似重複"), Right.SEE_VENUES),
    Offered("placing", placing, N_("待定位"), Right.CHANGE, in_navigation=False),
    Offered("transfers", transfers, N_("移轉"), Right.CHANGE, in_navigation=False),
    Offered("exclusions", exclusions, N_("毋須納入母數"), Right.READ_MEETINGS, group=_MANAGING),
    Offered("orders", orders, N_("公告停業／復業"), Right.ORDER, group=_SETTING),
    Offered("schemes", schemes, N_("方案"), Right.STEER, group=_SETTING),
    Offered("people", people, N_("人員"), Right.ADMINISTER, group=_SETTING),
    Offered("sign-in", sign_in, N_("登入"), in_navigation=False),
    Offered("site-map", site_map, N_("網站導覽"), in_navigation=False),
    Offered("privacy", privacy_notice, N_("隱私權及資料使用說明"), in_navigation=False),
)


def main() -> None:
    """Set up the page, offer the navigation, and show the page asked for."""
    asked = unquote(frame.page_address())
    words.settle_language(asked)
    links.remember_address()
    asking.settle()
    who = asking.who()
    pages: dict[str, list[StreamlitPage]] = {"": []}
    for offered in PAGES:
        # The list travels at every step: pages that stand in no navigation are in it when they are asked for.
        shown = _in_navigation(offered, who)
        if shown or offered.address in ("overview", asked):
            group = _(offered.group) if offered.group and shown else ""
            pages.setdefault(group, []).append(
                st.Page(
                    framed(offered),
                    title=_(offered.title),
                    url_path=offered.address if offered.module is not overview else "",
                    default=offered.module is overview,
                    visibility="visible" if shown else "hidden",
                )
            )
    if asked and asked not in {offered.address for offered in PAGES[1:]}:
        # Without a page of ours there Streamlit says so itself, in English, over the overview.
        pages[""].append(_nowhere(asked))
    page = st.navigation(pages, position="top")
    st.set_page_config(page_title=f"{page.title} · {_('臺北市店家場館推廣統計')}", layout="wide")
    bar.turned_to(page.url_path)
    page.run()


def _nowhere(address: str) -> StreamlitPage:
    """What stands at an address of no page; at its own name the overview, which is at the root."""
    if address == PAGES[0].address:
        return st.Page(framed(PAGES[0]), title=_(PAGES[0].title), url_path=address, visibility="hidden")
    show = partial(frame.framed, partial(missing.show, address))
    return st.Page(show, title=_("找不到這一頁"), url_path=address, visibility="hidden")


def _in_navigation(offered: Offered, who: Who) -> bool:
    return offered.in_navigation and (offered.right is None or who.may(offered.right))


def framed(offered: Offered) -> Callable[[], None]:
    """A page in its frame, as it is run."""

    def show() -> None:
        frame.framed(offered.module.show, one_look=offered.one_look)

    return show


if __name__ == "__main__":
    main()
