"""The field's own words, as codes: what a venue can be, and where it can stand.

Source: domain.md's tables of words and of the denominator, after the minutes of the 213th Chief
Secretaries' Meeting (110-10-26). The string values are the codes of the command line, the workbook
and the JSON; Chinese and English wording belongs to the pages' catalogues.
"""

from __future__ import annotations

from enum import StrEnum


class Participation(StrEnum):
    """How far a venue has come with one scheme; only JOINED is complete."""

    NOT_CONTACTED = "not_contacted"
    CONTACTED = "contacted"
    AGREED = "agreed"
    JOINED = "joined"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Operating(StrEnum):
    """Whether a venue is in business, as its agency states it."""

    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    NOT_REOPENED = "not_reopened"


class Premises(StrEnum):
    """Whether anybody from the public ever comes in."""

    PUBLIC = "public"
    OFFICE_ONLY = "office_only"


class Listing(StrEnum):
    """Whether a venue is on a scheme's list."""

    DELISTED = "delisted"
    LISTED = "listed"


class Kind(StrEnum):
    """A shop that the city persuades, or a place that the city runs."""

    SHOP = "shop"
    CITY_VENUE = "city_venue"


class Facet(StrEnum):
    """The sides of a venue that are dated facts because they can decide a percentage."""

    LISTING = "listing"
    CATEGORY = "category"
    PARTICIPATION = "participation"
    AGENCY = "agency"
    SECTOR = "sector"
    KIND = "kind"
    PLACE = "place"
    PREMISES = "premises"
    OPERATING = "operating"
    APPROVAL = "approval"


#: Facets that a venue has once for every scheme; all others it has once.
SCHEME_FACETS = frozenset({Facet.LISTING, Facet.CATEGORY, Facet.PARTICIPATION})


class Exclusion(StrEnum):
    """The four reasons for which a listed venue is not counted in the denominator."""

    OFFICE_ONLY = "office_only"
    CLOSED = "closed"
    SUSPENDED = "suspended"
    NOT_REOPENED = "not_reopened"


class Standing(StrEnum):
    """The one place where a listed venue stands at the end of a day."""

    COMPLETED = "completed"
    OUTSTANDING = "outstanding"
    EXCLUDED_OFFICE_ONLY = "excluded_office_only"
    EXCLUDED_CLOSED = "excluded_closed"
    EXCLUDED_SUSPENDED = "excluded_suspended"
    EXCLUDED_NOT_REOPENED = "excluded_not_reopened"

    @property
    def exclusion(self) -> Exclusion | None:
        """The reason for exclusion, or None for an eligible venue."""
        return Exclusion(self.value.removeprefix("excluded_")) if self.value.startswith("excluded_") else None

    @property
    def eligible(self) -> bool:
        """Whether a venue that stands here is in the denominator."""
        return self.exclusion is None


ALL_EXCLUSIONS = frozenset(Exclusion)
#: Reasons for which a venue is not open, whether or not a scheme leaves it out of its denominator.
SHUT = frozenset({Exclusion.CLOSED, Exclusion.SUSPENDED, Exclusion.NOT_REOPENED})
