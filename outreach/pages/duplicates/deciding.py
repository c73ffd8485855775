"""Merging the two of a comparison, or saying that they are two."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.duplicates.done import tell
from outreach.pages.duplicates.listing import joined
from outreach.pages.markup import Child, Html, el, show
from outreach.pages.venues.history import DESCRIPTIONS
from outreach.pages.words import _
from outreach.rules.rate import Tally
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.duplicates.comparing import Comparison
from outreach.services.duplicates.keeping_apart import keep_apart, take_back_apart
from outreach.services.duplicates.merging import MergePreview, SchemeStep, merge, preview_merge

#: In the session: (stays, goes, taking over) of the merge that the reader is asked about.
_ASKED = "merge_asked"


def show_decisions(city: City, found: Comparison, day: date) -> None:
    """What the asker may decide; nothing for who only reads."""
    if not found.may_decide or found.merged_into is not None:
        return
    if found.apart is not None:
        st.button(_("撤回「不是重複」"), key="apart_back", on_click=_take_back, args=(city, found, day))
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _merging(city, found, day)
    with right:
        _keeping_apart(city, found, day)


def _merging(city: City, found: Comparison, day: date) -> None:
    show(el("h3", _("合併為一家"), class_="found"))
    if not found.may_merge:
        _why_not(city, found, day)
        return
    names = {side.brief.id: f"{side.brief.name}（{side.brief.id}）" for side in (found.one, found.other)}
    winner = st.radio(_("保留哪一家"), list(names), format_func=lambda i: names[i], key="merge_stays")
    loser = next(i for i in names if i != winner)
    try:
        preview = preview_merge(city, frame.who(), winner, loser, today=day)
    except Refusal as refusal:
        frame.notice(words.said(refusal))
        return
    take = False
    if preview.taken:
        fields = joined([_(DESCRIPTIONS[field]) for field in preview.taken])
        text = _("保留的一家沒有{fields}，一併帶入另一家的").format(fields=fields)
        take = st.checkbox(text, value=True, key="merge_takes")
    show(_preview(preview))
    asked = (winner, loser, take)
    st.button(_("合併…"), key="merge", type="primary", on_click=_ask, args=(asked,))
    if st.session_state.get(_ASKED) == asked:
        _question(city, preview, take, day)


def _why_not(city: City, found: Comparison, day: date) -> None:
    try:
        preview_merge(city, frame.who(), found.one.brief.id, found.other.brief.id, today=day)
    except Refusal as refusal:
        frame.notice(words.said(refusal))


def _preview(preview: MergePreview) -> Html:
    lines: list[Child] = [el("p", _into(preview))]
    lines += [el("p", _step(step, preview.agency)) for step in preview.steps]
    lines += [
        el(
            "p",
            _("保留的一家不在「{scheme}」名冊上；合併後這個名冊就少了這一家。").format(
                scheme=_(s.scheme.name)
            ),
            class_="alarm",
        )
        for s in preview.steps
        if not s.stays_listed
    ]
    if preview.loser.has_contact:
        lines.append(el("p", _("被併入一家的聯絡資料不會帶入，仍留在該筆資料上。"), class_="fine"))
    lines.append(el("p", _("兩家的歷程都會保留，事實不會互相複製；合併可以復原。"), class_="fine"))
    return el("div", lines, class_="panel merging")


def _into(preview: MergePreview) -> str:
    return _("店家 {loser}「{gone}」併入店家 {winner}「{stays}」").format(
        loser=preview.loser.brief.id,
        gone=preview.loser.brief.name,
        winner=preview.winner.brief.id,
        stays=preview.winner.brief.name,
    )


def _step(step: SchemeStep, agency: str) -> str:
    def told(tally: Tally) -> tuple[str, str, str]:
        return words.number(tally.population), words.number(tally.completed), words.number(tally.eligible)

    (before, done, of), (after, then, out_of) = told(step.step.before), told(step.step.after)
    return _(
        "{agency} · {scheme}：提報家數 {before} → {after}，已完成／母數 {done}／{of} → {then}／{out_of}"
    ).format(
        agency=agency or _("（未填）"),
        scheme=_(step.scheme.name),
        before=before,
        after=after,
        done=done,
        of=of,
        then=then,
        out_of=out_of,
    )


def _ask(asked: tuple[int, int, bool]) -> None:
    st.session_state[_ASKED] = asked


def _forget() -> None:
    st.session_state.pop(_ASKED, None)


def _question(city: City, preview: MergePreview, take: bool, day: date) -> None:
    @st.dialog(_("確定合併？"), on_dismiss=_forget)
    def question() -> None:
        show(_preview(preview))
        with st.container(horizontal=True, gap="small"):
            if st.button(_("取消"), key="merge_not"):
                _forget()
                st.rerun()
            if st.button(_("確定合併"), key="merge_now", type="primary"):
                _merge(city, preview, take, day)

    question()


def _merge(city: City, preview: MergePreview, take: bool, day: date) -> None:
    sides = (preview.winner, preview.loser)
    seen = {side.brief.id: side.venue.version for side in sides if side.venue is not None}
    winner, loser = (side.brief.id for side in sides)
    try:
        done = merge(
            city,
            frame.who(),
            winner,
            loser,
            take_over=take,
            seen=seen,
            now=datetime.now(UTC),
            today=day,
        )
    except Refusal as refusal:
        frame.notice(words.said(refusal), kind="alarm")
        return
    _forget()
    text = _("已合併：{what}（異動 {number}）。").format(what=_into(preview), number=done.change_id)
    tell("", text, done.change_id)
    st.query_params.pop("pair", None)
    st.rerun()


def _keeping_apart(city: City, found: Comparison, day: date) -> None:
    show(el("h3", _("不是重複"), class_="found"))
    reason = st.text_input(
        _("為什麼是兩家"),
        key="apart_reason",
        max_chars=200,
        placeholder=_("例如：同名，但分屬不同樓層的兩家店"),
    )
    if st.button(_("標記為不是重複"), key="apart"):
        one, other = found.one.brief.id, found.other.brief.id
        try:
            keep_apart(city, frame.who(), one, other, reason=reason, now=datetime.now(UTC), today=day)
        except Refusal as refusal:
            frame.notice(words.said(refusal), kind="alarm")
            return
        text = _("已標記店家 {one} 與 {other} 不是重複；可在「已標記不是重複」撤回。")
        tell("", text.format(one=one, other=other))
        st.query_params.pop("pair", None)
        st.rerun()


def _take_back(city: City, found: Comparison, day: date) -> None:
    take_back(city, found.one.brief.id, found.other.brief.id, day)


def take_back(city: City, one: int, other: int, day: date) -> None:
    """Let a pair be a likely duplicate again, and say so above the list."""
    try:
        take_back_apart(city, frame.who(), one, other, today=day)
    except Refusal as refusal:
        tell("apart", words.said(refusal), refused=True)
        return
    tell("apart", _("已撤回；店家 {one} 與 {other} 重新列入疑似重複。").format(one=one, other=other))
    st.query_params.pop("pair", None)
    st.query_params["tab"] = "apart"
