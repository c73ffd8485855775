"""A village's venues beside the map, and the panel of those that were clicked."""

from __future__ import annotations

from typing import TypeVar

import streamlit as st

from outreach.pages import bar, frame, map_directions, map_words, reporting, words
from outreach.pages.bar import Asked
from outreach.pages.links import address, link
from outreach.pages.map_place import CLICKED, Here, number_in_address
from outreach.pages.map_table import columns_of
from outreach.pages.markup import Html, el, show
from outreach.pages.panel import pieces
from outreach.pages.panel.opened import CLOSED
from outreach.pages.words import _, n_
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.mapping import Layer
from outreach.services.naming import scheme_named
from outreach.services.spots import Spot, Spots
from outreach.services.venues import PAGE_SIZE, MemberPage, members_by_id
from outreach.services.who import Right

T = TypeVar("T")


def spot_table(found: Spots, layer: Layer, among: Kind | None) -> Html:
    """The village's figures, and its venues with where they stand, who must act first."""
    also = f"village={found.village.code}"
    figures = [
        el("div", el("dt", _(column.title)), el("dd", column.opened(found.total, among, also)))
        for column in columns_of(layer)
    ]
    number, part = _part("rows", found.spots)
    rows = [_row(spot, layer) for spot in part]
    if found.unlocated:
        text = el("th", _("沒有座標，未畫在地圖上"), scope="row")
        rows.append(el("tr", text, el("td", n_("{count} 家", found.unlocated))))
    heads = el("tr", el("th", _("店家／場館")), el("th", _("統計歸類")))
    shared = address(**dict.fromkeys((*CLICKED, *CLOSED))).removeprefix("?")
    table = el("table", el("thead", heads), el("tbody", rows, data_with=shared), class_="places spots")
    return el("div", el("dl", figures, class_="figures"), table, _pager(len(found.spots), number, len(part)))


def _part(parameter: str, whole: tuple[T, ...]) -> tuple[int, tuple[T, ...]]:
    """The page of a list that the address asks for, or the last one where it asks for more."""
    last = max(-(-len(whole) // PAGE_SIZE), 1)
    number = min(max(number_in_address(parameter) or 1, 1), last)
    return number, whole[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]


def _row(spot: Spot, layer: Layer) -> Html:
    standing = spot.standing.value if spot.standing.eligible else "excluded"
    there = None if spot.located else el("small", _("無座標"))
    return el(
        "tr",
        el("th", el("a", spot.name, href=f"?venue={spot.id}"), there, scope="row"),
        el("td", map_words.standing_words(spot.standing, layer, words.language()), class_=standing),
    )


def _pager(total: int, number: int, shown: int) -> Html | None:
    if total <= PAGE_SIZE:
        return None
    first = (number - 1) * PAGE_SIZE + 1
    told = _("第 {first} 至 {last} 家，共 {total} 家").format(
        first=words.number(first), last=words.number(first + shown - 1), total=words.number(total)
    )
    before = link(_("上一頁"), {"rows": number - 1}) if number > 1 else el("span", _("上一頁"), class_="none")
    after = (
        link(_("下一頁"), {"rows": number + 1})
        if number * PAGE_SIZE < total
        else el("span", _("下一頁"), class_="none")
    )
    return el("p", before, el("span", told), after, class_="pager")


def is_open(here: Here) -> bool:
    """Whether the address asks for the panel of clicked venues, which is of a village's."""
    asked = number_in_address("venue"), number_in_address("spot")
    return here.village is not None and asked != (None, None)


def show_clicked(city: City, asked: Asked, found: Spots) -> None:
    """Open the panel of the venue that the address names (`venue`), or of all at its place (`spot`)."""
    venue, spot = number_in_address("venue"), number_in_address("spot")
    if venue is not None:
        ids: tuple[int, ...] = (venue,)
    elif spot is not None:
        ids = tuple(each.id for each in found.together(spot))
    else:
        return
    if not frame.who().may(Right.SEE_VENUES):
        _open_to_anybody(found, ids)
        return
    number, part = _part("page", ids)
    members = members_by_id(city, frame.who(), asked.scheme, asked.as_of, part, asked.known_at)
    if not members:
        text = _("這家店家在{day}不在這個方案的清單上。").format(day=words.day(asked.as_of))
        frame.notice(text, next_step=link(_("關閉"), dict(CLICKED)))
        return
    scheme = scheme_named(city.reference(), asked.scheme)
    page = MemberPage(scheme, asked.as_of, asked.known_at, len(ids), members)

    @st.dialog(_("店家／場館"), width="large", position="right", on_dismiss=close)
    def drawer() -> None:
        show(
            el("p", bar.in_words(city, asked), class_="question"),
            el("p", n_("同一地點 {count} 家", len(ids)), class_="listed") if len(ids) > 1 else None,
            pieces.listed(page, asked.scheme),
            pieces.pager(page, number),
        )
        map_directions.show_directions([spot for spot in found.spots if spot.id in ids])

    drawer()


def _open_to_anybody(found: Spots, ids: tuple[int, ...]) -> None:
    """What the public reads of venues that joined: name, address, and what they take."""
    shown = [spot for spot in found.spots if spot.id in ids]
    if not shown:
        reporting.tell()
        return

    @st.dialog(_("店家／場館"), width="large", position="right", on_dismiss=close)
    def drawer() -> None:
        reporting.tell()
        show(
            el(
                "ul",
                [
                    el(
                        "li",
                        el("h3", spot.name),
                        el("p", spot.address) if spot.address else None,
                        el("p", _("適用券別：{kinds}").format(kinds=spot.voucher_kinds), class_="fine")
                        if spot.voucher_kinds
                        else None,
                    )
                    for spot in shown
                ],
                class_="joined",
            )
        )
        map_directions.show_directions(shown)
        show(reporting.report_form(shown))

    drawer()


def close() -> None:
    """Take the clicked venues out of the address."""
    for parameter in CLICKED:
        st.query_params.pop(parameter, None)
