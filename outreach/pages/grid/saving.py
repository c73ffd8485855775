"""The bar at the bottom: how much is unsaved, what it does to the figure, and save, review or discard it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.grid.drafts import Draft, draft_of
from outreach.pages.grid.editor import take
from outreach.pages.grid.shown import COLUMNS
from outreach.pages.links import link
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.words import _, n_
from outreach.rules.points import points_between, points_text
from outreach.rules.rate import rate_shown
from outreach.rules.refusals import Refusal
from outreach.services import city as cities
from outreach.services.changes import recorded_change
from outreach.services.city import City
from outreach.services.grid import Column, Figure, Prepared, figure, prepare
from outreach.services.recording import record
from outreach.services.who import Right

REVIEWING, _SAVED, _SORTED, _FAILED = "grid_reviewing", "grid_saved", "grid_sorted_out", "grid_failed"


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved last: the change (None where nothing was new), its venues, and those without news."""

    scheme: str
    change_id: int | None
    venues: int
    idle: int


def sorted_out(
    city: City, scheme: str, draft: Draft, as_of: date, agency_id: int | None
) -> tuple[Prepared, Figure]:
    """What the draft comes to and does to the figure; worked out again when draft or database changed."""
    who, today = frame.who(), frame.today()
    key: Hashable = (who, scheme, as_of, agency_id, today, draft.revision, cities.known_at(city, None))
    kept = st.session_state.get(_SORTED)
    if kept is not None and kept[0] == key and kept[1] is draft:
        return kept[2], kept[3]
    prepared = prepare(city, who, scheme, draft.typed(), usual=as_of, today=today)
    told = figure(city, who, prepared, as_of, agency_id)
    st.session_state[_SORTED] = (key, draft, prepared, told)
    return prepared, told


def unsaved_bar(scheme: str, day: date, draft: Draft, prepared: Prepared, told: Figure) -> None:
    """How much is unsaved, and what to do about it; nothing where nothing is."""
    count = len(draft.rows)
    if not count:
        return
    wrong = len({t.venue_id for t in prepared.troubles}) + len(prepared.clashes)
    with st.container(horizontal=True, vertical_alignment="center", key="grid_unsaved", gap="small"):
        put(
            el(
                "p",
                el("b", n_("{count} 筆未儲存", count)),
                effect_in_words(told),
                el("span", n_("{count} 筆要處理", wrong), class_="alarm") if wrong else None,
                class_="unsaved",
                role="status",
            )
        )
        if not st.session_state.get(REVIEWING):
            st.button(_("檢視"), key="grid_review", on_click=_review, args=(scheme, day))
        st.button(_("儲存"), key="grid_save", type="primary", on_click=_save, args=(scheme, day))
        st.button(_("放棄"), key="grid_discard", type="tertiary", on_click=_discard, args=(scheme, day))


def effect_in_words(told: Figure) -> Html:
    """+40 家 → 93.10 % (+0.78) 1,431 / 1,537; without a rate the number that joined."""
    before, after = told.step.before, told.step.after
    more = after.completed - before.completed
    venues = n_("{count} 家", abs(more)) if more else _("已完成家數不變")
    signed = f"{'+' if more > 0 else '−'}{venues}" if more else venues
    if not told.rated:
        joined = _("加入 {count} 家").format(count=words.number(after.completed))
        return el("span", f"{signed} → ", el("b", joined), class_="effect")
    moved = points_between(before, after)
    return el(
        "span",
        f"{signed} → ",
        el("b", rate_shown(after.completed, after.eligible)),
        " " if moved is None else f" ({points_text(moved)}) ",
        el("span", f"{after.completed:,} / {after.eligible:,}", class_="fine"),
        class_="effect",
    )


def tell_failed(draft: Draft) -> None:
    """Say why saving failed, and what was discarded with the way to have it back."""
    failed = st.session_state.pop(_FAILED, None)
    if failed is not None:
        frame.notice(failed, kind="alarm")
    if draft.discarded:
        with st.container(horizontal=True, vertical_alignment="center", key="grid_discarded"):
            put(el("p", n_("已放棄 {count} 筆修改。", len(draft.discarded)), class_="notice note"))
            st.button(_("取回"), key="grid_restore", on_click=draft.restore)


def tell_saved(city: City, scheme: str) -> None:
    """Say what was saved last, with the way to undo it; at the bottom, where the button was pressed."""
    saved = st.session_state.get(_SAVED)
    if not isinstance(saved, Saved) or saved.scheme != scheme or _undone(city, saved):
        return
    text = _("沒有新的內容，未記錄任何異動。")
    if saved.change_id is not None:
        text = n_("已儲存 {count} 家", saved.venues) + _("（異動 {number}）").format(number=saved.change_id)
    if saved.idle:
        text += n_("；{count} 家與目前資料相同，沒有記錄", saved.idle)
    undo = None
    if saved.change_id is not None and frame.who().may(Right.UNDO):
        undo = [" · ", link(_("復原"), {"undo": saved.change_id}, class_="open")]
    with st.container(key="grid_saved"):
        put(el("p", el("b", text), undo, class_="unsaved", role="status"))


def _undone(city: City, saved: Saved) -> bool:
    """Whether what was saved has been undone since, by anybody."""
    if saved.change_id is None:
        return False
    change, _venues = recorded_change(city, frame.who(), saved.change_id)
    return change.voided_by is not None


def _review(scheme: str, day: date) -> None:
    take(scheme, day)
    st.session_state[REVIEWING] = True


def _discard(scheme: str, day: date) -> None:
    take(scheme, day)
    draft_of(frame.who(), scheme).discard()
    st.session_state[REVIEWING] = False
    st.session_state.pop(_SAVED, None)


def _save(scheme: str, day: date) -> None:
    """Record what can be recorded as one change; where something cannot, first show what.

    From the review, the rest is recorded and what cannot be stays unsaved.
    """
    take(scheme, day)
    city, who, today = frame.city(), frame.who(), frame.today()
    draft = draft_of(who, scheme)
    reviewed = bool(st.session_state.get(REVIEWING))
    if not draft.rows:
        return
    st.session_state.pop(_SAVED, None)
    try:
        prepared = prepare(city, who, scheme, draft.typed(), usual=day, today=today)
        if (prepared.troubles or prepared.clashes) and not (reviewed and prepared.said):
            st.session_state[REVIEWING] = True
            return
        done = record(
            city,
            who,
            scheme,
            prepared.said,
            summary=_summary(prepared),
            now=datetime.now(UTC),
            today=today,
        )
        # At once, and before anything of the session is asked: a second press finds nothing left.
        draft.drop([*(line.venue.id for line in prepared.lines), *prepared.idle])
    except Refusal as refusal:
        draft.revision += 1
        st.session_state[_FAILED] = words.said(refusal)
        return
    st.session_state[_SAVED] = Saved(scheme, done.change_id, done.venues, len(prepared.idle))
    st.session_state[REVIEWING] = bool(draft.rows)


def _summary(prepared: Prepared) -> str:
    """登錄 40 家：參與狀態、備註 — the record's own words, in Chinese whoever reads."""
    facets = {cell.facet for line in prepared.lines for cell in line.cells}
    named = [COLUMNS[c] for c in Column if c.value in facets]
    if any(line.said.remark for line in prepared.lines):
        named.append(COLUMNS[Column.REMARK])
    return f"登錄 {len(prepared.lines):,} 家：{'、'.join(named)}"
