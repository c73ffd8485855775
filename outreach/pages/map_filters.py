"""What narrows the map besides the bar's question, under the names that 店家 and 登錄 give it too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from outreach.figures.positions import Dimension
from outreach.pages import conditions, frame, words
from outreach.pages.bar import Asked
from outreach.pages.conditions import NOBODY, Filters
from outreach.pages.map_place import Here
from outreach.pages.markup import Html, el
from outreach.pages.words import _
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.finding import Finding
from outreach.services.naming import NONE_NAME, find, scheme_named
from outreach.services.who import Right

VOUCHER = "voucher"
#: Parameters of the address that narrow the map.
OWN = ("q", VOUCHER, Dimension.SECTOR.value, Dimension.CATEGORY.value, "agency", "standing")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the address asks of the map.

    `where` are FIELD=CODE conditions of areas and venues alike; `finding` narrows venues alone. `notes` are
    sentences about what could not be read, or is not a matter of the map.
    """

    finding: Finding
    where: tuple[str, ...]
    of_areas: str
    """The conditions that hold of areas too, in words, "" for none."""
    of_venues: str
    """All conditions in words, "" for none."""
    notes: tuple[str, ...]
    filters: Filters
    agency: str

    def where_with(self, asked: Sequence[str]) -> tuple[str, ...]:
        """The bar's conditions and these, each once."""
        return (*asked, *(each for each in self.where if each not in asked))

    def lists(self, asked: Asked, here: Here) -> Html | None:
        """Links to the same venues as a list and in the grid, for who may open them."""
        who = frame.who()
        more = {**self.filters.address, VOUCHER: self.finding.voucher, "agency": self.agency}
        more["district"] = here.district_code
        more[Dimension.VILLAGE] = here.village.code if here.village else ""
        offered = [
            conditions.to_list(page, text, asked, more)
            for page, right, text in (
                ("venues", Right.SEE_VENUES, _("在店家清單開啟")),
                ("grid", Right.CHANGE, _("在登錄格開啟")),
            )
            if who.may(right)
        ]
        return el("p", offered, class_="steps") if offered else None


def read(city: City, scheme: str = "") -> Narrowed:
    """Read the address; categories are those of a scheme (a code), which is the address's or the first."""
    notes: list[str] = []
    scheme = scheme or _scheme(city)
    titles = conditions.titles_of(city, scheme, "")
    told, problems = conditions.read(city, scheme, titles)
    # Where the map is says `place`; a village in the address is another page's.
    found = Filters({**told.of, Dimension.VILLAGE: ""}, told.standing, told.search)
    agency = _agency(city, notes)
    sector = found.of[Dimension.SECTOR]
    voucher = st.query_params.get(VOUCHER, "").strip()
    finding = Finding(found.search, voucher, NONE_NAME if sector == NOBODY else sector)
    if found.standing:
        notes.append(_("地圖不依統計歸類篩選；店家的記號以形狀區分歸類。"))
    areas = conditions.in_words(Filters(found.of, "", ""), titles)
    named = city.reference().agencies
    of_agency = next((a.name for a in named.values() if a.code == agency), "")
    pieces = [of_agency, areas]
    more = [
        _("券別「{voucher}」").format(voucher=voucher) if voucher else "",
        _("含「{text}」").format(text=found.search) if found.search else "",
    ]
    return Narrowed(
        finding,
        (*found.own_where, *((f"agency={agency}",) if agency else ())),
        _joined(pieces),
        _joined([*pieces, *more]),
        (*problems, *notes),
        found,
        agency,
    )


def _joined(pieces: list[str]) -> str:
    return " · ".join(piece for piece in pieces if piece)


def _scheme(city: City) -> str:
    """The scheme that the address names; the bar tells of nonsense, and shows the first."""
    reference = city.reference()
    text = st.query_params.get("scheme", "").strip()
    try:
        return scheme_named(reference, text).code if text else next(iter(reference.schemes.values())).code
    except Refusal:
        return next(iter(reference.schemes.values())).code


def _agency(city: City, notes: list[str]) -> str:
    text = st.query_params.get("agency", "").strip()
    if not text:
        return ""
    try:
        return find(city.reference().agencies, text, "機關").code
    except Refusal as refusal:
        notes.append(words.said(refusal))
        return ""
