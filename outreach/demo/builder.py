"""The demonstration city, built from a seed: the same city for the same seed, every time.

It reproduces what the minutes of the 213th meeting say (demo facts in the tests) among venues that are
nobody's.
"""

from __future__ import annotations

from random import Random

from outreach.demo.agencies import agencies, short_names
from outreach.demo.corrections import tell_corrections
from outreach.demo.departures import tell_departures
from outreach.demo.journal import Journal
from outreach.demo.model import LAST_DAY, DemoCity
from outreach.demo.picking import Picker
from outreach.demo.progress import list_venues, take_part
from outreach.demo.sectors import sectors
from outreach.demo.spells import drop_listings_after_closing, tell_spells
from outreach.demo.telling import Teller, tell_orders
from outreach.demo.trades import open_special_trades
from outreach.demo.undone import tell_undone
from outreach.demo.venues import make_venues


def build_city(seed: int = 213, size: int = 6000) -> DemoCity:
    """Build the city of `size` venues, 184 of them of the special trades whatever the size.

    Raises ValueError where the size, below 1,000, leaves no room for every agency's venues.
    """

    def dice(what: str) -> Random:
        # A generator for each matter, so that a change to one leaves the others as they were.
        return Random(f"{seed} {what}")

    drafts = make_venues(size, dice("venues"))
    list_venues(drafts, dice("lists"))
    open_special_trades(drafts, dice("special trades"))
    tell_spells(drafts, dice("spells"))
    drop_listings_after_closing(drafts)
    take_part(drafts, dice("participation"))

    journal = Journal(dice("journal"), short_names())
    picker = Picker(drafts, dice("stories"))
    tell_orders(journal)
    tell_corrections(picker, journal)
    tell_departures(picker, journal)
    tell_undone(picker, journal)
    teller = Teller(journal, drafts, dice("telling"))
    for draft in drafts:
        teller.tell(draft)
    venues = tuple(draft.finished() for draft in drafts)
    return DemoCity(agencies(), sectors(), venues, journal.changes(), LAST_DAY)
