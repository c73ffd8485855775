"""How words become the small whole numbers of the facts table, and back.

Zero is always the assumed value of a venue without facts (open, public, not contacted, no agency …),
so that an array of zeros is a true description of a venue about which nobody has said anything.
The numbers are stored: new words are appended, none is ever renumbered.
"""

from __future__ import annotations

from enum import StrEnum

from outreach.rules.vocabulary import Facet, Kind, Listing, Operating, Participation, Premises

FACET_NUMBERS: dict[Facet, int] = {
    Facet.LISTING: 0,
    Facet.CATEGORY: 1,
    Facet.PARTICIPATION: 2,
    Facet.AGENCY: 3,
    Facet.SECTOR: 4,
    Facet.KIND: 5,
    Facet.PLACE: 6,
    Facet.PREMISES: 7,
    Facet.OPERATING: 8,
    Facet.APPROVAL: 9,
}
FACETS: dict[int, Facet] = {number: facet for facet, number in FACET_NUMBERS.items()}

#: Words of the facets whose values are words; the other facets hold ids of their own tables.
WORDS: dict[Facet, tuple[StrEnum, ...]] = {
    Facet.LISTING: (Listing.DELISTED, Listing.LISTED),
    Facet.PARTICIPATION: (
        Participation.NOT_CONTACTED,
        Participation.CONTACTED,
        Participation.AGREED,
        Participation.JOINED,
        Participation.DECLINED,
        Participation.WITHDRAWN,
    ),
    Facet.KIND: (Kind.SHOP, Kind.CITY_VENUE),
    Facet.PREMISES: (Premises.PUBLIC, Premises.OFFICE_ONLY),
    Facet.OPERATING: (Operating.OPEN, Operating.SUSPENDED, Operating.CLOSED, Operating.NOT_REOPENED),
}


def number_of(facet: Facet, word: str) -> int:
    """The stored number of a word; raises ValueError for a word that the facet does not know."""
    for number, known in enumerate(WORDS[facet]):
        if known == word:
            return number
    raise ValueError(f"{facet} has no value {word!r}")


def word_of(facet: Facet, number: int) -> StrEnum:
    """The word behind a stored number."""
    return WORDS[facet][number]
