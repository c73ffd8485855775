"""Where the map is: the city, a district or a village; in the address, and by a click on the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from geodata.clicks import clicked
from geodata.places import (
    District,
    Village,
    district_by_code,
    district_named,
    village_by_code,
    village_named,
)
from outreach.pages import words
from outreach.pages.links import go, link
from outreach.pages.map.weeks import day_told
from outreach.pages.markup import Child, Html, el
from outreach.pages.panel.opened import CLOSED
from outreach.pages.words import _
from outreach.services.mapping import NoSuchPlace
from outreach.web.reports import DONE, PROBLEM

#: Under this key the map's component keeps what the browser told.
MAP = "map"
_ACTED = "map_acted_on"
#: Name of what stands beside the map, for who goes there past it.
NUMBERS = "numbers"
#: Parameters of the panel of clicked venues: one venue, or all that share the place of one; and what came of
#: a report sent from there.
CLICKED: Mapping[str, None] = dict.fromkeys(("venue", "spot", "page", DONE, PROBLEM))
#: What no longer holds in another place; the place itself says its district.
_ELSEWHERE: Mapping[str, None] = {"district": None, "rows": None, **CLICKED, **CLOSED}
_LONGEST_NUMBER = 12


@dataclass(frozen=True, slots=True)
class Here:
    """The place shown: a village of a district, a district, or (neither) the whole city."""

    district: District | None = None
    village: Village | None = None

    @property
    def district_code(self) -> str:
        """The district's code, "" for the whole city."""
        return self.district.code if self.district else ""

    @property
    def code(self) -> str:
        """The place's own code, "" for the whole city."""
        return self.village.code if self.village else self.district_code

    def within(self, district_code: str) -> Here:
        """This place if it lies in a district that is asked for, else that district."""
        if district_code == self.district_code:
            return self
        return Here(district_by_code(district_code))


def in_address() -> tuple[Here, str]:
    """The place that the address names, and a sentence where it names none that there is."""
    text = st.query_params.get("place", "").strip()
    if not text:
        return Here(), ""
    village = village_by_code(text) or village_named(text)
    if village is not None:
        return Here(district_by_code(village.district_code), village), ""
    district = district_named(text)
    if district is not None:
        return Here(district), ""
    return Here(), words.said(NoSuchPlace(value=text))


def going(code: str | None) -> dict[str, str | int | None]:
    """What an address needs to go to a place (None: the whole city)."""
    return {**_ELSEWHERE, "place": code}


def name(place: District | Village) -> str:
    """A place's name in the reader's language."""
    return words.place(place.name, place.name_en)


def breadcrumb(here: Here) -> Html:
    """臺北市 › 大安區 › 龍門里; the last one is where the reader is."""
    steps: list[tuple[str, str | None]] = [(_("臺北市"), None)]
    steps += [(name(place), place.code) for place in (here.district, here.village) if place]
    pieces: list[Child] = [link(text, going(code), class_="plain") for text, code in steps[:-1]]
    pieces.append(el("b", steps[-1][0], aria_current="page"))
    between = el("span", "›", class_="sign", aria_hidden="true")
    joined = [[piece, between] for piece in pieces[:-1]]
    return el("nav", joined, pieces[-1], class_="breadcrumb", aria_label=_("地圖位置"))


def follow() -> None:
    """Act on a click on the map: go to the area or day, or open the venues. Called before the page runs."""
    click = clicked(st.session_state.get(MAP))
    if click is None or click.at == st.session_state.get(_ACTED):
        return
    st.session_state[_ACTED] = click.at
    if click.ids:
        # One venue is a venue; several share a mark, and then any of them names the place.
        go({**CLICKED, "venue" if len(click.ids) == 1 else "spot": click.ids[0]})
    elif click.day is not None:
        day = day_told(click.day)
        if day is not None:
            go({"as_of": day.isoformat()})
    elif _is_place(click.code) and click.code != st.query_params.get("place"):
        go(going(click.code))


def _is_place(code: str | None) -> bool:
    # What the browser sends is anybody's: only a place that there is becomes part of an address.
    return code is not None and (district_by_code(code) or village_by_code(code)) is not None


def number_in_address(parameter: str) -> int | None:
    """A whole number in the address; None where there is none, or something else."""
    text = st.query_params.get(parameter, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else None
