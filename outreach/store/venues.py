"""Venues: their descriptions with old values, their facts, and how a known one is found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from outreach.rules.history import Stated
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet
from outreach.store.codes import FACETS
from outreach.store.posting import Change
from outreach.store.tables import contacts, facts, venue_edits, venues, voids

#: Descriptions that an edit may change; each change keeps the old value.
DESCRIPTIONS = ("name", "address", "tax_id", "lon", "lat", "voucher_kinds")
#: Ids in one IN (…): well under SQLite's limit on variables.
CHUNK = 5_000


class VenueChangedMeanwhile(Refusal):
    """Somebody else changed the venue after it was read."""

    template = (
        "店家編號 {venue_id} 在您讀取後已被他人修改（目前版本 {version}）；"
        "請重新整理後再存，例如重新下載清單。"
    )


@dataclass(frozen=True, slots=True)
class Venue:
    """A venue's descriptions as they are now."""

    id: int
    version: int
    name: str
    address: str
    tax_id: str
    lon: float | None
    lat: float | None
    voucher_kinds: str


_DESCRIBED = [venues.c[name] for name in ("id", "version", *DESCRIPTIONS)]


def chunks(ids: Collection[int]) -> Iterator[list[int]]:
    """Ids in lists short enough for one statement."""
    iterator = iter(ids)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def described(connection: sa.Connection, ids: Collection[int]) -> dict[int, Venue]:
    """Descriptions of venues by id; unknown ids are left out."""
    found: dict[int, Venue] = {}
    for chunk in chunks(ids):
        for row in connection.execute(sa.select(*_DESCRIBED).where(venues.c.id.in_(chunk))):
            found[row.id] = Venue(*row)
    return found


def count_venues(connection: sa.Connection) -> int:
    """How many venues the database describes, listed or not."""
    return connection.execute(sa.select(sa.func.count()).select_from(venues)).scalar_one()


def add_venues(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert venues (descriptions and keys) and return their new ids in order."""
    if not rows:
        return []
    first = (connection.execute(sa.select(sa.func.max(venues.c.id))).scalar_one() or 0) + 1
    ids = list(range(first, first + len(rows)))
    connection.execute(sa.insert(venues), [{"id": i, **row} for i, row in zip(ids, rows, strict=True)])
    return ids


def edit_venue(
    connection: sa.Connection, change: Change, before: Venue, new: Mapping[str, Any], keys: Mapping[str, str]
) -> None:
    """Change descriptions of one venue, keeping the old values; `keys` are the new matching keys.

    Raises `VenueChangedMeanwhile` where the venue is no longer the version that was read.
    """
    changed = {k: v for k, v in new.items() if getattr(before, k) != v}
    if not changed:
        return
    done = connection.execute(
        sa.update(venues)
        .where(venues.c.id == before.id, venues.c.version == before.version)
        .values(version=venues.c.version + 1, **changed, **keys)
    )
    if done.rowcount == 0:
        version = connection.execute(sa.select(venues.c.version).where(venues.c.id == before.id)).scalar()
        raise VenueChangedMeanwhile(venue_id=before.id, version=version)
    connection.execute(
        sa.insert(venue_edits),
        [
            {
                "change_id": change.id,
                "venue_id": before.id,
                "field": field,
                "old": _text(getattr(before, field)),
                "new": _text(value),
            }
            for field, value in changed.items()
        ],
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def raise_versions(connection: sa.Connection, ids: Collection[int]) -> None:
    """Mark venues as changed, so that a sheet or grid read before this is stale."""
    for chunk in chunks(ids):
        connection.execute(
            sa.update(venues).where(venues.c.id.in_(chunk)).values(version=venues.c.version + 1)
        )


Histories = dict[int, dict[Facet, list[Stated]]]


def histories(connection: sa.Connection, ids: Collection[int], scheme_id: int) -> Histories:
    """Unvoided facts of venues, by venue and facet, of one scheme and of no scheme."""
    found: Histories = defaultdict(lambda: defaultdict(list))
    dead = sa.select(voids.c.voided_change_id)
    for chunk in chunks(ids):
        query = sa.select(
            facts.c.venue_id, facts.c.facet, facts.c.effective_on, facts.c.seq, facts.c.value, facts.c.remark
        ).where(
            facts.c.venue_id.in_(chunk),
            sa.or_(facts.c.scheme_id.is_(None), facts.c.scheme_id == scheme_id),
            facts.c.change_id.not_in(dead),
        )
        for venue_id, facet, effective_on, seq, value, remark in connection.execute(query):
            found[venue_id][FACETS[facet]].append(Stated(effective_on, seq, value, remark))
    return found


def put_contacts(connection: sa.Connection, rows: Mapping[int, tuple[str, str]], now: datetime) -> None:
    """Set person and phone of venues; an empty text leaves what was there."""
    for chunk in chunks(rows):
        known = {
            r.venue_id: (r.person, r.phone)
            for r in connection.execute(sa.select(contacts).where(contacts.c.venue_id.in_(chunk)))
        }
        connection.execute(sa.delete(contacts).where(contacts.c.venue_id.in_(chunk)))
        connection.execute(
            sa.insert(contacts),
            [
                {
                    "venue_id": i,
                    "person": rows[i][0] or known.get(i, ("", ""))[0],
                    "phone": rows[i][1] or known.get(i, ("", ""))[1],
                    "updated_at": now,
                }
                for i in chunk
            ],
        )
