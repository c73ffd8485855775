"""當時與現在: what an edition reported beside what is known today of its day, and each correction."""

from __future__ import annotations

import streamlit as st

from outreach.pages import terms
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.meetings.freezing import NOTE
from outreach.pages.meetings.pieces import edition_words, item_dated, item_words, rate_and_base
from outreach.pages.meetings.venues import Move, beside, moved_venues, offer_moves
from outreach.pages.venues.undoing import kind_name
from outreach.pages.words import _, n_
from outreach.rules.rate import Tally, rate_shown
from outreach.services.city import City
from outreach.services.meetings import Correction, Edition, ThenAndNow, then_and_now
from outreach.services.who import Right, Who

#: Corrections unfolded by themselves; the others open at a click.
OPEN = 3


def show_since(city: City, who: Who, found: Edition) -> None:
    """Each item then and now, every correction listed; from there to a corrected edition."""
    with st.spinner(_("與現在的資料比較中…")):
        told = [
            then_and_now(
                city,
                who,
                found.meeting.number,
                one.item.scheme,
                one.item.kinds,
                edition=found.head.edition,
            )
            for one in found.items
        ]
    corrected = [one for one in told if one.corrections]
    newest = found.head.edition == found.meeting.editions[-1].edition
    if corrected and newest and who.may(Right.STEER):
        with st.container(key="meeting_correct", horizontal=True, vertical_alignment="center", gap="small"):
            text = _("這一版凍結後有更正；要列入會議資料時，請凍結更正版。")
            put(el("p", text))
            st.button(
                _("凍結更正版"),
                key="meeting_to_freeze",
                type="primary",
                on_click=_to_freeze,
                args=(found, told),
            )
    for number, one in enumerate(told, 1):
        put(_item(one, rated=not found.items[number - 1].shown_open))
        moves: list[Move] = [move for correction in one.corrections for move in correction.venues]
        if moves:
            name = f"meeting-{found.meeting.number}-{found.head.edition}-corrections-{number}"
            offer_moves(name, moves, one.names, key=f"meeting_corrections_{number}")


def _to_freeze(found: Edition, told: list[ThenAndNow]) -> None:
    """To the freeze, with a note that says what the corrections did."""
    st.session_state[NOTE] = suggested_note(found, told)
    st.query_params["view"] = "freeze"


def suggested_note(found: Edition, told: list[ThenAndNow]) -> str:
    """「依凍結後的更正重計：台北通 myCode+ 6 筆，87.10 % → 85.40 %。」."""
    pieces = [
        _("{item} {count} 筆，{then} → {now}").format(
            item=item_words(one.item),
            count=len(one.corrections),
            then=_shortly(one.then, rated=not item.shown_open),
            now=_shortly(one.now, rated=not item.shown_open),
        )
        for item, one in zip(found.items, told, strict=True)
        if one.corrections
    ]
    return _("依凍結後的更正重計：{items}。").format(items=_("；").join(pieces))


def _shortly(tally: Tally, *, rated: bool) -> str:
    return rate_shown(tally.completed, tally.eligible) if rated else n_("加入 {count} 家", tally.completed)


def _item(one: ThenAndNow, *, rated: bool) -> Html:
    head = el("h3", item_dated(one.item))
    if not one.corrections:
        text = _("凍結後沒有更正：以今日所知重算，數字與店家都相同。")
        same = [el("p", rate_and_base(one.now, rated=rated), class_="said"), el("p", text, class_="agrees")]
        return el("section", head, same, class_="panel wide edition-item")
    return el(
        "section",
        head,
        _sentence(one, rated=rated),
        beside(one.rows, edition_words(one.head), _("今日所知"), rated=rated),
        el(
            "ol", [_correction(c, one, n < OPEN) for n, c in enumerate(one.corrections)], class_="corrections"
        ),
        class_="panel wide edition-item",
    )


def _sentence(one: ThenAndNow, *, rated: bool) -> Html:
    """「當時 87.10 %，以今日所知重算同一日為 85.40 %：更正 6 筆」."""
    return el(
        "p",
        _("當時"),
        " ",
        rate_and_base(one.then, rated=rated),
        _("，以今日所知重算同一日為"),
        " ",
        rate_and_base(one.now, rated=rated),
        _("："),
        el("b", n_("更正 {count} 筆", len(one.corrections))),
        class_="said since-said",
    )


def _correction(one: Correction, told: ThenAndNow, unfolded: bool) -> Html:
    """Who, when and what; and the venues with their standing before and after."""
    moved = n_("{count} 家", one.moved)
    hidden = one.moved - len(one.venues)
    if one.change is None:
        text = _("其他機關的更正（{count}），內容不在您可查看的範圍。").format(count=moved)
        return el("li", text, class_="fine")
    change = one.change
    about = f"{kind_name(change)} · {change.actor} · {terms.moment(change.recorded_at)}"
    undone = el("span", _("已復原"), class_="tag") if change.voided_by is not None else None
    number = _("第 {number} 號異動").format(number=change.id)
    return el(
        "li",
        el(
            "details",
            el(
                "summary",
                el("b", change.summary or kind_name(change)),
                undone,
                el("span", moved, class_="of"),
                el("span", f"{about} · {number}", class_="about"),
            ),
            moved_venues(one.venues, told.names, hidden),
            open=unfolded,
        ),
        id=f"change-{change.id}",
    )
