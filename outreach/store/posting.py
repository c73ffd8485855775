"""Writing a change: one action of a person, with the numbers that it draws.

Nothing is ever overwritten here. A `Change` is opened in a writing transaction, takes what it has to
say, and is visible as a whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from outreach.rules.vocabulary import SCHEME_FACETS, Facet
from outreach.store.bulk import insert_rows
from outreach.store.codes import FACET_NUMBERS
from outreach.store.tables import (
    agency_parents,
    changes,
    counter,
    facts,
    merges,
    order_statements,
    scheme_statements,
    voids,
)

_FACT_COLUMNS = (
    "seq",
    "change_id",
    "venue_id",
    "scheme_id",
    "facet",
    "value",
    "effective_on",
    "remark",
    "review_on",
)


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact to be posted; `value` is a stored number (see `codes`) or an id."""

    venue_id: int
    facet: Facet
    value: int
    effective_on: date
    scheme_id: int | None = None
    remark: str = ""
    review_on: date | None = None


class Change:
    """A change being written; every method posts at once and raises `last_seq`."""

    def __init__(self, connection: sa.Connection, change_id: int, seq: int) -> None:
        self._connection = connection
        self.id = change_id
        self.last_seq = seq

    def facts(self, new: Sequence[NewFact]) -> None:
        """Post facts; they are numbered in the order given."""
        if not new:
            return
        last = self._take(len(new))
        insert_rows(
            self._connection,
            facts,
            _FACT_COLUMNS,
            [
                (
                    seq,
                    self.id,
                    f.venue_id,
                    f.scheme_id if f.facet in SCHEME_FACETS else None,
                    FACET_NUMBERS[f.facet],
                    f.value,
                    f.effective_on.toordinal(),
                    f.remark,
                    None if f.review_on is None else f.review_on.toordinal(),
                )
                for seq, f in enumerate(new, start=last - len(new) + 1)
            ],
        )

    def void(self, change_ids: Iterable[int]) -> None:
        """Void whole changes from now on."""
        self._post(voids, [{"voided_change_id": c} for c in change_ids])

    def order(self, order_id: int, reopened_on: date | None, by_application: bool, document: str) -> None:
        """State an order in full; earlier statements of it are superseded and kept."""
        row = {
            "order_id": order_id,
            "reopened_on": reopened_on,
            "by_application": by_application,
            "document": document,
        }
        self._post(order_statements, [row])

    def parent(self, agency_id: int, parent_id: int | None, effective_on: date) -> None:
        """Put an agency under another from a day; None makes it an agency of the first level."""
        row = {"agency_id": agency_id, "parent_id": parent_id, "effective_on": effective_on}
        self._post(agency_parents, [row])

    def scheme(self, scheme_id: int, settings: Mapping[str, object], effective_on: date) -> None:
        """State a scheme's settings in full from a day."""
        row = {"scheme_id": scheme_id, "settings": dict(settings), "effective_on": effective_on}
        self._post(scheme_statements, [row])

    def merge(self, loser_id: int, winner_id: int) -> None:
        """Let a duplicate leave the population from this number on."""
        self._post(merges, [{"loser_id": loser_id, "winner_id": winner_id}])

    def _post(self, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        last = self._take(len(rows))
        for seq, row in enumerate(rows, start=last - len(rows) + 1):
            row["seq"] = seq
            row["change_id"] = self.id
        self._connection.execute(sa.insert(table), rows)

    def _take(self, count: int) -> int:
        """Draw numbers for rows about to be written; the last of them."""
        last = self._connection.execute(
            sa.update(counter).values(seq=counter.c.seq + count).returning(counter.c.seq)
        ).scalar_one()
        self._connection.execute(sa.update(changes).where(changes.c.id == self.id).values(last_seq=last))
        self.last_seq = last
        return self.last_seq


def open_change(
    connection: sa.Connection,
    *,
    kind: str,
    actor: str,
    summary: str,
    now: datetime,
    source: str = "",
    user: int | None = None,
) -> Change:
    """Begin a change in a writing transaction; `user` is the account behind the actor, where there is one.

    Recorded time never decreases: where the clock stands behind the last change's, that one's time
    is taken again, so that a moment names the same numbers for ever.
    """
    newest, latest = connection.execute(
        sa.select(sa.func.max(changes.c.id), sa.func.max(changes.c.recorded_at))
    ).one()
    seq = connection.execute(sa.select(counter.c.seq)).scalar_one()
    change_id = (newest or 0) + 1
    connection.execute(
        sa.insert(changes).values(
            id=change_id,
            kind=kind,
            actor=actor,
            recorded_at=now if latest is None else max(now, latest),
            summary=summary,
            source=source,
            last_seq=seq,
            user_id=user,
        )
    )
    return Change(connection, change_id, seq)
