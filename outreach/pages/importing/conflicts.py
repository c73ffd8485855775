"""Rows whose venues were changed after their export: both sides, and whose words are kept."""

from __future__ import annotations

from functools import partial

import streamlit as st

from outreach.pages.importing.cells import Cells
from outreach.pages.importing.retelling import retold
from outreach.pages.links import to_page
from outreach.pages.markup import el, show
from outreach.pages.paging import pager, part
from outreach.pages.words import N_, _, n_
from outreach.services.city import City
from outreach.services.imports.model import Keep, Outcome, Plan, PlannedRow, Resolution

#: What was settled, by row; another file begins anew.
RESOLVED = "import_of_resolved"
_UNDECIDED = ""
_TITLES = {
    _UNDECIDED: N_("尚未決定"),
    Keep.MINE.value: N_("採用檔案"),
    Keep.THEIRS.value: N_("保留目前"),
}


def resolved() -> dict[int, Resolution]:
    """How rows were settled so far."""
    return dict(st.session_state.get(RESOLVED, {}))


def show_conflicts(city: City, plan: Plan) -> None:
    """Fifty conflicts at a time, each with a choice; nothing where there is none."""
    stale = plan.stale
    if not stale:
        return
    open_ = sum(1 for row in stale if row.outcome is Outcome.CONFLICT)
    told = _("您下載之後，有人改過這些店家。請選擇採用哪一邊；沒有決定的不會寫入。")
    count = n_("{count} 列", len(stale))
    left = n_("還有 {count} 列沒有決定", open_) if open_ else _("都決定了")
    with st.container(key="import_conflicts"):
        show(
            el("h3", _("衝突"), el("span", count, class_="of"), el("span", left, class_="of")),
            el("p", told, class_="fine"),
        )
        with st.container(horizontal=True, gap="small"):
            _for_all(_("全部採用檔案"), stale, Keep.MINE)
            _for_all(_("全部保留目前"), stale, Keep.THEIRS)
        number, shown = part(stale, "conflicts")
        cells = Cells(city, plan)
        for row in shown:
            _one(row, cells)
        pages = pager(number, len(stale), parameter="conflicts")
        if pages is not None:
            show(pages)


def _for_all(title: str, stale: tuple[PlannedRow, ...], keep: Keep) -> None:
    versions = {row.number: row.version for row in stale if row.version is not None}
    st.button(title, key=f"conflicts_{keep}", on_click=partial(_settle_all, versions, keep))


def _settle_all(versions: dict[int, int], keep: Keep) -> None:
    st.session_state[RESOLVED] = resolved() | {n: Resolution(keep, v) for n, v in versions.items()}


def _one(row: PlannedRow, cells: Cells) -> None:
    assert row.version is not None
    settled = resolved().get(row.number)
    key = f"conflict_{row.number}"
    at = settled.keep.value if settled is not None and settled.version == row.version else _UNDECIDED
    st.session_state[key] = at
    title = _("第 {row} 列").format(row=row.number)
    with st.container(key=f"import_{key}", gap="small"):
        there = el(
            "a", row.name, href=to_page("venues", venue=row.venue_id or 0), target="_blank", class_="open"
        )
        show(el("h4", el("span", title, class_="fine"), " ", there), cells.sides(row))
        for problem in row.problems:
            show(el("p", retold(problem.problem), class_="alarm"))
        st.radio(
            _("{row}「{name}」採用哪一邊").format(row=title, name=row.name),
            list(_TITLES),
            format_func=lambda choice: _(_TITLES[choice]),
            key=key,
            horizontal=True,
            label_visibility="collapsed",
            on_change=partial(_settle, row.number, row.version),
        )


def _settle(number: int, version: int) -> None:
    chosen = st.session_state[f"conflict_{number}"]
    others = {at: settled for at, settled in resolved().items() if at != number}
    st.session_state[RESOLVED] = (
        others if chosen == _UNDECIDED else others | {number: Resolution(Keep(chosen), version)}
    )
