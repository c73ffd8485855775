"""Whose follow-ups are whose, where one person's go to another."""

from __future__ import annotations

import sqlalchemy as sa

from outreach.store.desk_tables import contact_entries

_E = contact_entries.c
_OPEN = sa.and_(_E.done_at.is_(None), _E.withdrawn_at.is_(None))


def open_by_owner(connection: sa.Connection) -> dict[tuple[int, int], int]:
    """How many attempts that are not done each person (an account's id) has with each agency (an id)."""
    query = (
        sa.select(_E.owner_user_id, _E.agency_id, sa.func.count())
        .where(_OPEN, _E.next_on.is_not(None), _E.owner_user_id.is_not(None), _E.agency_id.is_not(None))
        .group_by(_E.owner_user_id, _E.agency_id)
    )
    return {(owner, agency): count for owner, agency, count in connection.execute(query)}


def give_to(connection: sa.Connection, from_id: int, to_id: int, agency_id: int) -> int:
    """Give what one person has not done with an agency to another; how many follow-ups these were."""
    given = connection.execute(
        sa.update(contact_entries)
        .where(_OPEN, _E.next_on.is_not(None), _E.owner_user_id == from_id, _E.agency_id == agency_id)
        .values(owner_user_id=to_id)
    )
    return int(given.rowcount)
