"""Finding venues on the map by name, road, sector or kind of voucher; and the list beside the map."""

from __future__ import annotations

import streamlit as st

from outreach.pages import frame, map_words, words
from outreach.pages.conditions import CHOICES
from outreach.pages.links import address, go, link
from outreach.pages.map.nothing import nothing_found
from outreach.pages.map.place import CLICKED, NUMBERS, Here, name, number_in_address
from outreach.pages.markup import Child, Html, el
from outreach.pages.paging import PAGES, pager
from outreach.pages.panel.opened import CLOSED
from outreach.pages.words import _, n_
from outreach.rules.vocabulary import Standing
from outreach.services.city import City
from outreach.services.finding import (
    LONGEST_TEXT,
    PAGE_SIZE,
    Finding,
    FoundPage,
    NoSuchVoucher,
    found,
    voucher_kinds,
)
from outreach.services.map_layers import Layer
from outreach.services.mapping import Question
from outreach.services.spots import Spot
from outreach.services.who import Right

#: Parameters of the address that narrow the venues shown; `rows` is which part of the list.
FINDING = ("q", "voucher", "sector", "standing")


def asked(kinds: tuple[str, ...], sector: str, standings: tuple[Standing, ...]) -> Finding:
    """What the address looks for, in a sector (its code) and among standings.

    A kind of voucher that is none of `kinds` is said.
    """
    text, voucher = (st.query_params.get(parameter, "").strip() for parameter in ("q", "voucher"))
    if voucher and voucher not in kinds:
        refusal = NoSuchVoucher(value=voucher[:LONGEST_TEXT], kinds="、".join(kinds) or "（無）")
        frame.notice(words.said(refusal))
        voucher = ""
    return Finding(text[:LONGEST_TEXT], voucher, sector, standings)


def by_words(finding: Finding) -> bool:
    """Whether what is looked for is no condition that figures have, too, for whoever reads them."""
    public = not frame.who().may(Right.SEE_FIGURES)
    return bool(finding.text or finding.voucher or finding.standings or (finding.sector and public))


def ask(kinds: tuple[str, ...], finding: Finding, standing: str) -> None:
    """The field for words, a scheme's kinds of voucher, and how venues stand for who may know."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="find", gap="small"):
        st.session_state["map_q"] = finding.text
        st.text_input(
            _("找店家"),
            key="map_q",
            placeholder=_("店名、路名或行業"),
            max_chars=LONGEST_TEXT,
            icon=":material/search:",
            on_change=_take,
            args=("q",),
        )
        if kinds:
            st.session_state["map_voucher"] = finding.voucher
            st.selectbox(
                _("券別"),
                ["", *kinds],
                format_func=lambda kind: kind or _("全部券別"),
                key="map_voucher",
                on_change=_take,
                args=("voucher",),
            )
        if frame.who().may(Right.SEE_FIGURES):
            st.session_state["map_standing"] = standing
            st.selectbox(
                _("統計歸類"),
                ["", *CHOICES],
                format_func=lambda code: _(CHOICES[code][1]) if code else _("全部"),
                key="map_standing",
                on_change=_take,
                args=("standing",),
            )


def kinds_offered(city: City, scheme: str) -> tuple[str, ...]:
    """The kinds of voucher to choose from: none for a poster, where another scheme is the one of vouchers."""
    schemes = city.reference().schemes.values()
    of_others = any(each.voucher_kinds for each in schemes if each.code != scheme)
    own = any(each.voucher_kinds for each in schemes if each.code == scheme)
    return voucher_kinds(city, scheme, frame.today()) if own or not of_others else ()


def _take(parameter: str) -> None:
    value = st.session_state[f"map_{parameter}"].strip()
    go({"rows": None, **CLICKED, parameter: value})


def page_of(city: City, question: Question, place: str, finding: Finding, *, told: bool = True) -> FoundPage:
    """The part of the list that the address asks for; how many there are alone unless venues are `told`."""
    who, today = frame.who(), frame.today()
    if not told:
        return found(city, who, question, place, finding, today=today, size=0)
    return found(city, who, question, place, finding, today=today, page=number_in_address("rows") or 1)


def in_words(city: City, finding: Finding) -> str:
    """What is looked for, as people say it; "" where nothing is."""
    sectors = {sector.code: sector.name for sector in city.reference().sectors.values()}
    told = [f"「{finding.text}」"] if finding.text else []
    told += [piece for piece in (finding.voucher, sectors.get(finding.sector, "")) if piece]
    told += [_(title) for standings, title in CHOICES.values() if standings == finding.standings]
    return _("尋找：{what}").format(what=" · ".join(told)) if told else ""


def _sought(city: City, finding: Finding) -> Html | None:
    """The same, and the way back to all venues."""
    said = in_words(city, finding)
    clear = link(_("清除"), {**dict.fromkeys(FINDING), "rows": None, **CLICKED})
    return el("p", said, " ", clear, class_="sought") if said else None


def found_list(
    city: City,
    question: Question,
    page: FoundPage,
    here: Here,
    layer: Layer,
    finding: Finding,
    figures: Child = None,
) -> Html:
    """The venues found, each a link to its panel; `figures` stand between the heading and the list."""
    if page.spots:
        table = _table(page, layer)
    else:
        table = nothing_found(city, question, here, finding, joined_only=page.joined_only)
    pages = pager(page.page, page.total, PAGE_SIZE, told=PAGES, parameter="rows")
    return counted(here, page, [_sought(city, finding), figures, table, pages])


def counted(here: Here, page: FoundPage, inside: Child) -> Html:
    """What stands beside the map, under the place's name and how many venues were found there."""
    count = n_("{count} 家", page.total)
    place = here.village or here.district
    title = el("h2", name(place) if place else _("臺北市"), el("span", count, class_="of"))
    return el("section", title, inside, class_="panel numbers", id=NUMBERS, tabindex=-1)


def _table(page: FoundPage, layer: Layer) -> Html:
    shared = address(**dict.fromkeys((*CLICKED, *CLOSED))).removeprefix("?")
    heads = [el("th", _("店家／場館"))]
    heads += [] if page.joined_only else [el("th", _("統計歸類"))]
    rows = [_row(spot, layer, joined_only=page.joined_only) for spot in page.spots]
    return el(
        "table",
        el("thead", el("tr", heads)),
        el("tbody", rows, data_with=shared),
        class_="places spots",
    )


def _row(spot: Spot, layer: Layer, *, joined_only: bool) -> Html:
    there = None if spot.located else el("small", _("無座標"))
    about = " · ".join(piece for piece in (spot.address, spot.voucher_kinds) if piece)
    first = el(
        "th",
        el("a", spot.name, href=f"?venue={spot.id}"),
        there,
        el("span", about, class_="about") if about else None,
        scope="row",
    )
    if joined_only:
        return el("tr", first)
    standing = spot.standing.value if spot.standing.eligible else "excluded"
    told = map_words.standing_words(spot.standing, layer, words.language())
    return el("tr", first, el("td", told, class_=standing))
