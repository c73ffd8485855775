"""What the page shows, asked of the services once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from outreach.figures.positions import Dimension
from outreach.pages.bar import Asked
from outreach.pages.bridge.ends import Ends
from outreach.rules.vocabulary import Kind
from outreach.services.bridge import BridgeRow, BridgeTable, bridge
from outreach.services.city import City
from outreach.services.map_layers import choice
from outreach.services.naming import find
from outreach.services.who import Who

#: What the lower table is broken down by, by its word in the address; the first is the usual one.
BY = (Dimension.AGENCY, Dimension.DISTRICT)


@dataclass(frozen=True, slots=True)
class Answer:
    """The bridge of what is asked about (`shown`), and that of every agency or district.

    `where` and `options` are what services are asked with for `shown`: `options` name the group of an agency
    with its subordinates, where one is asked for.
    """

    asked: Asked
    ends: Ends
    kinds: tuple[Kind, ...]
    rated: bool
    shown: BridgeRow
    name: str
    table: BridgeTable
    by: Dimension
    where: tuple[str, ...]
    options: dict[str, Any]

    @property
    def known(self) -> dict[str, Any]:
        """The numbers that both days are known at, as services take them."""
        return known_of(self.asked, self.ends)


def known_of(asked: Asked, ends: Ends) -> dict[str, Any]:
    """A day that no meeting froze is known as the later end is; that one as the page asks."""
    last = ends.last.known_at if ends.last.known_at is not None else asked.known_at
    return {"known_at": last, "first_known_at": ends.first.known_at}


def answer(city: City, who: Who, asked: Asked, ends: Ends) -> Answer:
    """Ask the services. Raises refusals of theirs (`RangeRefused`, `Unknown` …)."""
    first, last = ends.first.day, ends.last.day
    known = known_of(asked, ends)
    found = choice(city, who, asked.scheme, last, asked.kinds, known["known_at"])
    kinds = found.rated or found.open
    where = asked.where_among(kinds)
    by = _by()

    def ask(conditions: tuple[str, ...], by: Dimension | None) -> BridgeTable:
        return bridge(city, who, asked.scheme, first, last, by=by, where=conditions, roll_up=True, **known)

    table = ask(where, by)
    shown, name, options, narrowed = ask(where, None).total, "", {}, where
    code = st.query_params.get("agency", "").strip()
    if code:
        agency = find(city.reference().agencies, code, "機關")
        name = agency.short_name or agency.name
        agencies = table if by is Dimension.AGENCY else ask(where, Dimension.AGENCY)
        row = next((row for row in agencies.rows if row.id == agency.id), None)
        if row is not None:
            shown, options = row, {"by": Dimension.AGENCY, "group": agency.id, "roll_up": True}
        else:
            # One below a bureau has no row of its own.
            narrowed = (*where, f"agency={agency.code}")
            shown = ask(narrowed, None).total
    return Answer(asked, ends, kinds, bool(found.rated), shown, name, table, by, narrowed, options)


def _by() -> Dimension:
    asked = st.query_params.get("by", "")
    return next((dimension for dimension in BY if dimension.value == asked), BY[0])
