"""The foot of every page: site map, privacy, open data, and when anything was last recorded."""

from __future__ import annotations

from datetime import date

from outreach.pages import anchors, words
from outreach.pages.links import to_page
from outreach.pages.markup import Html, el
from outreach.pages.words import N_, _

#: Address and name of what stands at the foot of every page. Open data is no page, and takes no question.
LINKS = (("site-map", N_("網站導覽")), ("privacy", N_("隱私權及資料使用說明")), ("open-data", N_("開放資料")))


def foot(recorded_on: date | None, *, here: str = "") -> Html:
    """The foot of the page with the address `here`; without a date where nothing was recorded yet."""
    items = [el("li", _named(address, _(name), here)) for address, name in LINKS]
    said = _("洽詢請撥 1999 臺北市民當家熱線。")
    if recorded_on is not None:
        said = _("最近一次登錄：{day}。").format(day=words.day(recorded_on)) + said
    block = anchors.BLOCKS["Z"]
    nav = el("nav", el("ul", items), aria_label=_(block.title))
    return el("footer", anchors.below(), nav, el("p", said), class_="sitefoot fine")


def _named(address: str, text: str, here: str) -> Html:
    if address == here:
        return el("b", text, aria_current="page")
    leads = address if address == "open-data" else to_page(address)
    return el("a", text, href=leads, target="_self")
