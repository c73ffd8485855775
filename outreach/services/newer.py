"""Whether a view is the newest there is, and whether the moment that it asks for has come at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from outreach.rules.dates import parse_moment
from outreach.services.city import LONGEST_NUMBER, City
from outreach.services.who import Right, Who
from outreach.store.changes import current_seq
from outreach.store.engine import reading
from outreach.store.newer import changes_after


@dataclass(frozen=True, slots=True)
class Newer:
    """The present number, and how many changes were recorded after the one that was asked about."""

    present: int
    changes: int


def newer(city: City, who: Who, known_at: int) -> Newer:
    """What was recorded after a number."""
    who.must(Right.SEE_FIGURES)
    with reading(city.engine) as connection:
        present = current_seq(connection)
        return Newer(present, changes_after(connection, known_at) if present > known_at else 0)


def lies_ahead(city: City, who: Who, text: str, *, now: datetime) -> bool:
    """Whether a *known at*, a number or a moment, is one that nobody has reached yet.

    Figures then are the present ones. Raises `NotATime`.
    """
    who.must(Right.SEE_FIGURES)
    plain = text.strip()
    if not plain:
        return False
    if plain.isdecimal() and len(plain) < LONGEST_NUMBER:
        with reading(city.engine) as connection:
            return int(plain) > current_seq(connection)
    return parse_moment(plain) > now
