"""The record of accounts: who signed in, and what was done with accounts, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from outreach.services.city import City
from outreach.services.who import Right, Who
from outreach.store.engine import reading
from outreach.store.people import all_users, last_sign_ins, latest_events

#: The most entries of the record that are told at once.
MOST = 50


@dataclass(frozen=True, slots=True)
class Recorded:
    """One entry: when (UTC), whose account (display names; empty where nobody has the name given).

    `other` is in whose place, or from whom; `actor` who did it, where it was not the person.
    """

    at: datetime
    person: str
    outcome: str
    other: str
    actor: str


def account_record(city: City, who: Who, limit: int = MOST) -> tuple[Recorded, ...]:
    """The newest entries, newest first, at most `MOST`."""
    who.must(Right.ADMINISTER)
    with reading(city.engine) as connection:
        names = {row.id: row.display_name for row in all_users(connection)}
        events = latest_events(connection, max(1, min(limit, MOST)))
    return tuple(
        Recorded(e.at, names.get(e.user_id or 0, ""), e.outcome, names.get(e.principal_id or 0, ""), e.actor)
        for e in events
    )


def last_seen(city: City, who: Who) -> dict[int, datetime]:
    """When each account (an id) last signed in (UTC), as far as the record goes back."""
    who.must(Right.ADMINISTER)
    with reading(city.engine) as connection:
        return last_sign_ins(connection)
