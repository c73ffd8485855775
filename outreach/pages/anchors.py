"""定位點 `:::`: where the blocks of a page begin, with the access keys by which Taiwan's rules know them.

Alt+U leads to the functions of the site above, Alt+C to the content, Alt+Z to what stands below. The one
above stands in Streamlit's own bar, where `static/access.js` puts it; that script also gives the links their
keys, since Streamlit does not let the attribute itself through.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from outreach.pages.markup import Html, el
from outreach.pages.words import N_, _


class Block(NamedTuple):
    """A block of every page: what it is called, and what stands there."""

    title: str
    about: str


#: By access key, in the order of the page.
BLOCKS: Mapping[str, Block] = {
    "U": Block(N_("上方功能區塊"), N_("各頁的選單。")),
    "C": Block(N_("中央內容區塊"), N_("這一頁的內容，從頁名、登入與語言切換開始。")),
    "Z": Block(N_("下方資訊區塊"), N_("網站導覽、隱私權說明、開放資料與資料日期。")),
}


def content() -> Html:
    """The anchor before a page's title."""
    return _anchor("C")


def below() -> Html:
    """The anchor at the foot of a page."""
    return _anchor("Z")


def _anchor(key: str) -> Html:
    name = f"anchor-{key.lower()}"
    title = f"{_(BLOCKS[key].title)} (Alt+{key})"
    return el(
        "a", ":::", href=f"#{name}", id=name, class_="anchor", title=title, data_key=key, target="_self"
    )


def past(text: str, target: str) -> Html:
    """A link that only the keyboard meets, past something long, to the element with an id."""
    return el("a", text, href=f"#{target}", class_="past", data_jump=True, target="_self")
