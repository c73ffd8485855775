"""The contact log of one venue: what was tried, and a form for the next attempt; to be placed on any page."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.markup import Child, Html, el
from outreach.pages.markup import show as put
from outreach.pages.terms import moment
from outreach.pages.visits import terms
from outreach.pages.words import _, n_
from outreach.rules.contacting import Outcome, Way
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.contact_entries import Entry, entries_of, mark_done, take_back
from outreach.services.contact_log import Next, log_contact, schemes_of
from outreach.services.privacy import is_recorded
from outreach.services.reach import within_reach
from outreach.services.who import Right, Who

_SAID, _FORM, _LOOKED = "contacts_said", "contacts_form", "contacts_looked"
#: Entries shown before the reader asks for the older ones.
_FIRST = 10


def contact_panel(city: City, who: Who, venue_id: int) -> None:
    """A venue's contact log and, for its agency, a form to add to it; nothing for who may see none of it.

    Whose look is recorded asks for it first.
    """
    today = frame.today()
    if not who.may(Right.SEE_CONTACTS) or venue_id not in within_reach(
        city, who, Right.SEE_CONTACTS, [venue_id], today
    ):
        return
    with st.container(key="contacts", gap="small"):
        put(el("h3", _("聯繫紀錄"), class_="contacts-title"))
        if is_recorded(who) and st.session_state.get(_LOOKED) != venue_id:
            # Whoever only passes by has not looked.
            put(el("p", _("查看聯繫紀錄會留下紀錄。"), class_="fine"))
            if not st.button(_("顯示聯繫紀錄"), key=f"contacts_show_{venue_id}"):
                return
            st.session_state[_LOOKED] = venue_id
        found = entries_of(city, who, venue_id, now=datetime.now(UTC), today=today)
        _say(venue_id)
        if who.may(Right.CHANGE) and within_reach(city, who, Right.CHANGE, [venue_id], today):
            with st.expander(_("登錄一次聯繫"), icon=":material/add_call:", key="contacts_add"):
                _form(city, who, venue_id, today)
        if not found:
            put(el("p", _("還沒有聯繫紀錄。"), class_="fine"))
        shown = found if st.session_state.get("contacts_all") else found[:_FIRST]
        for entry in shown:
            _entry(city, who, entry, today)
        if len(found) > len(shown):
            st.button(
                n_("再看 {count} 筆", len(found) - len(shown)),
                key="contacts_more",
                on_click=lambda: st.session_state.__setitem__("contacts_all", True),
            )


def _say(venue_id: int) -> None:
    """What came of the last click, if it was about this venue."""
    said = st.session_state.pop(_SAID, None)
    if said is not None and said[0] == venue_id:
        frame.notice(said[1], kind=said[2])


def _entry(city: City, who: Who, entry: Entry, today: date) -> None:
    row = entry.row
    with st.container(horizontal=True, vertical_alignment="center", key=f"contact_entry_{row.id}"):
        put(_told(entry, today))
        if entry.withdrawn or not who.may(Right.CHANGE):
            return
        if row.next_on is not None and row.done_at is None:
            st.button(
                _("追蹤完成"),
                key=f"contact_done_{row.id}",
                on_click=_click,
                args=(city, row.venue_id, row.id, False),
            )
        if entry.own:
            st.button(
                _("撤回"),
                key=f"contact_back_{row.id}",
                help=_("撤回這筆紀錄；它改變的參與狀態一併復原"),
                on_click=_click,
                args=(city, row.venue_id, row.id, True),
            )


def _told(entry: Entry, today: date) -> Html:
    row = entry.row
    words_: list[Child] = [el("p", row.note)] if row.note else []
    if row.next_on is not None or row.next_action:
        due = words.day(row.next_on) if row.next_on else ""
        text = _("下一步 {day} {action}").format(day=due, action=row.next_action).strip()
        late = entry.overdue(today)
        mark = _("（已逾期）") if late else _("（已完成追蹤）") if row.done_at is not None else ""
        words_.append(el("p", text, mark, class_="alarm" if late else None))
    if row.not_before is not None:
        words_.append(el("p", _("{day}以前請勿聯繫").format(day=words.day(row.not_before)), class_="fine"))
    if row.erased_at is not None:
        words_.append(el("p", _("備註已依個人資料規定刪除"), class_="fine"))
    changed = ""
    if row.change_id is not None:
        undone = _("異動 {number}（已復原）") if row.change_undone else _("異動 {number}")
        changed = undone.format(number=row.change_id)
    source = (row.recorded_by, moment(row.recorded_at), changed)
    return el(
        "article",
        el(
            "p",
            el("b", words.day(row.on_day), " ", terms.way(row.way), " ", terms.outcome(row.outcome)),
            " ",
            el("span", _(entry.scheme) if entry.scheme else _("各方案"), class_="fine"),
            el("span", _("已撤回"), class_="tag") if entry.withdrawn else None,
        ),
        words_,
        el("p", " · ".join(piece for piece in source if piece), class_="fine"),
        class_="contact-entry withdrawn" if entry.withdrawn else "contact-entry",
    )


def _click(city: City, venue_id: int, entry_id: int, back: bool) -> None:
    who, now, today = frame.who(), datetime.now(UTC), frame.today()
    try:
        if back:
            take_back(city, who, entry_id, now=now, today=today)
        else:
            mark_done(city, who, entry_id, now=now, today=today)
    except Refusal as refusal:
        st.session_state[_SAID] = (venue_id, words.said(refusal), "alarm")
    else:
        text = _("已撤回這筆聯繫紀錄。") if back else _("已標記為完成。")
        st.session_state[_SAID] = (venue_id, text, "note")


def _form(city: City, who: Who, venue_id: int, today: date) -> None:
    schemes = {s.code: _(s.name) for s in schemes_of(city, who, venue_id, today=today)}
    asked = st.query_params.get("scheme", "")
    first = list(schemes).index(asked) if asked in schemes else 0
    if len(schemes) != 1:
        schemes[""] = _("各方案")
    # A new form after each entry; the one that was sent cannot be sent again.
    number = st.session_state.setdefault(_FORM, 0)

    def key(name: str) -> str:
        return f"contact_{name}_{venue_id}_{number}"

    with st.form(key("form"), border=False):
        way = st.segmented_control(
            _("聯繫方式"),
            list(terms.WAYS),
            format_func=terms.way,
            default=Way.PHONE,
            key=key("way"),
            required=True,
        )
        outcome = st.segmented_control(
            _("結果"),
            list(terms.OUTCOMES),
            format_func=terms.outcome,
            default=Outcome.REACHED,
            key=key("outcome"),
            required=True,
        )
        with st.container(horizontal=True, gap="small"):
            on_day = st.date_input(_("聯繫日期"), value=today, max_value=today, key=key("day"))
            scheme = st.selectbox(
                _("方案"),
                list(schemes),
                index=first,
                format_func=lambda c: schemes.get(c, c),
                key=key("scheme"),
            )
        note = st.text_area(_("備註"), height=80, key=key("note"))
        with st.container(horizontal=True, gap="small"):
            action = st.text_input(_("下一步"), key=key("action"))
            next_on = st.date_input(_("追蹤日期"), value=None, key=key("next"))
            rest = st.date_input(_("請勿提前聯繫"), value=None, key=key("rest"))
        advance = st.checkbox(_("一併更新參與狀態"), value=True, key=key("advance"))
        sent = st.form_submit_button(_("儲存"), type="primary", key=key("send"))
    if not sent or st.session_state[_FORM] != number:
        return
    try:
        logged = log_contact(
            city,
            who,
            venue_id,
            scheme or None,
            on_day,
            str(way),
            str(outcome),
            now=datetime.now(UTC),
            today=today,
            note=note,
            then=Next(action, next_on, rest),
            advance=advance,
        )
    except Refusal as refusal:
        frame.notice(words.said(refusal), kind="alarm")
        return
    text = _("已記錄，參與狀態已更新。") if logged.change_id is not None else _("已記錄。")
    st.session_state[_FORM] = number + 1
    st.session_state[_SAID] = (venue_id, text, "note")
    st.rerun()
