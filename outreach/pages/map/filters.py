"""What narrows the map besides the bar's question, under the names that 店家 and 登錄 give it too.

What is looked for among venues (words, a kind of voucher) is `map.find`'s; here are the conditions that
hold of figures as well: trade, category and agency.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import streamlit as st

from outreach.figures.positions import Dimension
from outreach.pages import conditions, frame, words
from outreach.pages.bar import Asked
from outreach.pages.conditions import Filters
from outreach.pages.links import link
from outreach.pages.map.place import Here
from outreach.pages.markup import Html, el
from outreach.pages.words import _
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.naming import find
from outreach.services.who import Right

_VOUCHER, _AGENCY = "voucher", "agency"
#: Parameters of the address that are taken back together.
CLEARED: Mapping[str, None] = dict.fromkeys((Dimension.SECTOR.value, Dimension.CATEGORY.value, _AGENCY))


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the address asks of the map; `agency` is a code, "" for all of them.

    `notes` are sentences about what could not be read, `titles` what conditions are called.
    """

    filters: Filters
    agency: str
    agency_name: str
    voucher: str
    titles: conditions.Titles
    notes: tuple[str, ...]

    @property
    def where(self) -> tuple[str, ...]:
        """FIELD=CODE conditions, of figures and venues alike."""
        return (*self.filters.own_where, *((f"{_AGENCY}={self.agency}",) if self.agency else ()))

    @property
    def sector(self) -> str:
        """Code of the sector alone that is shown, "" for none: the way to look for a trade's venues."""
        code = self.filters.of[Dimension.SECTOR]
        return "" if code == conditions.NOBODY else code

    def of(self, asked: Asked) -> Asked:
        """The bar's question under these conditions too, for whatever the page asks with it."""
        return replace(asked, more=tuple(each for each in self.where if each not in asked.where))

    def told(self, *, of_venues: bool, listed: bool) -> Html | None:
        """The conditions in words with the way back, and what does not hold here, of venues or of areas.

        Where venues are `listed` the trade is said with what is looked for.
        """
        of = {**self.filters.of, Dimension.SECTOR: ""} if listed and self.sector else self.filters.of
        pieces = (self.agency_name, conditions.in_words(Filters(of, "", ""), self.titles))
        said = " · ".join(piece for piece in pieces if piece)
        clear = link(_("清除條件"), CLEARED)
        notes = [*self.notes]
        if (self.filters.search or self.voucher or self.filters.standing) and not of_venues:
            notes.append(_("分區統計不依店名、券別與統計歸類篩選；請切換到「店家位置」。"))
        if not said and not notes:
            return None
        return el(
            "div",
            el("p", said, " ", clear, class_="question") if said else None,
            _as_lines(notes),
        )

    def unread(self) -> Html | None:
        """What of the address could not be read, alone."""
        return el("div", _as_lines(self.notes)) if self.notes else None

    def lists(self, asked: Asked, here: Here) -> Html | None:
        """Links to the same venues as a list and in the grid, for who may open them."""
        who = frame.who()
        more: Mapping[str, str] = {
            **self.filters.address,
            _VOUCHER: self.voucher,
            _AGENCY: self.agency or asked.agency,
            "district": here.district_code,
            Dimension.VILLAGE.value: here.village.code if here.village else "",
        }
        offered = [
            conditions.to_list(page, text, asked, more)
            for page, right, text in (
                ("venues", Right.SEE_VENUES, _("在店家清單開啟")),
                ("grid", Right.CHANGE, _("在登錄格開啟")),
            )
            if who.may(right)
        ]
        return el("p", offered, class_="steps") if offered else None


def _as_lines(notes: Iterable[str]) -> list[Html]:
    return [el("p", note, class_="fine", role="status") for note in notes]


def read(city: City, scheme: str) -> Narrowed:
    """What the address asks for; categories are those of a scheme (a code)."""
    # Where the map is says `place`; a village in the address is another page's.
    titles = conditions.titles_but_villages(city, scheme)
    found, problems = conditions.read(city, scheme, titles)
    agencies, text = city.reference().agencies, st.query_params.get(_AGENCY, "").strip()
    agency = name = ""
    if text:
        try:
            named = find(agencies, text, "機關")
            agency, name = named.code, named.name
        except Refusal as refusal:
            problems = (*problems, words.said(refusal))
    voucher = st.query_params.get(_VOUCHER, "").strip()
    return Narrowed(found, agency, name, voucher, titles, problems)
