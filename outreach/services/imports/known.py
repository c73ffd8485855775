"""Finding the known venue that a row is about, or one that it is likely about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from outreach.services.likeness import LIKELY_ADDRESS, LIKELY_NAME, alike, contradict
from outreach.store.venues import KeyedVenue


@dataclass(frozen=True, slots=True)
class Sought:
    """What a row tells about which venue it means; keys are those of `rules.matching`."""

    name: str
    name_key: str
    address: str
    address_key: str
    tax_id: str


class Known:
    """Venues by the three things that can tell them: tax number, name and address.

    Constraints, in the order in which they are tried (contract.md):
    1. the same tax number and name, with no contradicting address (chains share a number);
    2. the same name and the same normalised address;
    3. likely: one name with one address missing, one address with nearly the same name, or one name
       with nearly the same address; never where a digit of name or house number differs.
    """

    def __init__(self, venues: Iterable[KeyedVenue]) -> None:
        self._by_name: dict[str, list[KeyedVenue]] = defaultdict(list)
        self._by_address: dict[str, list[KeyedVenue]] = defaultdict(list)
        for venue in venues:
            self.add(venue)

    def add(self, venue: KeyedVenue) -> None:
        """Make a venue known; a file's new venues are added as their rows are planned."""
        self._by_name[venue.name_key].append(venue)
        if venue.address_key:
            self._by_address[venue.address_key].append(venue)

    def certain(self, sought: Sought) -> KeyedVenue | None:
        """The venue that a row without a number of its own certainly means."""
        named = self._by_name.get(sought.name_key, ())
        if sought.tax_id:
            for venue in named:
                if venue.tax_id == sought.tax_id and not contradict(sought.address_key, venue.address_key):
                    return venue
        for venue in named:
            if venue.address_key == sought.address_key and (
                sought.address_key or not contradict(sought.tax_id, venue.tax_id)
            ):
                return venue
        return None

    def likely(self, sought: Sought) -> tuple[KeyedVenue, str] | None:
        """A venue that a row likely means, and why; for a person to decide."""
        for venue in self._by_name.get(sought.name_key, ()):
            if venue.id < 0 or contradict(sought.tax_id, venue.tax_id):
                continue
            if not venue.address_key or not sought.address_key:
                return venue, f"名稱與店家 {venue.id} 相同，但其中一方沒有地址"
            if alike(sought.address_key, venue.address_key, LIKELY_ADDRESS):
                return venue, f"名稱與店家 {venue.id} 相同，地址相近（{venue.address}）"
        for venue in self._by_address.get(sought.address_key, ()) if sought.address_key else ():
            if venue.id < 0 or contradict(sought.tax_id, venue.tax_id):
                continue
            if alike(sought.name_key, venue.name_key, LIKELY_NAME):
                return venue, f"地址與店家 {venue.id} 相同，名稱相近（{venue.name}）"
        return None
