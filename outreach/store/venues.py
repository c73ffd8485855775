"""Venues: their descriptions with old values, their facts, and how a known one is found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from outreach.rules.history import Stated, holding
from outreach.rules.orders import SectorOrder
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet
from outreach.store.bulk import insert_rows
from outreach.store.codes import FACET_NUMBERS, FACETS
from outreach.store.posting import Change
from outreach.store.tables import (
    contacts,
    facts,
    order_statements,
    sector_orders,
    venue_edits,
    venues,
    voids,
    waiting_rows,
)

T = TypeVar("T")
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


def chunks(ids: Iterable[T]) -> Iterator[list[T]]:
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


@dataclass(frozen=True, slots=True)
class KeyedVenue(Venue):
    """A venue with its matching keys; a negative id is one that a file is about to add."""

    name_key: str
    address_key: str


def _keyed(*row: Any) -> KeyedVenue:
    return KeyedVenue(*row)


def venues_keyed(
    connection: sa.Connection,
    ids: Collection[int],
    name_keys: Collection[str],
    address_keys: Collection[str],
    tax_ids: Collection[str],
) -> dict[int, KeyedVenue]:
    """Every venue that has one of these ids, name keys, address keys or tax numbers, by id."""
    wanted: tuple[tuple[sa.Column[Any], Collection[Any]], ...] = (
        (venues.c.id, ids),
        (venues.c.name_key, name_keys),
        (venues.c.address_key, address_keys),
        (venues.c.tax_id, tax_ids),
    )
    found: dict[int, KeyedVenue] = {}
    for column, values in wanted:
        for chunk in chunks(values):
            query = sa.select(*_DESCRIBED, venues.c.name_key, venues.c.address_key).where(column.in_(chunk))
            for row in connection.execute(query):
                found[row.id] = _keyed(*row)
    return dict(sorted(found.items()))


#: What a new venue is described by, and what is taken where a row does not say it.
_TOLD: dict[str, object] = {
    "name": None,
    "address": "",
    "tax_id": "",
    "lon": None,
    "lat": None,
    "voucher_kinds": "",
    "name_key": None,
    "address_key": "",
}


def add_venues(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert venues (descriptions and keys) and return their new ids in order."""
    if not rows:
        return []
    first = (connection.execute(sa.select(sa.func.max(venues.c.id))).scalar_one() or 0) + 1
    ids = list(range(first, first + len(rows)))
    told = [
        (i, 1, *(row.get(c, usual) for c, usual in _TOLD.items())) for i, row in zip(ids, rows, strict=True)
    ]
    insert_rows(connection, venues, ("id", "version", *_TOLD), told)
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


def contacts_of(connection: sa.Connection, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Person and phone of venues that have any, by venue id."""
    found: dict[int, tuple[str, str]] = {}
    for chunk in chunks(ids):
        for row in connection.execute(sa.select(contacts).where(contacts.c.venue_id.in_(chunk))):
            found[row.venue_id] = row.person, row.phone
    return found


def listed_of_agency(connection: sa.Connection, scheme_id: int, agency_id: int, day: date) -> set[int]:
    """Ids of the venues that an agency has on a scheme's list on a day."""
    query = sa.select(facts.c.venue_id).where(
        facts.c.facet == FACET_NUMBERS[Facet.AGENCY], facts.c.value == agency_id
    )
    ever = sorted(set(connection.execute(query).scalars()))
    found = set()
    for venue_id, own in histories(connection, ever, scheme_id).items():
        agency, listing = (holding(own[facet], day) for facet in (Facet.AGENCY, Facet.LISTING))
        if agency is not None and agency.value == agency_id and listing is not None and listing.value:
            found.add(venue_id)
    return found


def current_orders(connection: sa.Connection) -> list[SectorOrder]:
    """Every sector order by its latest unvoided statement."""
    query = (
        sa.select(
            sector_orders.c.id,
            sector_orders.c.sector_id,
            sector_orders.c.suspended_from,
            order_statements.c.reopened_on,
            order_statements.c.by_application,
            order_statements.c.document,
        )
        .join(order_statements)
        .where(order_statements.c.change_id.not_in(sa.select(voids.c.voided_change_id)))
        .order_by(order_statements.c.seq)
    )
    latest = {row.id: SectorOrder(*row) for row in connection.execute(query)}
    return list(latest.values())


def waiting_fingerprints(connection: sa.Connection) -> set[str]:
    """Fingerprints of the rows that wait for a person, or were settled; not those of imports undone since."""
    dead = sa.select(voids.c.voided_change_id)
    query = sa.select(waiting_rows.c.fingerprint).where(waiting_rows.c.change_id.not_in(dead))
    return set(connection.execute(query).scalars())


def put_waiting(connection: sa.Connection, change_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep rows that wait for a person; one that waits already is not kept twice.

    One that an undone import had brought waits anew.
    """
    dead = sa.select(voids.c.voided_change_id)
    for row in rows:
        same = waiting_rows.c.fingerprint == row["fingerprint"]
        connection.execute(sa.delete(waiting_rows).where(same, waiting_rows.c.change_id.in_(dead)))
        if connection.execute(sa.select(waiting_rows.c.id).where(same)).first() is None:
            connection.execute(sa.insert(waiting_rows).values(change_id=change_id, **row))


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
