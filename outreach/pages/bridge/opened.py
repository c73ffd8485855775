"""The venues behind one part: in a panel opened by the address, and as files."""

from __future__ import annotations

import streamlit as st

from outreach.pages import frame, terms
from outreach.pages.bridge.answer import Answer
from outreach.pages.bridge.ends import end_words
from outreach.pages.downloads import offer
from outreach.pages.links import to_page
from outreach.pages.markup import Child, Html, el
from outreach.pages.markup import show as put
from outreach.pages.paging import VENUES, asked_part, pager
from outreach.pages.panel.pieces import reason_told
from outreach.pages.panel.why import reason
from outreach.pages.parts import PARTS
from outreach.pages.terms import KINDS, STANDINGS
from outreach.pages.words import N_, _, n_
from outreach.rules.bridge import Part
from outreach.rules.vocabulary import Kind
from outreach.services.bridge_list import Changed, ChangedPage, bridge_list
from outreach.services.city import City
from outreach.services.venues import PAGE_SIZE, Member
from outreach.services.who import Right, Who
from outreach.sheets.table import Cell

HEADINGS = (
    N_("店家編號"),
    N_("店家名稱"),
    N_("性質"),
    N_("行政區"),
    N_("地址"),
    N_("機關（前）"),
    N_("統計歸類（前）"),
    N_("機關（後）"),
    N_("統計歸類（後）"),
    N_("歸類依據"),
    N_("說明"),
    N_("登錄者"),
    N_("登錄時間"),
)


def show_part(city: City, found: Answer) -> None:
    """Open the panel for the part that the address names, if it names one of this bridge."""
    asked = st.query_params.get("part", "")
    part = next((p.part for p in found.shown.parts if p.part.value == asked), None)
    if part is None or not frame.who().may(Right.SEE_VENUES):
        return
    who = frame.who()
    number, page = asked_part(
        lambda at: _venues(city, who, found, part, at), lambda page: page.total, PAGE_SIZE
    )
    title = _(PARTS[part])

    @st.dialog(_("數字背後的店家"), width=760, position="right", on_dismiss=_close)
    def drawer() -> None:
        heading = [_(found.asked.scheme_name), found.name, title]
        count = el("b", n_("{count} 家", page.total + page.out_of_reach))
        put(
            el("p", _span(found), class_="question"),
            el("h2", el("span", " · ".join(h for h in heading if h)), count, class_="listed"),
            _others(page),
        )
        if page.total:
            _take(city, who, found, part)
        put(
            el("ol", [_venue(one, found.asked.scheme) for one in page.venues], class_="venues"),
            pager(number, page.total, PAGE_SIZE, told=VENUES),
        )

    drawer()


def _close() -> None:
    for name in ("part", "page"):
        st.query_params.pop(name, None)


def _venues(
    city: City, who: Who, found: Answer, part: Part, page: int, size: int | None = PAGE_SIZE
) -> ChangedPage:
    first, last = found.ends.first.day, found.ends.last.day
    return bridge_list(
        city,
        who,
        found.asked.scheme,
        first,
        last,
        part,
        where=found.where,
        page=page,
        page_size=size,
        **found.options,
        **found.known,
    )


def _span(found: Answer) -> str:
    first, last = (end_words(end) for end in (found.ends.first, found.ends.last))
    return _("自{first}至{last}").format(first=first, last=last)


def _others(page: ChangedPage) -> Html | None:
    if not page.out_of_reach:
        return None
    text = n_("其中 {count} 家屬其他機關，這裡只列出您可查看的店家。", page.out_of_reach)
    return el("p", text, class_="fine")


def _standing(member: Member | None) -> str:
    return _(STANDINGS[member.why.standing]) if member else _("未列冊")


def _venue(one: Changed, scheme: str) -> Html:
    member = one.member
    why = reason(member.why, scheme)
    agencies = [m.agency for m in (one.before, one.after) if m and m.agency]
    moved = len(set(agencies)) > 1
    about: list[str] = [
        " → ".join(agencies) if moved else member.agency,
        _(KINDS[Kind(member.kind)]),
        _(member.sector),
        member.venue.address or member.district + member.village,
    ]
    name = el(
        "a",
        member.venue.name,
        href=to_page("venues", venue=one.venue_id),
        target="_self",
        class_="open name",
        title=_("看這家店的全部歷程"),
    )
    went: Child = f"{_standing(one.before)} → {_standing(one.after)}"
    return el(
        "li",
        el("div", name, el("span", went, class_="tag"), class_="first"),
        el("div", " · ".join(piece for piece in about if piece), class_="about"),
        reason_told(why),
    )


def _take(city: City, who: Who, found: Answer, part: Part) -> None:
    def rows() -> list[list[Cell]]:
        return [_cells(one, found.asked.scheme) for one in _venues(city, who, found, part, 1, None).venues]

    stem = f"{found.asked.scheme}-{found.ends.first.day.isoformat()}-{found.ends.last.day.isoformat()}"
    title, headings = _(PARTS[part]), [_(heading) for heading in HEADINGS]
    offer(f"{stem}-{part.value}", title, headings, rows, key="bridge_part", label=_("下載這份清單"))


def _cells(one: Changed, scheme: str) -> list[Cell]:
    member = one.member
    why = reason(member.why, scheme)
    recorded = member.why.recorded_at
    return [
        one.venue_id,
        member.venue.name,
        _(KINDS[Kind(member.kind)]),
        member.district,
        member.venue.address,
        one.before.agency if one.before else "",
        _standing(one.before),
        one.after.agency if one.after else "",
        _standing(one.after),
        why.what,
        why.remark,
        member.why.actor,
        terms.moment(recorded) if recorded else "",
    ]
