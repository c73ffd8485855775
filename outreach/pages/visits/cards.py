"""The stops as cards: one tap opens a stop's outcomes, the next one records."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.links import to_page
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.venues.spot import to_placing
from outreach.pages.visits import terms
from outreach.pages.visits.working import Done, Working
from outreach.pages.words import _
from outreach.rules.contacting import Outcome, Way
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.contact_entries import take_back
from outreach.services.contact_log import Next, log_contact
from outreach.services.visit_stops import Stage, Stop

#: What is said of one scheme alone; whether anybody was there is said of all.
_OF_ONE = frozenset({Outcome.JOINED, Outcome.AGREED, Outcome.DECLINED})
_ALL = "*"


def card(city: City, work: Working, stop: Stop, today: date) -> None:
    """One stop: what is known, and either its button, its outcomes, or what was just recorded."""
    venue = stop.venue.id
    with st.container(key=f"visit_card_{venue}", border=True, gap="small"):
        put(_told(stop))
        trouble = work.trouble.get(venue)
        if trouble:
            frame.notice(trouble, kind="alarm")
        done = work.done.get(venue)
        if done is not None:
            _recorded(city, work, venue, done, today)
        elif work.open == venue:
            _outcomes(city, work, stop, today)
        elif any(stage.open for stage in stop.stages) and st.button(
            _("登錄結果"), key=f"visit_open_{venue}", width="stretch"
        ):
            work.open = venue
            work.trouble.pop(venue, None)
            st.rerun()


def _told(stop: Stop) -> Html:
    contact = " ".join(piece for piece in (stop.person, stop.phone) if piece)
    place = " ".join(piece for piece in (stop.district, stop.village, _(stop.sector)) if piece)
    leg = (
        _("距上一站 {length}").format(length=terms.distance(stop.leg))
        if stop.leg is not None
        else _("沒有位置")
    )
    return el(
        "article",
        el("span", stop.number, class_="n"),
        el(
            "div",
            el(
                "a",
                stop.venue.name,
                href=to_page("venues", venue=stop.venue.id),
                target="_self",
                class_="name open",
            ),
            el("p", terms.where(stop), class_="where"),
            el("p", contact, class_="contact") if contact else None,
            el("p", place, " · ", leg, class_="fine"),
            el("p", [_stage(stage) for stage in stop.stages], class_="stages"),
            el("p", terms.tried(stop), class_="fine") if stop.last else None,
            el("p", to_placing(stop.venue.id, "visits")),
        ),
        class_="stop",
    )


def _stage(found: Stage) -> Html:
    kind = (
        "none" if found.standing is None else "excluded" if found.standing.exclusion else found.standing.value
    )
    return el(
        "span",
        el("span", _(found.scheme_name), class_="scheme"),
        " ",
        el("b", terms.stage(found)),
        class_=f"stage {kind}",
    )


def _outcomes(city: City, work: Working, stop: Stop, today: date) -> None:
    venue = stop.venue.id
    way = _ask_way(venue)
    scheme = _ask_scheme(work, stop)
    tapped: Outcome | None = None
    with st.container(horizontal=True, gap="small", key=f"visit_outcomes_{venue}"):
        for outcome, title in terms.OUTCOMES.items():
            if st.button(_(title), key=f"visit_{outcome.value}_{venue}"):
                tapped = outcome
    with st.expander(_("備註與下次追蹤（選填，先填再按結果）")):
        note = st.text_area(_("備註"), key=f"visit_note_{venue}", height=80)
        action = st.text_input(_("下一步"), key=f"visit_action_{venue}")
        next_on = st.date_input(_("追蹤日期"), value=None, min_value=today, key=f"visit_next_{venue}")
        rest = st.date_input(_("請勿提前聯繫"), value=None, min_value=today, key=f"visit_rest_{venue}")
    if st.button(_("收合"), key=f"visit_close_{venue}", type="tertiary"):
        work.open = None
        st.rerun()
    if tapped is not None:
        then = Next(action, next_on, rest)
        _record(city, work, stop, tapped, way, scheme, note, then, today)
        st.rerun()


def _ask_way(venue: int) -> Way:
    chosen = st.segmented_control(
        _("聯繫方式"),
        list(terms.WAYS),
        format_func=terms.way,
        default=Way.VISIT,
        key=f"visit_way_{venue}",
        required=True,
        label_visibility="collapsed",
    )
    return Way(chosen)


def _ask_scheme(work: Working, stop: Stop) -> str:
    """The scheme of which joining, agreeing and declining are said; asked only where there are several."""
    open_ = {stage.scheme: _(stage.scheme_name) for stage in stop.stages if stage.open}
    if len(open_) < 2:
        return next(iter(open_), _ALL)
    titles = {**open_, _ALL: _("各方案")}
    before = work.scheme or st.query_params.get("scheme", "")
    chosen = st.segmented_control(
        _("加入、同意、無意願說的是"),
        list(titles),
        format_func=lambda code: titles.get(code, code),
        default=before if before in titles else next(iter(titles)),
        key=f"visit_scheme_{stop.venue.id}",
        required=True,
    )
    work.scheme = str(chosen)
    return work.scheme


def _record(
    city: City,
    work: Working,
    stop: Stop,
    outcome: Outcome,
    way: Way,
    scheme: str,
    note: str,
    then: Next,
    today: date,
) -> None:
    """Record once: the card is closed before anything is written, so a second tap finds no button."""
    venue, who = stop.venue.id, frame.who()
    open_ = [stage for stage in stop.stages if stage.open]
    one = scheme if scheme != _ALL and (outcome in _OF_ONE or len(open_) == 1) else None
    if work.open != venue or venue in work.done:
        return
    work.open = None
    try:
        logged = log_contact(
            city,
            who,
            venue,
            one,
            today,
            way,
            outcome,
            now=datetime.now(UTC),
            today=today,
            note=note,
            then=then,
        )
    except Refusal as refusal:
        work.trouble[venue] = words.said(refusal)
        return
    named = "、".join(_(stage.scheme_name) for stage in open_ if one in (None, stage.scheme))
    work.done[venue] = Done(logged.entry_id, outcome.value, way.value, named)


def _recorded(city: City, work: Working, venue: int, done: Done, today: date) -> None:
    text = _("已記錄：{way} {outcome}（{schemes}）").format(
        way=terms.way(done.way), outcome=terms.outcome(done.outcome), schemes=done.schemes
    )
    with st.container(horizontal=True, vertical_alignment="center", key=f"visit_done_{venue}"):
        put(el("p", text, class_="recorded", role="status"))
        if st.button(_("復原"), key=f"visit_undo_{venue}"):
            try:
                take_back(city, frame.who(), done.entry_id, now=datetime.now(UTC), today=today)
            except Refusal as refusal:
                work.trouble[venue] = words.said(refusal)
            else:
                work.trouble.pop(venue, None)
                work.done.pop(venue, None)
            st.rerun()
