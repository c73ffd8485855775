"""The program's own columns, filled from a history's records without a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from outreach.figures.columns import Columns, extend
from outreach.figures.positions import PlaceTable
from outreach.rules.orders import SectorOrder
from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Exclusion, Facet
from outreach.store import feed
from outreach.store.codes import FACET_NUMBERS, WORDS, number_of
from tests.support.actions import DISTRICT_OF, FIRST_DAY, PLACES, History
from tests.support.records import FactRec, MergeRec, OrderRec, ParentRec, Record, SettingRec, VoidRec


@dataclass(frozen=True, slots=True)
class Scale:
    """How much larger the program's city is than the history's: ids, numbers and days are multiplied.

    Nothing that is counted depends on it, while columns keep numbers in types of very different width.
    """

    ids: int = 1
    days: int = 1

    def day(self, day: date) -> date:
        """The program's day for one of the history's."""
        return FIRST_DAY + (day - FIRST_DAY) * self.days

    def places(self) -> PlaceTable:
        """The table of the history's places."""
        district_of = {place: DISTRICT_OF.get(place) for place in PLACES}
        return PlaceTable.of({p * self.ids: d * self.ids if d else None for p, d in district_of.items()})

    def record(self, record: Record) -> Record:
        """The program's record for one of the history's."""
        changed: dict[str, Any] = {}
        for name in ("seq", "venue", "order_id", "sector", "agency", "parent", "loser", "winner"):
            number = getattr(record, name, None)
            if number is not None:
                changed[name] = number * self.ids
        for name in ("effective_on", "suspended_from", "reopened_on"):
            day = getattr(record, name, None)
            if day is not None:
                changed[name] = self.day(day)
        if isinstance(record, FactRec) and isinstance(record.value, int):
            changed["value"] = record.value * self.ids
        return replace(record, **changed)


NATURAL = Scale()


def stored_value(facet: str, value: str | int) -> int:
    """A record's value as the facts table stores it."""
    return number_of(Facet(facet), str(value)) if Facet(facet) in WORDS else int(value)


def columns_of(history: History, stops: Sequence[int] = (), scale: Scale = NATURAL) -> Columns:
    """The columns after every change, topped up at each of `stops` (change ids) and at the end."""
    records = [scale.record(record) for record in history.records]
    last_of = [end * scale.ids for end in history.ends]
    columns, done = Columns(), 0
    for stop in [*sorted({s for s in stops if 0 < s < len(last_of)}), len(last_of)]:
        upto = last_of[stop - 1] if stop else 0
        ends = [(change, last_of[change - 1]) for change in range(done + 1, stop + 1)]
        new = _packed([r for r in records if columns.seq < r.seq <= upto])
        told = _statements([r for r in records if r.seq <= upto])
        columns = extend(columns, upto, np.array(ends, dtype=np.int64).reshape(-1, 2), new, told)
        done = stop
    return columns


def _packed(records: Sequence[Record]) -> feed.Packed:
    facts = [r for r in records if isinstance(r, FactRec)]
    who = [
        (r.venue << 34)
        | ((r.scheme or 0) << 26)
        | (FACET_NUMBERS[Facet(r.facet)] << 22)
        | stored_value(r.facet, r.value)
        for r in facts
    ]
    when = [(r.seq << 22) | r.effective_on.toordinal() for r in facts]
    return feed.Packed(np.array(who, dtype=np.int64), np.array(when, dtype=np.int64))


def settings_of(record: SettingRec) -> SchemeSettings:
    """A record's exclusions as the settings of a scheme."""
    return SchemeSettings(exclusions=frozenset(map(Exclusion, record.exclusions)))


def _statements(records: Sequence[Record]) -> feed.Statements:
    return feed.Statements(
        tuple(feed.Void(r.seq, r.voided_change) for r in records if isinstance(r, VoidRec)),
        tuple(
            feed.ParentStatement(r.seq, r.change, r.agency, r.parent, r.effective_on.toordinal())
            for r in records
            if isinstance(r, ParentRec)
        ),
        tuple(
            feed.OrderStatement(
                r.seq,
                r.change,
                SectorOrder(r.order_id, r.sector, r.suspended_from, r.reopened_on, r.by_application, "公告"),
            )
            for r in records
            if isinstance(r, OrderRec)
        ),
        tuple(
            feed.SchemeStatement(
                r.seq, r.change, r.scheme, settings_of(r).as_stored(), r.effective_on.toordinal()
            )
            for r in records
            if isinstance(r, SettingRec)
        ),
        tuple(feed.Merge(r.seq, r.change, r.loser, r.winner) for r in records if isinstance(r, MergeRec)),
    )
