"""The file's rows: what becomes of each and why, problems first."""

from __future__ import annotations

import streamlit as st

from outreach.pages import words
from outreach.pages.importing.cells import Cells
from outreach.pages.importing.retelling import retold
from outreach.pages.links import link, to_page
from outreach.pages.markup import Child, Html, el
from outreach.pages.paging import pager, part
from outreach.pages.venues.history import FACETS, Shown
from outreach.pages.words import N_, _, n_
from outreach.services.city import City
from outreach.services.imports.model import Outcome, Plan, PlannedFact, PlannedRow
from outreach.services.imports.outcome import OUTCOME_WORDS
from outreach.services.venues import value_in_words

#: What has to be looked at comes first.
_ORDER = {
    Outcome.ERROR: 0,
    Outcome.CONFLICT: 1,
    Outcome.CANDIDATE: 2,
    Outcome.CHANGED: 4,
    Outcome.NEW: 5,
    Outcome.UNCHANGED: 6,
}
_WARNED = 3
HEADINGS = (N_("列"), N_("店家名稱"), N_("結果"), N_("內容"))
#: What the address says for rows with a warning.
WARNINGS = "warning"


def asked_result() -> str:
    """The outcome to which the rows are narrowed; "" for all."""
    asked = st.query_params.get("result", "")
    return asked if asked == WARNINGS or asked in list(Outcome) else ""


def rows_table(city: City, plan: Plan) -> Html:
    """Fifty rows at a time, of all or of one outcome."""
    asked = asked_result()
    meant = [
        row for row in plan.rows if asked in ("", row.outcome.value) or (asked == WARNINGS and _warned(row))
    ]
    meant.sort(key=_order)
    number, shown = part(meant, "rows")
    say = _Saying(city, plan)
    heads = [el("th", _(title), scope="col") for title in HEADINGS]
    body = [say.row(row) for row in shown]
    return el(
        "section",
        el("h3", _("逐列結果"), _filter(plan, asked)),
        el("table", el("thead", el("tr", heads)), el("tbody", body), class_="rows"),
        pager(number, len(meant), parameter="rows"),
        class_="panel",
    )


def _order(row: PlannedRow) -> tuple[int, int]:
    rank = _ORDER[row.outcome]
    return (min(rank, _WARNED) if _warned(row) else rank), row.number


def _warned(row: PlannedRow) -> bool:
    return any(problem.warning for problem in row.problems)


def _filter(plan: Plan, asked: str) -> Html | None:
    """A way to the rows with a warning, and the way back to all."""
    if asked:
        return link(_("看全部"), {"result": None, "rows": None}, class_="act")
    warned = sum(1 for row in plan.rows if _warned(row))
    if not warned:
        return None
    return link(n_("有提醒的 {count} 列", warned), {"result": WARNINGS, "rows": None}, class_="act")


class _Saying:
    """Says in words what each row would record."""

    def __init__(self, city: City, plan: Plan) -> None:
        self._plan, self._reference, self._shown = plan, city.reference(), Shown.of(city)
        self._cells = Cells(city, plan)

    def row(self, row: PlannedRow) -> Html:
        """One row; a venue that is known can be opened."""
        name: Child = row.name or "—"
        if row.venue_id is not None and not row.elsewhere:
            title = _("店家 {number}").format(number=row.venue_id)
            there = to_page("venues", venue=row.venue_id)
            # In a tab of its own: another page would lose what is being prepared on this one.
            name = el("a", name, href=there, target="_blank", title=title, class_="open")
        return el(
            "tr",
            el("td", words.number(row.number), class_="num at"),
            el("th", name, scope="row"),
            el("td", el("span", _(OUTCOME_WORDS[row.outcome]), class_=f"tag {row.outcome.value}")),
            el("td", self._told(row), class_="told"),
        )

    def _told(self, row: PlannedRow) -> list[Html]:
        pieces: list[Html] = []
        said = {problem.problem for problem in row.problems}
        if row.reason and row.reason not in said:
            pieces.append(el("p", retold(row.reason)))
        for problem in row.problems:
            where = el("span", f"{problem.column}：", class_="fine")
            class_ = None if problem.warning else "alarm"
            pieces.append(el("p", where, retold(problem.problem), class_=class_))
        if row.outcome is Outcome.CHANGED and row.differences:
            return [*pieces, self._cells.changes(row)]
        recorded = self._recorded(row)
        if recorded:
            pieces.append(el("p", recorded))
        return pieces

    def _recorded(self, row: PlannedRow) -> str:
        told = [self._fact(fact) for fact in row.facts]
        if row.contact is not None:
            told.append(_("聯絡資料"))
        if row.effective_on is not None and row.effective_on != self._plan.effective_on and row.facts:
            told.append(_("自{day}起").format(day=words.day(row.effective_on)))
        return _("；").join(told)

    def _fact(self, fact: PlannedFact) -> str:
        value = fact.new_sector or value_in_words(self._reference, fact.facet, fact.value)
        shown = self._shown.said(fact.facet, value, self._plan.scheme.id)
        told = _("{what}：{value}").format(what=_(FACETS[fact.facet]), value=shown)
        return f"{told}（{fact.remark}）" if fact.remark else told
