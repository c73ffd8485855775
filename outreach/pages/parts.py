"""增減原因 as a table: each reason with its venues and what it adds to base and completed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outreach.figures.bridge import PartFigure
from outreach.pages import words
from outreach.pages.markup import Html, el
from outreach.pages.words import N_, _
from outreach.rules.bridge import Part

PARTS: Mapping[Part, str] = {
    Part.JOINED: N_("新加入"),
    Part.LEFT: N_("退出或未續"),
    Part.EXCLUDED_OFFICE_ONLY: N_("新列毋須納入：僅公司辦公室"),
    Part.EXCLUDED_CLOSED: N_("新列毋須納入：歇業"),
    Part.EXCLUDED_SUSPENDED: N_("新列毋須納入：停業"),
    Part.EXCLUDED_NOT_REOPENED: N_("新列毋須納入：尚未復業"),
    Part.COUNTED_AGAIN: N_("恢復納入母數"),
    Part.LISTED: N_("列冊"),
    Part.DELISTED: N_("除名"),
    Part.MOVED_IN: N_("移入"),
    Part.MOVED_OUT: N_("移出"),
    Part.CORRECTED: N_("更正"),
}


def signed(count: int) -> str:
    """A difference with its sign; 0 has none."""
    return f"+{words.number(count)}" if count > 0 else words.number(count).replace("-", "−")


def parts_table(parts: Sequence[PartFigure], *, rated: bool = True) -> Html:
    """Reason, venues, and what it adds to the base (where there is one) and to the completed."""
    joined = _("已完成") if rated else _("已加入")
    titles = [_("增減原因"), _("店家數"), *([_("母數")] if rated else []), joined]
    head = el("tr", [el("th", t, scope="col", class_="num" if n else None) for n, t in enumerate(titles)])
    rows = [
        el(
            "tr",
            el("th", _(PARTS[part.part]), scope="row"),
            el("td", words.number(part.venues), class_="num"),
            el("td", signed(part.effect.eligible), class_="num") if rated else None,
            el("td", signed(part.effect.completed), class_="num"),
        )
        for part in parts
    ]
    return el("table", el("thead", head), el("tbody", rows), class_="short bridge-parts")
