"""What moving a venue would change, and its confirmation."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.links import link, to_page
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.placing import ground
from outreach.pages.placing.working import Done, Working
from outreach.pages.words import _, n_
from outreach.rules.refusals import Refusal
from outreach.services.changes import recorded_changes
from outreach.services.city import City
from outreach.services.placing import (
    Move,
    Placed,
    Spot,
    VenueChangedMeanwhile,
    planned_move,
    settle,
    settle_village,
)
from outreach.services.undo import may_undo


def ask(city: City, work: Working, placed: Placed) -> None:
    """Show what the proposed place changes, with the buttons that record it or leave it."""
    if work.proposed is None:
        if work.trouble:
            frame.notice(work.trouble, kind="alarm")
        put(el("section", el("h2", _("現在登錄的位置")), _where(placed.spot), class_="panel move"))
        return
    try:
        move = planned_move(city, frame.who(), placed.venue.id, *work.proposed, today=frame.today())
    except Refusal as refusal:
        frame.notice(words.said(refusal), kind="alarm")
        st.button(_("放棄"), key=f"place_leave_{placed.venue.id}", on_click=work.leave)
        return
    put(_compared(move))
    if work.trouble:
        frame.notice(work.trouble, kind="alarm")
    # A second press on what was already recorded finds no button of this name.
    key = f"{placed.venue.id}_{work.drawn}"
    with st.container(horizontal=True, gap="small", key="place_decide"):
        if st.button(_("確認移到這裡"), key=f"place_settle_{key}", type="primary"):
            _record(city, work, placed)
        st.button(_("放棄"), key=f"place_leave_{key}", on_click=work.leave)


def _compared(move: Move) -> Html:
    rows: list[Html] = [
        el("div", el("dt", _("現在")), el("dd", _where(move.old))),
        el("div", el("dt", _("改為")), el("dd", _where(move.new))),
    ]
    if move.metres is not None:
        far = n_("{count} 公尺", round(move.metres))
        rows.append(el("div", el("dt", _("距離")), el("dd", far, class_="far")))
    return el(
        "section",
        el("h2", _("要改成這樣嗎？")),
        el("dl", rows),
        el("p", _effect(move), class_="fine" if move.since is None else "effect"),
        class_="panel move",
    )


def _where(spot: Spot) -> Html:
    area = ground.area_name(spot.place_code)
    return el("p", el("b", area), el("span", ground.point_text(spot), class_="at"))


def _effect(move: Move) -> str:
    """Whether the move is a fact that figures by district and village read, or a description."""
    if move.since is None:
        return _("里別不變，統計不受影響；只更正座標。")
    return _("里別由「{old}」改為「{new}」，自{day}起計入新的里。").format(
        old=ground.area_name(move.old.place_code),
        new=ground.area_name(move.new.place_code),
        day=words.day(move.since),
    )


def _record(city: City, work: Working, placed: Placed) -> None:
    assert work.proposed is not None
    lon, lat = work.proposed
    now, today = datetime.now(UTC), frame.today()
    try:
        change = settle(city, frame.who(), placed.venue.id, lon, lat, work.version, now=now, today=today)
    except Refusal as refusal:
        _refused(work, placed, refusal)
        return
    _done(work, placed, change)


def record_village(city: City, work: Working, placed: Placed, code: str) -> None:
    """Record a village (a code) without a point."""
    now, today = datetime.now(UTC), frame.today()
    try:
        change = settle_village(city, frame.who(), placed.venue.id, code, work.version, now=now, today=today)
    except Refusal as refusal:
        _refused(work, placed, refusal)
        return
    _done(work, placed, change)


def _refused(work: Working, placed: Placed, refusal: Refusal) -> None:
    work.trouble = words.said(refusal)
    if isinstance(refusal, VenueChangedMeanwhile):
        # The page shows from now on what somebody else recorded; whoever confirms again has seen it.
        work.version = placed.venue.version
    st.rerun()


def _done(work: Working, placed: Placed, change: int) -> None:
    text = _("已定位「{name}」（異動 {number}）。").format(name=placed.venue.name, number=change)
    work.leave()
    work.done = Done(placed.venue.id, change, text)
    st.toast(text)
    if "back" not in st.query_params:
        # Who works through the queue goes on to the next.
        st.query_params.pop("venue", None)
    st.rerun()


def tell(city: City, work: Working) -> None:
    """Say what was recorded last, with the way to undo it, until something else is proposed."""
    done = work.done
    if done is None or work.proposed is not None:
        return
    told = recorded_changes(city, frame.who(), {done.change}).get(done.change)
    if told is None or told.voided_by is not None:
        work.done = None
        return
    to_venue = to_page("venues", venue=done.venue)
    steps = [el("a", _("開啟店家頁"), href=to_venue, target="_self", class_="open")]
    if may_undo(city, frame.who(), [done.change], now=datetime.now(UTC)):
        title = _("復原異動 {number}").format(number=done.change)
        steps.insert(0, link(_("復原"), {"undo": done.change}, title=title))
    if st.query_params.get("back") == "visits":
        steps.append(el("a", _("回訪視清單"), href=to_page("visits"), target="_self", class_="open"))
    frame.notice(done.text, next_step=el("span", steps, class_="steps"))
