"""One venue: what is known of it, where it stands under every scheme, and its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import streamlit as st

from outreach.pages import bar, frame, words
from outreach.pages.bar import Asked
from outreach.pages.contacts import contact_panel
from outreach.pages.links import link, to_page
from outreach.pages.markup import Child, Html, el, join, show
from outreach.pages.panel.why import reason
from outreach.pages.terms import KINDS, OPERATING, PREMISES
from outreach.pages.venues.asking import asked_about, questions, reports
from outreach.pages.venues.contact import contact_block
from outreach.pages.venues.doing import tell
from outreach.pages.venues.editing import description_form, status_form
from outreach.pages.venues.handing import listing_form, transfers
from outreach.pages.venues.history import FACETS, Shown, history
from outreach.pages.venues.listing import standing_tag
from outreach.pages.venues.spot import spot, to_placing
from outreach.pages.venues.undoing import show_undo
from outreach.pages.words import N_, _
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet, Kind, Operating, Premises
from outreach.services.changes import recorded_changes
from outreach.services.city import City
from outreach.services.error_reports import open_error_reports
from outreach.services.explain import holding_facts
from outreach.services.reach import within_reach
from outreach.services.transfers import transfers_of
from outreach.services.undo import may_undo
from outreach.services.venues import (
    HistoryLine,
    Named,
    NoSuchVenue,
    VenueHistory,
    members_by_id,
    venue_history,
)
from outreach.services.who import Right

#: What holds of a venue whatever the scheme, in the order in which people say it.
_SIDES: Mapping[Facet, str] = {
    Facet.AGENCY: N_("機關"),
    Facet.KIND: N_("性質"),
    Facet.SECTOR: N_("行業"),
    Facet.PREMISES: N_("場所型態"),
    Facet.OPERATING: N_("營業狀態"),
    Facet.PLACE: N_("行政區・里"),
}


def show_venue(city: City, number: str) -> None:
    """The venue with this number, as it stands on the day asked for; the bar is folded away."""
    top = st.container()
    with st.expander(_("變更方案或日期")):
        asked = bar.ask(city, "venues", with_agency=True)
    back = link(["‹ ", _("回店家清單")], {"venue": None, "undo": None}, class_="back")
    try:
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise NoSuchVenue(venue_id=number)
        found = venue_history(city, frame.who(), int(number), asked.known_at, today=frame.today())
    except Refusal as refusal:
        frame.notice(words.said(refusal), next_step=back, kind="alarm")
        return
    with top:
        show(back)
    bar.show_question(city, asked)
    show_undo(city, f"venue {number}")
    tell(found.venue.id)
    show(
        el("h2", found.venue.name, class_="venue-name"),
        el("div", _known(city, asked, found), _standings(city, asked, found), class_="venue-known"),
    )
    _desk(city, asked, found)
    contact_panel(city, frame.who(), found.venue.id)
    told = recorded_changes(city, frame.who(), _changes(found))
    undoable = may_undo(city, frame.who(), list(told), now=datetime.now(UTC))
    show(history(city, found, told, undoable))


def _desk(city: City, asked: Asked, found: VenueHistory) -> None:
    """What may be done with the venue, for whoever may do it; nothing while looking back."""
    who, venue, today = frame.who(), found.venue.id, frame.today()
    mine = [
        right
        for right in (Right.CHANGE, Right.SEE_CONTACTS)
        if who.may(right) and within_reach(city, who, right, [venue], today)
    ]
    may_change = Right.CHANGE in mine and not asked.looking_back
    with st.container(key="venue_desk", gap="small"):
        if may_change:
            with st.expander(
                _("登錄狀態（{scheme}）").format(scheme=_(asked.scheme_name)), icon=":material/edit:"
            ):
                status_form(city, found, asked.scheme)
            with st.expander(_("更正名稱、地址與統一編號")):
                description_form(city, found, asked.scheme)
            show(to_placing(venue, "venue"))
        if may_change and open_error_reports(city, who, today=today, venue_id=venue):
            with st.expander(_("民眾回報"), expanded=True):
                reports(city, venue)
        told, may_ask = asked_about(city, venue), who.may(Right.STEER) and _is_excluded(city, asked, venue)
        if told or may_ask:
            with st.expander(_("提問與回覆"), expanded=any(each.is_open for each in told)):
                questions(city, venue, asked.scheme, told, may_ask=may_ask)
        if Right.SEE_CONTACTS in mine:
            with st.expander(_("聯絡人")):
                contact_block(city, venue, may_change=may_change)
        if may_change:
            with st.expander(_("移出或列入名冊")):
                listing_form(city, found, asked.scheme, asked.scheme_name)
        if may_change or transfers_of(city, who, venue, today=today):
            with st.expander(_("移轉")):
                transfers(city, found, may_offer=may_change)


def _is_excluded(city: City, asked: Asked, venue: int) -> bool:
    """Whether the venue is outside the denominator of the scheme asked for, today."""
    found = members_by_id(city, frame.who(), asked.scheme, frame.today(), [venue])
    return bool(found) and not found[0].why.standing.eligible


def _changes(found: VenueHistory) -> set[int]:
    facts = (line.fact for line in found.lines)
    told = {i for fact in facts for i in (fact.change_id, fact.voided_by) if i is not None}
    return told | {edit.change_id for edit in found.edits}


def _known(city: City, asked: Asked, found: VenueHistory) -> Html:
    venue, shown_as = found.venue, Shown.of(city)
    now = _holding(asked, found.lines)
    side: dict[Facet, Child] = {
        facet: held(now[facet], shown_as) if facet in now else _assumed(facet) for facet in _SIDES
    }
    pairs: tuple[tuple[str, Child], ...] = (
        *((_(_SIDES[facet]), side[facet]) for facet in _SIDES),
        (_("地址"), [venue.address, _formerly(found, "address")]),
        (_("統一編號"), [venue.tax_id, _formerly(found, "tax_id")]),
        (_("曾用名稱"), _formerly(found, "name")),
        (_("適用券別"), venue.voucher_kinds),
        (_("位置"), _position(city, found, now.get(Facet.PLACE))),
        (_("店家編號"), str(venue.id)),
    )
    nothing = el("span", "—", class_="none")
    shown = [el("div", el("dt", title), el("dd", join(child) or nothing)) for title, child in pairs]
    place = city.reference().places.get(now[Facet.PLACE].fact.value) if Facet.PLACE in now else None
    code = place.code if place is not None and place.district_id is not None else None
    title = shown_as.value(now[Facet.PLACE]) if Facet.PLACE in now else venue.name
    return el(
        "section",
        el("h3", _("基本資料")),
        el("dl", shown),
        spot(code, venue.lon, venue.lat, title),
        class_="panel",
    )


def held(line: HistoryLine, shown_as: Shown) -> Html:
    """A value that holds, with since when, by whom, and why."""
    fact = line.fact
    about = [_("自{day}起").format(day=words.day(fact.effective_on)), fact.actor]
    if fact.remark:
        about.append(_("備註：{remark}").format(remark=fact.remark))
    return el("span", shown_as.value(line), el("small", " · ".join(about), class_="about"))


def _formerly(found: VenueHistory, field: str) -> Html | None:
    """What a description said before, newest first."""
    now = getattr(found.venue, field)
    old = dict.fromkeys(
        edit.old for edit in found.edits if edit.field == field and edit.old and edit.old != now
    )
    if not old:
        return None
    return el("small", _("原為：{values}").format(values="、".join(old)), class_="about")


def _assumed(facet: Facet) -> str:
    """What holds of a venue of which nobody has said anything else."""
    titles: Mapping[Facet, str] = {
        Facet.KIND: KINDS[Kind.SHOP],
        Facet.PREMISES: PREMISES[Premises.PUBLIC],
        Facet.OPERATING: OPERATING[Operating.OPEN],
    }
    return _("{value}（尚無登錄）").format(value=_(titles[facet])) if facet in titles else ""


def _holding(asked: Asked, lines: Iterable[HistoryLine]) -> dict[Facet, HistoryLine]:
    """The line of each facet that holds on the day, for the scheme asked for."""
    meant = {line.fact.seq: line for line in lines if line.scheme in ("", asked.scheme_name)}
    return {
        facet: meant[fact.seq]
        for facet, fact in holding_facts((line.fact for line in meant.values()), asked.as_of).items()
    }


def _position(city: City, found: VenueHistory, place: HistoryLine | None) -> Child:
    """The venue's point, which opens the map of its village or district."""
    venue = found.venue
    if venue.lon is None or venue.lat is None:
        return None
    text = f"{venue.lat:.5f}, {venue.lon:.5f}"
    known = city.reference().places.get(place.fact.value) if place is not None else None
    if known is None:
        return text
    return el("a", text, href=to_page("map", place=known.code), target="_self", class_="open")


def _standings(city: City, asked: Asked, found: VenueHistory) -> Html:
    """Where the venue stands under each scheme on the day, and why."""
    parts, shown_as = [], Shown.of(city)
    for scheme in city.reference().schemes.values():
        members = members_by_id(city, frame.who(), scheme.code, asked.as_of, [found.venue.id], asked.known_at)
        if not members:
            told: Child = el(
                "p", _("{day}不在這個方案的名冊上").format(day=words.day(asked.as_of)), class_="fine"
            )
        else:
            why = reason(members[0].why, scheme.code)
            told = [
                el("p", standing_tag(members[0].why.standing)),
                el("p", why.what),
                el("p", _("備註：{remark}").format(remark=why.remark)) if why.remark else None,
                el("p", why.source, class_="fine") if why.source else None,
            ]
        parts.append(
            el(
                "div",
                el("h4", _(scheme.name)),
                told,
                _of_scheme(found, scheme, asked, shown_as),
                class_="scheme",
            )
        )
    return el("section", el("h3", _("統計歸類")), parts, class_="panel")


def _of_scheme(found: VenueHistory, scheme: Named, asked: Asked, shown_as: Shown) -> Html | None:
    """What holds of the venue under one scheme alone, each with since when, by whom and why."""
    lines = {line.fact.seq: line for line in found.lines if line.fact.scheme_id == scheme.id}
    now = holding_facts((line.fact for line in lines.values()), asked.as_of)
    rows = [
        el("div", el("dt", _(FACETS[facet])), el("dd", held(lines[now[facet].seq], shown_as)))
        for facet in (Facet.PARTICIPATION, Facet.CATEGORY, Facet.LISTING)
        if facet in now
    ]
    return el("dl", rows) if rows else None
