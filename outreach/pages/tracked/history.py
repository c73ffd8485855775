"""One item's history: what was reported and decided meeting by meeting; what was entered anew stands too."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from outreach.pages import frame, terms, words
from outreach.pages.markup import Child, Html, el
from outreach.pages.markup import show as put
from outreach.pages.tracked.pieces import DECISIONS, PARTS, back, rate_words, refused, say
from outreach.pages.words import _, n_
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.tracking import (
    DecisionRow,
    ItemHistory,
    ReportRow,
    TrackedItem,
    item_history,
    withdraw_item,
)
from outreach.services.who import Right, Who


def show_history(city: City, who: Who, item: str) -> None:
    """The item, and every entry, the newest meeting first."""
    try:
        found = item_history(city, who, item)
    except Refusal as refusal:
        frame.notice(words.said(refusal), next_step=back(), kind="alarm")
        return
    put(back(), _head(found.item), _meetings(found))
    if who.may(Right.STEER):
        _withdrawing(found)


def _head(item: TrackedItem) -> Html:
    rate = rate_words(item)
    agencies = [
        el("li", name, el("span", _(PARTS[part]), class_="tag")) for _id, _code, name, part in item.agencies
    ]
    opened = _("{moment} 由{by}建立").format(moment=terms.moment(item.opened_at), by=item.opened_by)
    return el(
        "section",
        el("h2", _("列管編號 {number}").format(number=item.number), class_="round-name"),
        el("p", item.conclusion, class_="told"),
        el("ul", agencies, class_="chips"),
        el("p", f"{rate} · {opened}" if rate else opened, class_="fine"),
    )


def _meetings(found: ItemHistory) -> Html:
    said = {one.meeting for one in found.reports} | {one.meeting for one in found.decisions}
    numbers = sorted(said, reverse=True)
    if not numbers:
        return el("p", _("還沒有辦理情形或會議結論。"), class_="fine")
    return el("div", [_meeting(found, number) for number in numbers], class_="tracked-history")


def _meeting(found: ItemHistory, number: int) -> Html:
    names = {agency: name for agency, _code, name, _part in found.item.agencies}
    reports = [one for one in found.reports if one.meeting == number]
    decisions = [one for one in found.decisions if one.meeting == number]
    return el(
        "section",
        el("h3", _("第{number}次會議").format(number=number), class_="desk-title"),
        el(
            "ol",
            [_decided(one, names[one.agency_id], _holds(one, decisions)) for one in reversed(decisions)],
            [_reported(one, names[one.agency_id], _holds(one, reports)) for one in reversed(reports)],
            class_="steps",
        ),
    )


def _holds(one: DecisionRow | ReportRow, among: Sequence[DecisionRow | ReportRow]) -> bool:
    return one.id == max(other.id for other in among if other.agency_id == one.agency_id)


def _decided(one: DecisionRow, name: str, holds: bool) -> Html:
    what = _("會議結論：{decision}").format(decision=_(DECISIONS[one.decision]))
    return _entry(name, what, one.words, one.by, terms.moment(one.at), holds)


def _reported(one: ReportRow, name: str, holds: bool) -> Html:
    due = _("，預定完成日 {day}").format(day=words.day(one.due_on)) if one.due_on else ""
    return _entry(name, _("辦理情形") + due, one.progress, one.by, terms.moment(one.at), holds)


def _entry(name: str, what: str, told: str, by: str, moment: str, holds: bool) -> Html:
    replaced: Child = None if holds else el("span", _("已由後來的登錄取代"), class_="tag")
    return el(
        "li",
        el("div", el("b", name), " ", what, replaced, class_="first"),
        el("div", f"{by} · {moment}", class_="fine"),
        el("div", told, class_="words") if told else None,
        class_="holds" if holds else "replaced",
    )


def _withdrawing(found: ItemHistory) -> None:
    """Taking back is offered while nobody said anything; afterwards it is told how to put things right."""
    if found.reports or found.decisions:
        text = _("每一筆紀錄都保留，所以不能撤回；誤列的案件請以會議結論解除列管，並在文字註明。")
        put(el("p", text, class_="fine"))
        return
    number = str(found.item.number)
    with st.popover(_("撤回這一案"), key="tracked_withdraw"):
        put(
            el(
                "p",
                n_(
                    "還沒有人填報或決定，可以撤回；{count} 個機關的清單將不再有這一案。",
                    len(found.item.agencies),
                ),
            )
        )
        st.button(_("確定撤回"), key="tracked_withdraw_sure", type="primary", on_click=_take, args=(number,))


def _take(number: str) -> None:
    try:
        withdraw_item(frame.city(), frame.who(), number)
    except Refusal as refusal:
        refused(refusal)
        return
    say("note", _("已撤回列管編號 {item}。").format(item=number))
    st.query_params.pop("item", None)
