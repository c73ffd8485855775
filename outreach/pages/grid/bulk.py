"""Many venues at once: tick them, or take all that meet the conditions, and say what is so of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.grid.drafts import Draft, draft_of
from outreach.pages.grid.editor import as_shown, take
from outreach.pages.grid.shown import COLUMNS, PICKED, Shown
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.words import _, n_
from outreach.rules.dates import roc_short
from outreach.rules.refusals import Refusal
from outreach.services.grid import Column, grid_names, settled

ALL = "grid_all"
_KEYS: Mapping[Column, str] = {
    **{column: f"grid_bulk_{column.value}" for column in Column},
    Column.EFFECTIVE_ON: "grid_bulk_date",
}
_TOLD = "grid_bulk_told"


def choose_all(total: int) -> None:
    """A box that stands for every venue that meets the conditions, on whatever page it is."""
    st.checkbox(n_("選取符合條件的全部 {count} 家", total), key=ALL)


def all_chosen() -> bool:
    """Whether every venue that meets the conditions is meant."""
    return bool(st.session_state.get(ALL))


def bulk_bar(scheme: str, day: date, shown: Shown, ids: Sequence[int]) -> None:
    """What to say of the chosen venues (`ids` are those that meet the conditions); nothing without any."""
    draft = draft_of(frame.who(), scheme)
    count = len(_chosen(draft, ids))
    if not count:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="grid_bulk", gap="small"):
        put(el("p", n_("已選 {count} 家", count), class_="chosen"))
        _pick(Column.PARTICIPATION, shown)
        st.text_input(
            _(COLUMNS[Column.EFFECTIVE_ON]),
            key=_KEYS[Column.EFFECTIVE_ON],
            placeholder=roc_short(day) if words.language() == "zh" else day.isoformat(),
            max_chars=40,
        )
        with st.popover(_("其他欄位"), icon=":material/tune:", key="grid_bulk_more"):
            for column in PICKED:
                if column is not Column.PARTICIPATION:
                    _pick(column, shown)
            st.text_input(_(COLUMNS[Column.REMARK]), key=_KEYS[Column.REMARK])
        st.button(
            _("套用（先不儲存）"),
            key="grid_bulk_apply",
            type="primary",
            on_click=_apply,
            args=(scheme, day, tuple(ids)),
        )
        st.button(_("取消選取"), key="grid_bulk_none", type="tertiary", on_click=_untick, args=(scheme, day))


def tell() -> None:
    """Say once what the last press came to."""
    told = st.session_state.pop(_TOLD, None)
    if told is not None:
        text, alarm = told
        if alarm:
            frame.notice(text, kind="alarm")
        else:
            st.toast(text)


def _chosen(draft: Draft, ids: Sequence[int]) -> list[int]:
    """Every venue that meets the conditions, or those ticked, on whatever page that was."""
    return list(ids) if all_chosen() else sorted(draft.ticked)


def _pick(column: Column, shown: Shown) -> None:
    titles = {"": _("不變"), **shown.choices[column]}
    st.selectbox(_(COLUMNS[column]), list(titles), format_func=lambda c: titles.get(c, c), key=_KEYS[column])


def _apply(scheme: str, day: date, ids: Sequence[int]) -> None:
    """Put what was chosen into the draft of each venue; nothing is recorded yet."""
    take(scheme, day)
    city, who = frame.city(), frame.who()
    draft = draft_of(who, scheme)
    texts = {c: str(st.session_state.get(key) or "").strip() for c, key in _KEYS.items()}
    texts = {c: settled(city, scheme, c, text, day) for c, text in texts.items() if text}
    if not set(texts) - {Column.EFFECTIVE_ON}:
        st.session_state[_TOLD] = (_("還沒有選要改成什麼；請先選一欄，例如「參與狀態」。"), True)
        return
    chosen = _chosen(draft, ids)
    try:
        named = grid_names(city, who, chosen, today=frame.today())
    except Refusal as refusal:
        st.session_state[_TOLD] = (words.said(refusal), True)
        return
    for venue_id in chosen:
        for column, text in texts.items():
            draft.put(venue_id, as_shown(venue_id) or named[venue_id], column, text, day)
    _clear(draft)
    st.session_state[_TOLD] = (n_("已套用到 {count} 家，尚未儲存。", len(chosen)), False)


def _untick(scheme: str, day: date) -> None:
    take(scheme, day)
    _clear(draft_of(frame.who(), scheme))


def _clear(draft: Draft) -> None:
    draft.ticked.clear()
    st.session_state[ALL] = False
    for key in _KEYS.values():
        st.session_state[key] = ""
