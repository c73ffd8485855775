"""網站導覽, for everybody: what the site has, how it is used by keyboard, and the map without seeing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outreach.pages import anchors, frame
from outreach.pages.foot import LINKS
from outreach.pages.links import to_page
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.words import N_, _

#: What is found on a page, where its name does not say it to somebody who comes for the first time.
ABOUT: Mapping[str, str] = {
    "overview": N_("各方案的完成率與加入家數，依行政區"),
    "map": N_("已加入的店家與場館在哪裡；旁邊的表格列出同樣的數字"),
    "open-data": N_("各行政區統計與已加入店家的檔案（CSV、JSON、GeoJSON）"),
    "privacy": N_("留下哪些資料、不留哪些，以及向誰洽詢"),
    "sign-in": N_("機關同仁由此登入"),
}
_KEYBOARD: Sequence[tuple[str, str]] = (
    ("Tab", N_("移到下一個連結、按鈕或欄位")),
    ("Shift + Tab", N_("移到上一個")),
    ("Enter", N_("開啟連結，按下按鈕")),
    ("↑ ↓ ← →", N_("在選單、選項、日期之間移動")),
    ("Esc", N_("關閉選單或右側開啟的面板，回到原來的位置")),
)
_BY_EAR: Sequence[str] = (
    N_("地圖旁的表格（手機在地圖下方）與圖上的數字相同：全市列出各行政區，行政區列出各里，里列出店家。"),
    N_("按 Tab 到表格的一列，按 Enter 就進入那個行政區或里；到店家按 Enter，會開啟名稱、地址與怎麼去。"),
    N_("按 Tab 到「跳過地圖」再按 Enter，就直接到表格。"),
    N_("圖上的行政區與里也可以用 Tab 逐一移動，會報讀名稱與數字，按 Enter 進入；方向鍵移動，+ 與 − 縮放。"),
    N_("顏色之外都另有記號或文字：● 已加入，○ 未完成，✕ 毋須納入；表格每一列也都寫明。"),
)


def show() -> None:
    """Pages that the visitor may open, access keys, the keyboard, the map by ear, and whom to ask."""
    frame.head(_("網站導覽"))
    put(
        el(
            "div",
            el("section", el("h2", _("本站有哪些內容")), _pages()),
            el("section", el("h2", _("定位點與快速鍵")), _keys()),
            el("section", el("h2", _("用鍵盤操作")), _table((_("按鍵"), _("作用")), _keyboard())),
            el("section", el("h2", _("不看圖也能用地圖")), el("ul", [el("li", _(text)) for text in _BY_EAR])),
            el(
                "section",
                el("h2", _("使用有困難時")),
                el(
                    "p",
                    _("看不清楚、讀不到或無法操作，請撥 1999，告訴我們是哪一頁、用什麼設備。"),
                ),
            ),
            class_="reading",
        )
    )


def _pages() -> list[Html]:
    """Lists of pages, under the navigation's headings; what everybody finds at the foot comes last."""
    # The list of pages names this one among them, so it is asked for when it is shown.
    from outreach.pages.app import PAGES

    who = frame.who()
    groups: dict[str, list[Html]] = {"": []}
    for offered in PAGES:
        if offered.in_navigation and (offered.right is None or who.may(offered.right)):
            address = offered.address if offered is not PAGES[0] else "./"
            groups.setdefault(offered.group, []).append(_item(address, offered.address, offered.title))
    groups[""].append(_item("sign-in", "sign-in", N_("登入") if who.user is None else N_("我的帳號")))
    groups[N_("關於本站")] = [_item(address, address, name) for address, name in LINKS]
    return [
        piece
        for group, items in groups.items()
        for piece in (el("h3", _(group)) if group else None, el("ul", items, class_="pages"))
        if piece is not None
    ]


def _item(leads: str, address: str, title: str) -> Html:
    if address == "site-map":
        return el("li", el("b", _(title), aria_current="page"))
    about = ABOUT.get(address)
    # Open data is no page of ours, and takes no question along.
    to = leads if address == "open-data" else to_page(leads)
    told = el("span", _(about), class_="fine") if about else None
    return el("li", el("a", _(title), href=to, target="_self"), " ", told)


def _keyboard() -> list[tuple[str, str]]:
    return [(key, _(told)) for key, told in _KEYBOARD]


def _keys() -> list[Html]:
    said = _("每頁分為三個區塊，開頭各有定位點「:::」。用 Tab 移到定位點，或按快速鍵直接前往：")
    rows = [(f"Alt + {key}", f"{_(block.title)}：{_(block.about)}") for key, block in anchors.BLOCKS.items()]
    others = _("Firefox 請按 Alt + Shift + 字母；Mac 請按 Control + Option + 字母。")
    return [el("p", said), _table((_("快速鍵"), _("區塊")), rows), el("p", others, class_="fine")]


def _table(heads: Sequence[str], rows: Sequence[tuple[str, str]]) -> Html:
    body = [el("tr", el("th", el("kbd", key), scope="row"), el("td", told)) for key, told in rows]
    head = el("thead", el("tr", [el("th", text, scope="col") for text in heads]))
    return el("table", head, el("tbody", body), class_="keys")
