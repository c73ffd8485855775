"""Rows that an import left for a person, each beside the venue that it is likely about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.duplicates.done import tell
from outreach.pages.duplicates.listing import venue
from outreach.pages.importing.retelling import retold
from outreach.pages.markup import Html, el, show
from outreach.pages.terms import moment
from outreach.pages.venues.history import Shown
from outreach.pages.words import N_, _
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet
from outreach.services.city import City
from outreach.services.duplicates.refusals import RowRefused
from outreach.services.duplicates.waiting import SettledAs, WaitingRow, settle_waiting, waiting_list

#: Rows shown at once; the next ones move up as these are settled.
_SHOWN = 20
_FIELDS: Mapping[str, str] = {
    "address": N_("地址"),
    "tax_id": N_("統一編號"),
    "agency": N_("機關"),
    "kind": N_("性質"),
    "sector": N_("行業"),
    "category": N_("類別"),
    "district": N_("行政區"),
    "village": N_("里"),
    "premises": N_("場所型態"),
    "operating": N_("營業狀態"),
    "participation": N_("參與狀態"),
    "listing": N_("列冊"),
    "voucher_kinds": N_("適用券別"),
    "remark": N_("備註"),
}
_CODED = {
    facet.value: facet
    for facet in (Facet.KIND, Facet.PREMISES, Facet.OPERATING, Facet.PARTICIPATION, Facet.LISTING)
}
_DONE: Mapping[SettledAs, str] = {
    SettledAs.SAME: N_("第 {row} 列「{name}」已套用到店家 {venue}（異動 {number}）。"),
    SettledAs.NEW: N_("第 {row} 列「{name}」已新增為店家 {venue}（異動 {number}）。"),
    SettledAs.DROPPED: N_("第 {row} 列「{name}」不採用（異動 {number}）。"),
}


def show_waiting(city: City, day: date) -> None:
    """The rows that wait for the asker, oldest first, with the three ways to settle each."""
    found = waiting_list(city, frame.who(), today=day)
    if not found:
        frame.notice(_("沒有等待確認的匯入資料列。"), kind="empty")
        return
    shown = Shown.of(city)
    for row in found[:_SHOWN]:
        with st.container(key=f"decide_{row.id}"):
            show(_row(row, shown))
            if row.may_settle:
                _buttons(city, row, day)


def _row(row: WaitingRow, shown: Shown) -> Html:
    about = _("{source} 第 {row} 列 · {when}").format(
        source=row.source, row=row.number, when=moment(row.told_at)
    )
    if row.effective_on is not None:
        about += " · " + _("自{day}起").format(day=words.day(row.effective_on))
    told = [
        el("div", el("dt", _(title)), el("dd", _said(row, code, shown)))
        for code, title in _FIELDS.items()
        if code in row.values
    ]
    stated = el(
        "div",
        el("b", row.name, class_="name"),
        el("span", " · ".join(p for p in (row.agency, _(row.scheme.name)) if p), class_="about"),
        el("dl", told) if told else el("p", _("舊版匯入只留下名稱。"), class_="fine"),
        class_="venue",
    )
    return el(
        "div",
        el("p", el("span", retold(row.reason), class_="why"), " ", el("span", about, class_="fine")),
        el("div", stated, venue(row.candidate), class_="two"),
        class_="pairs",
    )


def _said(row: WaitingRow, code: str, shown: Shown) -> str:
    value = row.values[code]
    if isinstance(value, list):
        return "、".join(map(str, value))
    if code in _CODED:
        return shown.said(_CODED[code], str(value), row.scheme.id)
    return str(value)


def _buttons(city: City, row: WaitingRow, day: date) -> None:
    titles = {
        SettledAs.SAME: _("同一家：套用到店家 {venue}").format(venue=row.candidate.id),
        SettledAs.NEW: _("另一家：新增"),
        SettledAs.DROPPED: _("不採用"),
    }
    with st.container(horizontal=True, gap="small"):
        for as_, title in titles.items():
            st.button(
                title,
                key=f"settle_{row.id}_{as_}",
                disabled=not row.whole and as_ is not SettledAs.DROPPED,
                on_click=_settle,
                args=(city, row, as_, day),
            )


def _settle(city: City, row: WaitingRow, as_: SettledAs, day: date) -> None:
    try:
        done = settle_waiting(city, frame.who(), row.id, as_, now=datetime.now(UTC), today=day)
    except RowRefused as refusal:
        values = {**refusal.values, "reason": retold(str(refusal.values["reason"]))}
        tell("waiting", _(refusal.template).format(**values), refused=True)
        return
    except Refusal as refusal:
        tell("waiting", words.said(refusal), refused=True)
        return
    text = _(_DONE[as_]).format(row=row.number, name=row.name, venue=done.venue_id, number=done.change_id)
    tell("waiting", text, done.change_id)
