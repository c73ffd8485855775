"""What tests of duplicates begin with: two officers of two agencies, and entries that look alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from outreach.rules.matching import address_key, name_key
from outreach.rules.vocabulary import Facet, Listing, Participation
from outreach.services.city import City
from outreach.services.duplicates.pairs import duplicate_pairs
from outreach.services.who import Role, Who
from outreach.store.engine import writing
from outreach.store.venues import add_venues, put_contacts
from tests.support.builders import COMMERCE, FIRST_DAY, MYCODE, Clerk, set_up_url
from tests.support.databases import Databases

TODAY = date(2021, 11, 1)


@dataclass
class Desk:
    """A city of entries to compare, and who may ask about them."""

    clerk: Clerk

    @property
    def city(self) -> City:
        """What services are asked about."""
        return self.clerk.city

    def agency(self, code: str) -> int:
        """An agency's id."""
        return self.clerk.value(Facet.AGENCY, code)

    def who(self, role: Role, agency: str = COMMERCE) -> Who:
        """Somebody of an agency."""
        return Who("承辦人", role, agency=self.agency(agency))

    def enter(
        self,
        name: str,
        address: str = "",
        *,
        agency: str | None = COMMERCE,
        stage: Participation = Participation.NOT_CONTACTED,
        phone: str = "",
        schemes: tuple[str, ...] = (MYCODE,),
        **more: Any,
    ) -> int:
        """A listed entry; `more` are further descriptions (tax_id, lon, lat, voucher_kinds)."""
        told: Mapping[str, Any] = {
            "name": name,
            "address": address,
            "name_key": name_key(name),
            "address_key": address_key(address),
            **more,
        }
        with writing(self.city.engine) as connection:
            venue = add_venues(connection, [told])[0]
            if phone:
                put_contacts(connection, {venue: ("王先生", phone)}, self.clerk.tick())
        facts = [
            self.clerk.fact(venue, Facet.LISTING, Listing.LISTED, FIRST_DAY, scheme=scheme)
            for scheme in schemes
        ]
        if stage is not Participation.NOT_CONTACTED:
            facts += [self.clerk.fact(venue, Facet.PARTICIPATION, stage, scheme=s) for s in schemes]
        if agency is not None:
            facts.append(self.clerk.fact(venue, Facet.AGENCY, agency))
        self.clerk.record(facts, kind="import")
        return venue

    def pairs(self, who: Who) -> list[tuple[int, int]]:
        """The pairs that somebody sees, in their order."""
        found = duplicate_pairs(self.city, who, today=TODAY, page_size=1_000)
        return [(pair.one.id, pair.other.id) for pair in found.pairs]


@pytest.fixture
def desk(sqlite_databases: Databases) -> Desk:
    """A city without entries, on SQLite."""
    return Desk(Clerk.of(set_up_url(sqlite_databases)))


@pytest.fixture
def desk_anywhere(databases: Databases) -> Desk:
    """The same on each engine in turn."""
    return Desk(Clerk.of(set_up_url(databases)))


@pytest.fixture(scope="session")
def sqlite_database_maker(_sqlite: Databases) -> Databases:
    """Databases for many examples of one test; dropped with the session's other ones."""
    return _sqlite
