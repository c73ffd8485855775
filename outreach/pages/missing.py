"""What stands at an address where there is no page: which was asked for, and where to go on."""

from __future__ import annotations

from outreach.pages import frame
from outreach.pages.links import to_page
from outreach.pages.markup import el
from outreach.pages.words import _

#: Characters of an address that are repeated.
_TOLD = 40


def show(address: str) -> None:
    """The page for an address that is none of ours."""
    frame.head(_("找不到這一頁"))
    text = _("本站沒有「{address}」這一頁；網址可能打錯，或這一頁已經移走。")
    told = address if len(address) <= _TOLD else f"{address[:_TOLD]}…"
    offered = (("./", _("總覽")), ("map", _("地圖")), ("site-map", _("網站導覽")))
    steps = [[el("a", title, href=to_page(page), target="_self"), " "] for page, title in offered]
    frame.notice(text.format(address=told), next_step=el("span", steps, class_="ways"))
