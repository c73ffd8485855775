"""Whom to review, who is done, and who is behind in two schemes at once, with cause and remedy."""

from __future__ import annotations

from collections.abc import Mapping

from outreach.pages.board.pieces import Numbers, name_of, panel, rate, small
from outreach.pages.board.table import day_short
from outreach.pages.links import link
from outreach.pages.markup import Child, Html, el
from outreach.pages.panel.opened import CLOSED
from outreach.pages.words import _, n_
from outreach.rules.behind import Behind
from outreach.rules.rate import NO_RATE
from outreach.rules.schemes import percent_text
from outreach.services.board import Board, Group, SchemeBoard
from outreach.services.city import City
from outreach.services.coverage import Row
from outreach.services.remedies import Remedy, may_state
from outreach.services.who import Who

Remedies = Mapping[int, Remedy]


def review_lists(found: Board) -> Html:
    """For each scheme with a rate: 檢討名單, and the agencies at the target by name."""
    parts = [
        panel(*_review(one, one.rated), _reached(one, one.rated), of=name_of(one))
        for one in found.schemes
        if one.rated is not None and one.rated.table.total.eligible
    ]
    return el("div", parts, class_="board-lists")


def _review(one: SchemeBoard, group: Group) -> tuple[str, Html]:
    limit = group.table.thresholds.review
    percent = percent_text(limit)
    title = _("檢討名單（{percent} %以下）").format(percent=percent)
    rows = group.table.to_review()
    if not rows:
        return title, el("p", _("沒有機關在 {percent} % 以下。").format(percent=percent), class_="fine")
    return title, el("table", el("tbody", [_reviewed(one, group, row) for row in rows]), class_="short")


def _reviewed(one: SchemeBoard, group: Group, row: Row) -> Html:
    numbers = Numbers(one.scheme.code, group, row.tally, row.key)
    return el(
        "tr",
        el("th", row.name, small(row.tally, group), scope="row"),
        el("td", el("span", _("還差"), class_="fine"), " ", numbers.missing(), class_="num"),
        el("td", rate(row.tally, group), class_="num"),
        el("td", numbers.base(), class_="num"),
    )


def _reached(one: SchemeBoard, group: Group) -> Html:
    """達100 %機關計N個：…, as the minutes say it; the share is the scheme's target."""
    rows = group.table.reached()
    anchor, percent = f"reached-{one.scheme.code}", percent_text(group.table.thresholds.target)
    if not rows:
        none = _("還沒有機關達到 {percent} %。").format(percent=percent)
        return el("p", none, class_="fine reached", id=anchor)
    named: list[Child] = []
    for row in rows:
        numbers = Numbers(one.scheme.code, group, row.tally, row.key)
        named.append(el("span", row.name, " ", numbers.opens("eligible", row.tally.eligible)))
    count = n_("達{percent} %機關計{count}個：", len(rows), percent=percent)
    return el("p", el("b", count), named, class_="reached", id=anchor)


def behind_in_two(city: City, found: Board, stated: Remedies, who: Who) -> Html:
    """兩方案均落後: the agencies on several review lists, with 原因 and 改善措施."""
    title = _("兩方案均落後的機關")
    if not found.behind:
        return panel(title, el("p", _("沒有機關同時在兩個方案的檢討名單上。"), class_="fine"))
    heads = [
        el("th", _("機關"), scope="col"),
        *(el("th", name_of(one), scope="col", class_="num") for one in found.schemes),
        el("th", _("原因"), scope="col"),
        el("th", _("改善措施"), scope="col"),
    ]
    body = [_late(city, found, each, stated.get(each.agency), who) for each in found.behind]
    table = el("table", el("thead", el("tr", heads)), el("tbody", body), class_="short behind")
    return panel(title, table, of=n_("{count} 個機關", len(found.behind)), class_="wide", anchor="behind")


def _late(city: City, found: Board, late: Behind, stated: Remedy | None, who: Who) -> Html:
    agency = city.reference().agencies[late.agency]
    cells = []
    for one, tally in zip(found.schemes, late.tallies, strict=True):
        told: Child = el("span", NO_RATE, class_="none")
        if tally is not None and one.rated is not None:
            numbers = Numbers(one.scheme.code, one.rated, tally, agency.code)
            missing = el("span", _("還差"), " ", numbers.missing(), class_="fine")
            told = [rate(tally, one.rated), " ", numbers.base(), el("br"), missing]
        cells.append(el("td", el("span", _(one.scheme.name), class_="label"), told, class_="num"))
    name = el("th", agency.short_name or agency.name, scope="row")
    return el("tr", name, cells, _why(agency.id, agency.code, stated, who))


def _why(agency: int, code: str, stated: Remedy | None, who: Who) -> list[Html]:
    """Cause and remedy, by whom and when, and the way to state them."""
    text = _("修改") if stated else _("填寫原因與改善措施")
    asks = link(text, {**CLOSED, "remedy": code}) if may_state(who, agency) else None
    label = el("span", _("原因"), class_="label")
    if stated is None:
        nothing = el("span", _("尚未說明"), class_="none")
        return [el("td", label, nothing), el("td", asks, class_="remedy")]
    source = _("{by}，{day}").format(by=stated.by, day=day_short(stated.at))
    return [
        el("td", label, lines(stated.cause), class_="words"),
        el(
            "td",
            el("span", _("改善措施"), class_="label"),
            lines(stated.remedy),
            el("p", source, " ", asks, class_="fine"),
            class_="words remedy",
        ),
    ]


def lines(text: str) -> list[Html]:
    """Words with their own lines."""
    return [el("p", line) for line in text.splitlines() if line]
