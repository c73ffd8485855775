"""The table of agencies: each bureau with those under it, who is behind first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from outreach.pages.links import link
from outreach.pages.markup import Child, Html, el
from outreach.pages.overview.answer import Answer, Group
from outreach.pages.overview.cards import bar_of
from outreach.pages.panel import Opened, opens
from outreach.pages.panel.opened import NOBODY
from outreach.pages.words import N_, _
from outreach.rules.rate import Tally, rate_shown, review_order
from outreach.services.coverage import Row

Key = Callable[[Row], tuple[object, ...]]
#: Orders that a heading offers, by the word in the address; the first is the usual one.
ORDERS: Mapping[str, tuple[str, Callable[[Row], object]]] = {
    "outstanding": (N_("還差"), lambda r: (*review_order(r.tally), r.key)),
    "rate": (N_("完成率"), lambda r: (review_order(r.tally)[1], r.key)),
    "excluded": (N_("毋須納入"), lambda r: (-r.tally.excluded_total, r.key)),
    "agency": (N_("機關"), lambda r: r.key),
}


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the table: an agency with those under it, or (`own`) one of a bureau that is unfolded."""

    row: Row
    joined: Row | None
    own: bool = False

    @property
    def of(self) -> str:
        return self.row.key or NOBODY


def agency_table(found: Answer) -> Html:
    """Agencies with rate, bar, numbers and what is missing; each number opens its venues."""
    if found.rated is None:
        return _open_table(found)
    group = found.rated
    heads: list[Child] = [
        _head("agency"),
        _head("rate", class_="num"),
        el("th", el("span", _("進度"), class_="quiet"), class_="progress"),
        el("th", _("已完成／母數"), class_="num"),
        _head("outstanding", class_="num"),
        _head("excluded", class_="num"),
        el("th", _("提報"), class_="num"),
    ]
    if found.open is not None:
        heads.append(el("th", _("店家加入"), class_="num"))
    body = [_line(line, found, group) for line in _lines(found, group)]
    total = Row(0, "", _("合計"), group.total)
    joined = Row(0, "", "", found.open.total) if found.open else None
    foot = _cells(el("span", _("合計")), total.tally, lambda what: Opened(what, among=group.among), group)
    if found.open and joined:
        foot.append(_joined_cell(joined.tally, Opened("completed", among=found.open.among)))
    return _table(_("各機關"), heads, body, foot)


def _table(caption: str, heads: Child, body: Child, foot: Child) -> Html:
    table = el(
        "table",
        el("thead", el("tr", heads)),
        el("tbody", body),
        el("tfoot", el("tr", foot)),
        class_="agencies",
    )
    return el("section", el("h2", caption), table, class_="panel wide")


def _head(order: str, class_: str = "") -> Html:
    chosen = st.query_params.get("sort", "outstanding")
    here = order == (chosen if chosen in ORDERS else "outstanding")
    title = _(ORDERS[order][0])
    text = link(title, {"sort": order}, class_="sort", title=_("依{what}排列").format(what=title))
    return el(
        "th", text, class_=f"{class_} sorted" if here else class_ or None, aria_sort=_SORTED if here else None
    )


_SORTED = "other"


def _lines(found: Answer, group: Group) -> list[_Line]:
    order = st.query_params.get("sort", "outstanding")
    key = ORDERS.get(order, ORDERS["outstanding"])[1]
    joined = {r.id: r for r in found.open.table.rows} if found.open else {}
    known = {r.id for r in group.table.rows}
    rows = [
        *group.table.rows,
        *(Row(r.id, r.key, r.name, Tally()) for i, r in joined.items() if i not in known),
    ]
    # Who has no denominator cannot be behind; what has no agency is nobody's and stands last.
    rows.sort(key=lambda r: (not r.key, order != "agency" and not r.tally.eligible, key(r)))
    lines: list[_Line] = []
    for row in rows:
        lines.append(_Line(row, joined.get(row.id)))
        if row.key and row.key == found.unfolded:
            lines += _unfolded(found, group)
    return lines


def _unfolded(found: Answer, group: Group) -> list[_Line]:
    joined = {r.id: r for r in found.open.inside} if found.open else {}
    known = {r.id for r in group.inside}
    rows = [*group.inside, *(Row(r.id, r.key, r.name, Tally()) for i, r in joined.items() if i not in known)]
    return [_Line(row, joined.get(row.id), own=True) for row in rows]


def _line(line: _Line, found: Answer, group: Group) -> Html:
    def opened(what: str) -> Opened:
        return Opened(what, line.of, line.own, group.among)

    cells = _cells(_name(line, found), line.row.tally, opened, group)
    if found.open is not None:
        tally = line.joined.tally if line.joined else Tally()
        cells.append(_joined_cell(tally, Opened("completed", line.of, line.own, found.open.among)))
    return el("tr", cells, class_="own" if line.own else None)


def _name(line: _Line, found: Answer) -> Html:
    row = line.row
    if line.own:
        text = _("{agency}（本機關）").format(agency=row.name) if row.key == found.unfolded else row.name
        return el("span", text)
    if row.key not in found.bureaus:
        return el("span", row.name)
    folded = row.key != found.unfolded
    sign = el("span", class_="fold" if folded else "fold down", aria_hidden="true")
    title = _("看{agency}與所屬機關").format(agency=row.name) if folded else _("收合")
    return link([sign, row.name], {"inside": row.key if folded else None}, title=title, class_="plain")


def _cells(name: Html, tally: Tally, opened: Callable[[str], Opened], group: Group) -> list[Html]:
    limits = group.table.thresholds
    tags: list[Html] = []
    if limits.small(tally):
        tags.append(el("span", _("母數較小"), class_="tag small"))
    review = limits.to_review(tally)
    rate = el("b", rate_shown(tally.completed, tally.eligible), class_="alarm" if review else None)
    base = [
        opens(tally.completed, opened("completed")),
        el("span", "／", class_="sign"),
        opens(tally.eligible, opened("eligible")),
    ]
    return [
        el("th", name, tags, scope="row"),
        el("td", rate, class_="num rate"),
        el("td", bar_of(tally.completed, tally.eligible), class_="progress"),
        _cell(_("已完成／母數"), base, class_="base"),
        _cell(_("還差"), opens(tally.outstanding, opened("outstanding"))),
        _cell(_("毋須納入"), opens(tally.excluded_total, opened("excluded"))),
        _cell(_("提報"), opens(tally.population, opened("population")), class_="population"),
    ]


def _cell(label: str, child: Child, class_: str = "") -> Html:
    return el("td", el("span", label, class_="label"), child, class_=f"num {class_}".rstrip())


def _joined_cell(tally: Tally, opened: Opened) -> Html:
    return _cell(_("店家加入"), opens(tally.completed, opened))


def _open_table(found: Answer) -> Html:
    """An open drive: who brought how many, without a rate."""
    assert found.open is not None
    group = found.open
    heads = [
        el("th", _("機關")),
        el("th", _("加入家數"), class_="num"),
        el("th", _("提報"), class_="num"),
        el("th", _("毋須納入"), class_="num"),
    ]

    def cells(name: Html, tally: Tally, opened: Callable[[str], Opened]) -> list[Html]:
        return [
            el("th", name, scope="row"),
            el("td", el("b", opens(tally.completed, opened("completed"))), class_="num rate"),
            _cell(_("提報"), opens(tally.population, opened("population"))),
            _cell(_("毋須納入"), opens(tally.excluded_total, opened("excluded"))),
        ]

    rows = sorted(group.table.rows, key=lambda r: (not r.key, -r.tally.completed, r.key))
    body: list[Html] = []
    for row in rows:
        lines = [_Line(row, None)]
        if row.key and row.key == found.unfolded:
            lines += [_Line(r, None, own=True) for r in group.inside]
        for line in lines:
            body.append(
                el(
                    "tr",
                    cells(
                        _name(line, found),
                        line.row.tally,
                        lambda what, line=line: Opened(what, line.of, line.own, group.among),  # type: ignore[misc]
                    ),
                    class_="own" if line.own else None,
                )
            )
    foot = cells(el("span", _("合計")), group.total, lambda what: Opened(what, among=group.among))
    return _table(_("各機關"), heads, body, foot)
