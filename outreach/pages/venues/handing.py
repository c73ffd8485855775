"""Handing a venue on (移轉), and taking it off a list or putting it on again (移出, 列入)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import streamlit as st

from outreach.pages import frame, terms, words
from outreach.pages.markup import Html, el, show
from outreach.pages.venues.doing import attempt
from outreach.pages.venues.editing import forget_read
from outreach.pages.words import N_, _
from outreach.rules.vocabulary import Facet
from outreach.services.city import City
from outreach.services.explain import holding_facts
from outreach.services.listing import delist, list_again
from outreach.services.transfers import (
    Transfer,
    accept,
    offer,
    refuse,
    transfer_at_once,
    transfers_of,
    withdraw,
)
from outreach.services.venues import VenueHistory
from outreach.services.who import Extent, Right

STATES: Mapping[str, str] = {
    "asked": N_("等待對方回覆"),
    "accepted": N_("已接受"),
    "refused": N_("已退回"),
    "withdrawn": N_("已撤回"),
}


def transfers(city: City, found: VenueHistory, *, may_offer: bool) -> None:
    """Every offer of the venue, what may be done with an open one, and the form for another."""
    today = frame.today()
    told = transfers_of(city, frame.who(), found.venue.id, today=today)
    for each in told:
        offered(city, each)
    if may_offer and not any(each.row.state == "asked" for each in told):
        _offer_form(city, found, today)


def offered(city: City, each: Transfer) -> None:
    """One offer with what the reader may do about it; also for lists of several venues."""
    row = each.row
    show(
        el(
            "div",
            el("p", el("b", row.venue), " ", el("span", _(STATES[row.state]), class_="tag")),
            el(
                "p",
                _("{giver} → {receiver}，自{day}起").format(
                    giver=_(each.giver), receiver=_(each.receiver), day=words.day(row.effective_on)
                ),
            ),
            el("p", _("原因：{reason}").format(reason=row.reason), class_="fine"),
            el("p", f"{row.asked_by} · {terms.moment(row.asked_at)}", class_="fine"),
            _decided(each),
            class_="offer",
        )
    )
    now, today, who = datetime.now(UTC), frame.today(), frame.who()
    if each.may_withdraw:

        def take_back() -> str:
            withdraw(city, who, row.id, now=now, today=today)
            return _("已撤回移轉。")

        if st.button(_("撤回移轉"), key=f"transfer_withdraw_{row.id}"):
            attempt(row.venue_id, take_back)
    if not each.may_answer:
        return
    with st.form(f"transfer_answer_{row.id}", border=False):
        text = st.text_input(_("退回的理由（接受時可不填）"), key=f"transfer_words_{row.id}")
        with st.container(horizontal=True, gap="small"):
            yes = st.form_submit_button(_("接受移轉"), type="primary", key=f"transfer_accept_{row.id}")
            no = st.form_submit_button(_("退回"), key=f"transfer_refuse_{row.id}")

    def take() -> str:
        change = accept(city, who, row.id, now=now, today=today)
        forget_read()
        return _("已接受移轉（異動 {number}）。").format(number=change)

    def decline() -> str:
        refuse(city, who, row.id, text or "", now=now, today=today)
        return _("已退回移轉。")

    if yes or no:
        attempt(row.venue_id, take if yes else decline)


def _decided(each: Transfer) -> Html | None:
    row = each.row
    if row.decided_at is None:
        return None
    text = f"{row.decided_by} · {terms.moment(row.decided_at)}"
    return el("p", f"{text} · {row.words}" if row.words else text, class_="fine")


def _offer_form(city: City, found: VenueHistory, today: date) -> None:
    held = holding_facts((line.fact for line in found.lines), today).get(Facet.AGENCY)
    own = held.value if held is not None else 0
    others = {a.code: a.short_name or a.name for a in city.reference().agencies.values() if a.id != own}
    venue, who = found.venue.id, frame.who()
    at_once = who.extent(Right.CHANGE) is Extent.CITY
    if not others:
        return
    with st.form(f"transfer_offer_{venue}", border=False):
        receiver = st.selectbox(
            _("移轉給"),
            list(others),
            index=None,
            format_func=lambda code: others.get(code, code),
            placeholder=_("請選擇機關"),
            key=f"transfer_to_{venue}",
        )
        day = st.date_input(_("生效日期"), value=today, key=f"transfer_day_{venue}", format="YYYY/MM/DD")
        reason = st.text_input(_("移轉原因"), key=f"transfer_reason_{venue}")
        show(el("p", _("對方接受後，統計自生效日起改列對方；接受前不變。"), class_="fine"))
        with st.container(horizontal=True, gap="small"):
            ask = st.form_submit_button(_("提出移轉"), type="primary", key=f"transfer_ask_{venue}")
            move = at_once and st.form_submit_button(_("直接移轉"), key=f"transfer_now_{venue}")
    if not (ask or move) or not isinstance(day, date):
        return
    if receiver is None:
        frame.notice(_("請先選擇接手的機關。"), kind="alarm")
        return

    def act() -> str:
        now = datetime.now(UTC)
        if move:
            change = transfer_at_once(city, who, venue, receiver, day, reason or "", now=now, today=today)
            forget_read()
            return _("已移轉（異動 {number}）。").format(number=change)
        offer(city, who, venue, receiver, day, reason or "", now=now, today=today)
        return _("已提出移轉，等待{agency}回覆。").format(agency=others[receiver])

    attempt(venue, act)


def listing_form(city: City, found: VenueHistory, scheme: str, scheme_name: str) -> None:
    """Take the venue off the scheme's list from a day on, or put it on again."""
    scheme_id = next(s.id for s in city.reference().schemes.values() if s.code == scheme)
    today = frame.today()
    held = holding_facts((line.fact for line in found.lines if line.fact.scheme_id == scheme_id), today).get(
        Facet.LISTING
    )
    listed = held is not None and bool(held.value)
    venue, version = found.venue.id, found.venue.version
    # Off and on are forms of their own, or a double click would take off and put on again.
    way = f"{'off' if listed else 'on'}_{venue}"
    with st.form(f"venue_listing_{way}_{scheme}", border=False):
        told = (
            _("目前在{scheme}的名冊上。移出後，自生效日起不再列入提報家數；歷程保留。")
            if listed
            else _("目前不在{scheme}的名冊上。列入後，自生效日起計入提報家數。")
        )
        show(el("p", told.format(scheme=_(scheme_name)), class_="fine"))
        day = st.date_input(_("生效日期"), value=today, key=f"listing_day_{way}", format="YYYY/MM/DD")
        reason = st.text_input(_("原因（必填）"), key=f"listing_reason_{way}")
        label = _("移出名冊") if listed else _("列入名冊")
        sent = st.form_submit_button(label, key=f"listing_send_{way}")
    if not sent or not isinstance(day, date):
        return

    def act() -> str:
        do = delist if listed else list_again
        change = do(
            city,
            frame.who(),
            scheme,
            venue,
            day,
            reason or "",
            now=datetime.now(UTC),
            today=today,
            version=version,
        )
        forget_read()
        text = _("已移出（異動 {number}）。") if listed else _("已列入（異動 {number}）。")
        return text.format(number=change)

    attempt(venue, act)
