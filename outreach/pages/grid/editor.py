"""The table itself: a component of our own that sends what was typed, and the draft that takes it.

Not `st.data_editor`: measured, it keeps the old value when an invalid one is pasted and says nothing, so the
program never learns of it; its cells are a picture that neither a phone's list nor a screen reader can open;
and one rerun too many loses what was typed. Here every cell is an ordinary field, a pasted text comes as
it is and is named where it is none of the accepted words, and whatever was sent is sent again until the
program has taken it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import streamlit as st

from outreach.pages import frame, links, words
from outreach.pages.grid.drafts import Draft, draft_of
from outreach.pages.grid.shown import COLUMNS, PICKED, Shown
from outreach.pages.links import to_page
from outreach.pages.terms import KINDS, STANDINGS
from outreach.pages.venues.listing import place_names
from outreach.pages.words import N_, _
from outreach.rules.dates import roc_short
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.grid import Column, GridPage, GridRow, Prepared, Sort, grid_names, settled

_STATIC = Path(__file__).parents[1] / "static"
KEY = "grid_editor"
#: What the page on the screen shows, by venue: name, version and what its cells held.
_SHOWN, _TAKEN, _REFUSED = "grid_shown", "grid_taken", "grid_refused"
#: The longest text taken from a cell; a remark beyond its limit is named, anything longer is no typing.
_LONGEST = 2_000
TICK = "tick"
#: Heads of the table, each with the order that it stands for.
_HEADS: tuple[tuple[str, str, Sort | None], ...] = (
    ("name", N_("店名"), Sort.NAME),
    ("participation", COLUMNS[Column.PARTICIPATION], Sort.STAGE),
    ("premises", COLUMNS[Column.PREMISES], None),
    ("operating", COLUMNS[Column.OPERATING], None),
    ("category", COLUMNS[Column.CATEGORY], None),
    ("remark", COLUMNS[Column.REMARK], None),
    ("effective_on", COLUMNS[Column.EFFECTIVE_ON], None),
    ("since", N_("自"), Sort.SINCE),
    ("standing", N_("統計歸類"), Sort.STANDING),
)
_table = st.components.v2.component(
    "outreach_grid", js=(_STATIC / "grid.js").read_text(encoding="utf-8"), isolate_styles=False
)
_leaving = st.components.v2.component(
    "outreach_leaving", js=(_STATIC / "leaving.js").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row as it was shown: what it was named and held."""

    named: tuple[str, int]
    base: Mapping[Column, str]


def on_screen() -> bool:
    """Whether the table stood on the page until now; else the reader comes from elsewhere."""
    return KEY in st.session_state


def as_shown(venue_id: int) -> tuple[str, int] | None:
    """Name and version of a venue as it stands on the screen; what was read there is what was decided on."""
    shown: Mapping[int, _Cells] = st.session_state.get(_SHOWN, {})
    return shown[venue_id].named if venue_id in shown else None


def refused() -> list[str]:
    """Why something sent was not taken; told once."""
    return cast("list[str]", st.session_state.pop(_REFUSED, []))


def take(scheme: str, day: date) -> None:
    """Take what the table sent since the last time into the draft; however often it is called, once.

    Saving calls it as well: where somebody leaves a cell by pressing 儲存, both arrive at once.
    """
    state = st.session_state.get(KEY)
    sent = state.get("edits") if state is not None else None
    if not isinstance(sent, Mapping) or not isinstance(sent.get("list"), list):
        return
    origin, upto = st.session_state.get(_TAKEN, ("", 0))
    if origin != sent.get("from"):
        upto = 0
    new = [e for e in sent["list"] if _is_edit(e) and e[0] > upto]
    if not new:
        return
    st.session_state[_TAKEN] = (str(sent.get("from")), max(e[0] for e in new))
    draft = draft_of(frame.who(), scheme)
    for _number, venue_id, column, text in new:
        try:
            _take_one(draft, scheme, venue_id, column, text, day)
        except Refusal as refusal:
            st.session_state.setdefault(_REFUSED, []).append(words.said(refusal))


def _is_edit(edit: object) -> bool:
    """Whether something from the browser has the shape of an edit; who sends anything else gets nothing."""
    return (
        isinstance(edit, list)
        and len(edit) == 4
        and type(edit[0]) is int
        and type(edit[1]) is int
        and edit[2] in (*Column, TICK)
        and isinstance(edit[3], str)
    )


def _take_one(draft: Draft, scheme: str, venue_id: int, column: str, text: str, day: date) -> None:
    """Take one cell, or one tick. Raises `OutOfReach` for a venue that is not the asker's to change."""
    if column == TICK:
        (draft.ticked.add if text else draft.ticked.discard)(venue_id)
        return
    shown: Mapping[int, _Cells] = st.session_state.get(_SHOWN, {})
    cells, row = shown.get(venue_id), draft.rows.get(venue_id)
    if cells is not None:
        named = cells.named
    elif row is not None:
        named = (row.name, row.version)
    else:
        named = grid_names(frame.city(), frame.who(), [venue_id], today=frame.today())[venue_id]
    told = settled(frame.city(), scheme, Column(column), text[:_LONGEST], day) if text else ""
    draft.put(venue_id, named, Column(column), told, day, cells.base if cells else None)


def show_table(
    city: City, page: GridPage, draft: Draft, prepared: Prepared, shown: Shown, sort: Sort, scheme: str
) -> None:
    """Put the table on the page with what is typed over it, and what is wrong with that."""
    places = place_names(city)
    st.session_state[_SHOWN] = {row.id: _Cells((row.name, row.version), _base(row)) for row in page.rows}
    origin, upto = st.session_state.get(_TAKEN, ("", 0))
    on_page = {row.id for row in page.rows}
    problems: dict[int, dict[str, str]] = {}
    for trouble in prepared.troubles:
        if trouble.venue_id in on_page:
            column = trouble.column.value if trouble.column is not None else "row"
            problems.setdefault(trouble.venue_id, {})[column] = words.said(trouble.refusal)
    for clash in prepared.clashes:
        if clash.conflict.venue_id in on_page:
            text = _("您讀取後已被他人修改；請按「檢視」並列比對後再決定。")
            problems.setdefault(clash.conflict.venue_id, {})["row"] = text
    _table(
        key=KEY,
        data={
            "language": words.language(),
            "ack": {"from": origin, "n": upto},
            "columns": [_head(name, title, by, sort) for name, title, by in _HEADS],
            "options": {c.value: list(shown.choices[c].items()) for c in PICKED},
            "rows": [_row(row, draft, places) for row in page.rows],
            "draft": {i: _typed(draft, i) for i in on_page if i in draft.rows},
            "problems": problems,
            "day": roc_short(page.as_of) if words.language() == "zh" else page.as_of.isoformat(),
            "labels": _labels(),
        },
        on_edits_change=lambda: take(scheme, page.as_of),
    )


def ask_before_leaving(draft: Draft, others: int) -> None:
    """Let the browser ask before its window is left while anything is unsaved."""
    _leaving(key="grid_leaving", data={"unsaved": len(draft.rows) + others}, height=1)


def _base(row: GridRow) -> Mapping[Column, str]:
    return {
        Column.PARTICIPATION: row.participation,
        Column.PREMISES: row.premises,
        Column.OPERATING: row.operating,
        Column.CATEGORY: row.category,
        Column.REMARK: row.remark,
        Column.EFFECTIVE_ON: "",
    }


def _row(row: GridRow, draft: Draft, places: Mapping[str, str]) -> dict[str, Any]:
    where = [places.get(name, name) for name in (row.district, row.village)]
    about = [_(KINDS[Kind(row.kind)]), " ".join(name for name in where if name)]
    return {
        "id": row.id,
        "name": row.name,
        "about": " · ".join(piece for piece in about if piece),
        "href": to_page("venues", venue=row.id),
        **{column.value: text for column, text in _base(row).items()},
        "since": _day(row.since),
        "standing": _(STANDINGS[row.standing]),
        "colour": row.standing.value if row.standing.eligible else "excluded",
        "ticked": row.id in draft.ticked,
    }


def _typed(draft: Draft, venue_id: int) -> dict[str, str]:
    texts = draft.rows[venue_id].texts
    told = {column.value: text for column, text in texts.items()}
    day = as_day(texts.get(Column.EFFECTIVE_ON, ""))
    return told if day is None else {**told, Column.EFFECTIVE_ON.value: _day(day)}


def as_day(text: str) -> date | None:
    """A day that was taken; None for a text that is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day(day: date | None) -> str:
    if day is None:
        return _("尚無登錄")
    return roc_short(day) if words.language() == "zh" else day.isoformat()


def _head(name: str, title: str, by: Sort | None, sort: Sort) -> dict[str, str | None]:
    return {
        "name": name,
        "title": _(title),
        "sort": links.address(sort=by.value, page=None) if by is not None else None,
        "sorted": ("descending" if by is Sort.SINCE else "ascending") if by is sort else None,
    }


def _labels() -> dict[str, str]:
    return {
        "tick": _("勾選"),
        "tick_page": _("勾選本頁全部"),
        "open": _("在新分頁看這家店的全部歷程"),
        "more": _("更多"),
        "before": _("原為：{value}"),
        "pasted": _("已貼上 {count} 格。"),
        "beyond": _("另有 {count} 格超出本頁的列或欄，沒有貼上。"),
    }
