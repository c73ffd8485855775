"""Agencies × schemes: each bureau with those under it, who has most outstanding first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from outreach.pages.board.pieces import Numbers, kinds_of, name_of, rate, small
from outreach.pages.links import link
from outreach.pages.markup import Child, Html, el
from outreach.pages.overview.cards import bar_of
from outreach.pages.panel.opened import NOBODY
from outreach.pages.words import _
from outreach.rules.dates import TAIPEI, roc_short
from outreach.rules.rate import NO_RATE, Tally, rate_shown, review_order
from outreach.services.board import Board, Group, SchemeBoard
from outreach.services.coverage import Row
from outreach.services.rounds import Confirmation

#: What the address says to unfold every bureau.
EVERY = "all"
Confirmed = Mapping[int, Confirmation]


@dataclass(frozen=True, slots=True)
class Line:
    """One agency: by id, code and name; `own` is one of a bureau that is unfolded, by itself.

    Tallies by scheme code, of the group with a rate and of the open one.
    """

    id: int
    key: str
    name: str
    own: bool
    rated: Mapping[str, Tally]
    open: Mapping[str, Tally]

    @property
    def of(self) -> str:
        """What the address calls the agency."""
        return self.key or NOBODY


def unfolded(found: Board) -> frozenset[str]:
    """The bureaus that the address unfolds."""
    asked = st.query_params.get("inside", "")
    return found.bureaus if asked == EVERY else found.bureaus & set(asked.split(","))


def lines(found: Board) -> list[Line]:
    """The table's lines from top to bottom, unfolded bureaus with what they are the sum of."""
    tables = [(one, lambda group: group.table.rows) for one in found.schemes]
    tops = sorted(_together(tables, own=False), key=_order())
    opened = unfolded(found)
    told: list[Line] = []
    for top in tops:
        told.append(top)
        if top.key and top.key in opened:
            code = top.key
            inside = [(one, lambda group, code=code: group.inside.get(code, ())) for one in found.schemes]
            told += sorted(_together(inside, own=True), key=lambda each: (each.key != code, each.key))
    return told


_RowsOf = Callable[[Group], Sequence[Row]]


def _together(tables: Sequence[tuple[SchemeBoard, _RowsOf]], *, own: bool) -> list[Line]:
    """Rows of all schemes by agency."""
    rows: dict[int, Row] = {}
    rated: dict[int, dict[str, Tally]] = {}
    opened: dict[int, dict[str, Tally]] = {}
    for one, rows_of in tables:
        for group, kept in ((one.rated, rated), (one.open, opened)):
            for row in () if group is None else rows_of(group):
                rows[row.id] = row
                kept.setdefault(row.id, {})[one.scheme.code] = row.tally
    return [Line(i, r.key, r.name, own, rated.get(i, {}), opened.get(i, {})) for i, r in rows.items()]


def _order() -> Callable[[Line], tuple[object, ...]]:
    """By what the address asks for; what has no agency is nobody's and stands last."""
    scheme, _dot, what = st.query_params.get("sort", "").partition(".")

    def key(line: Line) -> tuple[object, ...]:
        if what in ("rate", "outstanding"):
            # Who has no denominator cannot be behind.
            tally = line.rated.get(scheme, Tally())
            place: tuple[object, ...] = (not tally.eligible, *review_order(tally)[what == "rate" :])
        elif scheme == "agency":
            place = ()
        else:
            place = review_order(sum(line.rated.values(), Tally()))
        return (not line.key, *place, line.key)

    return key


def table(found: Board, confirmed: Confirmed) -> Html:
    """The table, with totals below; each number opens its venues."""
    shown = [one for one in found.schemes if one.population]
    opened = unfolded(found)
    body = [_row(line, found, shown, confirmed, opened) for line in lines(found)]
    total = Line(0, "", "", False, {}, {})
    foot = el("tr", el("th", _("合計"), scope="row"), _cells(total, shown, whole=True), el("td"))
    return el(
        "section",
        el("h2", _("各機關"), _folding(found, opened)),
        el(
            "table", el("thead", _heads(shown)), el("tbody", body), el("tfoot", foot), class_="agencies board"
        ),
        class_="panel wide",
    )


def _folding(found: Board, opened: frozenset[str]) -> Html | None:
    """展開全部 and 收合, where there is anything to unfold."""
    if not found.bureaus:
        return None
    ways: list[Child] = []
    if opened != found.bureaus:
        ways.append(link(_("展開全部所屬機關"), {"inside": EVERY}))
    if opened:
        ways.append(link(_("全部收合"), {"inside": None}))
    return el("span", ways, class_="folding")


def _heads(shown: Sequence[SchemeBoard]) -> list[Html]:
    agency = el("th", _sorting("agency", _("機關")), rowspan=2, scope="col")
    above: list[Html] = [agency]
    below: list[Html] = []
    for one in shown:
        code = one.scheme.code
        heads: list[Html] = []
        if one.rated is not None:
            heads += [
                _head(_sorting(f"{code}.rate", _("完成率"))),
                _head(_("已完成／母數")),
                _head(_sorting(f"{code}.outstanding", _("還差"))),
                _head(_("全數計入")),
            ]
        if one.open is not None:
            heads.append(_head(_("{kinds}加入家數").format(kinds=kinds_of(one.open))))
        above.append(el("th", name_of(one), colspan=len(heads), scope="colgroup", class_="scheme"))
        below += heads
    above.append(el("th", _("最近確認"), rowspan=2, scope="col", class_="num"))
    return [el("tr", above), el("tr", below)]


def _head(text: Child) -> Html:
    return el("th", text, class_="num", scope="col")


def _sorting(order: str, title: str) -> Html:
    chosen = st.query_params.get("sort", "") == order
    text = link(title, {"sort": order}, class_="sort", title=_("依{what}排列").format(what=title))
    return el("span", text, class_="sorted") if chosen else text


def _row(
    line: Line,
    found: Board,
    shown: Sequence[SchemeBoard],
    confirmed: Confirmed,
    opened: frozenset[str],
) -> Html:
    return el(
        "tr",
        el("th", _name(line, found, opened), scope="row"),
        _cells(line, shown),
        _confirmed(confirmed.get(line.id) if line.key else None),
        class_="own" if line.own else None,
    )


def _name(line: Line, found: Board, opened: frozenset[str]) -> Html:
    if line.own:
        own = line.key in found.bureaus
        return el("span", _("{agency}（本機關）").format(agency=line.name) if own else line.name)
    if line.key not in found.bureaus:
        return el("span", line.name)
    folded = line.key not in opened
    others = opened ^ {line.key}
    sign = el("span", class_="fold" if folded else "fold down", aria_hidden="true")
    title = _("看{agency}與所屬機關").format(agency=line.name) if folded else _("收合")
    inside = ",".join(sorted(others)) or None
    return link([sign, line.name], {"inside": inside}, title=title, class_="plain")


def _cells(line: Line, shown: Sequence[SchemeBoard], *, whole: bool = False) -> Iterator[Html]:
    for one in shown:
        code = one.scheme.code
        if one.rated is not None:
            tally = one.rated.table.total if whole else line.rated.get(code)
            yield from _rated(one, one.rated, line, tally, whole=whole)
        if one.open is not None:
            tally = one.open.table.total if whole else line.open.get(code, Tally())
            of = "" if whole else line.of
            numbers = Numbers(code, one.open, tally, of, line.own)
            joined = numbers.opens("completed", tally.completed)
            label = _("{kinds}加入家數").format(kinds=kinds_of(one.open))
            yield _cell(label, joined, "joined")


def _rated(one: SchemeBoard, group: Group, line: Line, tally: Tally | None, *, whole: bool) -> Iterator[Html]:
    label = el("span", _(one.scheme.name), class_="label")
    if tally is None or not tally.population:
        yield el("td", label, el("span", NO_RATE, class_="none"), class_="num rate lead")
        yield from (el("td", class_="num none") for _missing in range(3))
        return
    numbers = Numbers(one.scheme.code, group, tally, "" if whole else line.of, line.own)
    yield el("td", label, rate(tally, group), small(tally, group), class_="num rate lead")
    yield el("td", numbers.base(), bar_of(tally.completed, tally.eligible), class_="num base")
    yield _cell(_("還差"), numbers.missing(), "missing")
    counted = el("span", rate_shown(tally.completed, tally.population), class_="share")
    yield _cell(_("全數計入"), [counted, el("span", numbers.whole(), class_="fine")], "all")


def _cell(label: str, child: Child, class_: str) -> Html:
    return el("td", el("span", label, class_="label"), child, class_=f"num {class_}")


def _confirmed(last: Confirmation | None) -> Html:
    label = el("span", _("最近確認"), class_="label")
    if last is None:
        return el("td", label, el("span", _("未確認"), class_="none"), class_="num confirmed")
    title = _("{round}，{by}核定").format(round=last.round_name, by=last.by)
    return el("td", label, el("span", day_short(last.at), title=title), class_="num confirmed")


def day_short(when: datetime) -> str:
    """The day of a moment in Taipei: 110/10/25."""
    return roc_short(when.astimezone(TAIPEI).date())
