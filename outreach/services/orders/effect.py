"""What an order would do to every agency's figures before it is stated, and 試算: what if a sector opened.

Both suppose statements and let `figures.supposing` judge every venue again; nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from outreach.figures.orders import known_orders
from outreach.figures.positions import Dimension, Where
from outreach.figures.schemes import first_level
from outreach.figures.supposing import Crossing, Supposed, next_order_id
from outreach.rules.orders import SectorOrder, held, in_force
from outreach.rules.rate import Tally, Thresholds
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet, Kind
from outreach.services.city import City
from outreach.services.coverage import name_of
from outreach.services.naming import find
from outreach.services.orders.stating import check_statement, own_sector
from outreach.services.orders.telling import Statement
from outreach.services.who import Right, Who
from outreach.store.codes import number_of
from outreach.store.engine import reading
from outreach.store.orders import order_rows
from outreach.store.reference import Named, Reference, Sector


class NoSectorNamed(Refusal, ValueError):
    """A what-if about no sector."""

    template = "試算須選一個以上的行業；請選擇，例如視聽歌唱業（ktv）。"


@dataclass(frozen=True, slots=True)
class EffectRow:
    """A first-level agency with its subordinates, or one of those (in `inside`), before and after."""

    id: int
    key: str
    name: str
    before: Tally
    after: Tally
    entering: int
    leaving: int
    inside: tuple[EffectRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes under a scheme on a day; `rows` are the agencies whose figures change, by code.

    No `kinds` means all. `open` kinds are shown as 加入家數 without a rate. `total` is the whole city's,
    `unchanged` how many agencies' figures stay.
    """

    scheme: Named
    kinds: tuple[Kind, ...]
    open: bool
    day: date
    rows: tuple[EffectRow, ...]
    unchanged: int
    total: EffectRow
    thresholds: Thresholds


@dataclass(frozen=True, slots=True)
class Preview:
    """A statement that nobody has made yet: what it would supersede, and its effects by scheme and day."""

    sector: Sector
    order: SectorOrder
    supersedes: Statement | None
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Sectors supposed open from a day, for all; `orders` is what would have to be stated for it.

    `unordered` are sectors that no order holds shut on that day, so that nothing is to be opened.
    """

    sectors: tuple[Sector, ...]
    on: date
    orders: tuple[SectorOrder, ...]
    unordered: tuple[Sector, ...]
    effects: tuple[Effect, ...]


def preview(
    city: City,
    who: Who,
    sector: str,
    suspended_from: date,
    *,
    document: str,
    reopened_on: date | None = None,
    by_application: bool = False,
    today: date,
) -> Preview:
    """The effect of a statement on its own days and today; nothing is written.

    Raises what `orders.state_order` would raise.
    """
    who.must(Right.ORDER)
    check_statement(suspended_from, reopened_on, by_application, document)
    reference = city.reference()
    found = own_sector(reference, who, sector)
    with reading(city.engine) as connection:
        rows = [
            row
            for row in order_rows(connection)
            if (row.sector_id, row.suspended_from) == (found.id, suspended_from)
        ]
    number = rows[0].order_id if rows else next_order_id(city.figures.columns())
    order = SectorOrder(number, found.id, suspended_from, reopened_on, by_application, document.strip())
    standing = [row for row in rows if row.voided_by is None]
    days = sorted({suspended_from, reopened_on or suspended_from, today})
    return Preview(
        found,
        order,
        Statement.of(standing[-1]) if standing else None,
        tuple(e for day in days for e in _effects(city, reference, (order,), day)),
    )


def what_if(city: City, who: Who, sectors: Sequence[str], *, on: date) -> WhatIf:
    """試算: the figures of a day were these sectors open from it on, for all; nothing is written.

    Raises `NotAllowed`, `NoSectorNamed` and the refusals of `naming`.
    """
    who.must(Right.ORDER)
    reference = city.reference()
    meant = {s.id: s for s in (find(reference.sectors, text, "行業") for text in sectors)}
    if not meant:
        raise NoSectorNamed
    known = known_orders(city.figures.columns(), None)
    supposed: list[SectorOrder] = []
    unordered: list[Sector] = []
    for sector in meant.values():
        order = in_force(known, sector.id, on)
        if order is None or not held(order, None, on):
            unordered.append(sector)
        else:
            supposed.append(replace(order, reopened_on=on, by_application=False))
    orders = tuple(supposed)
    return WhatIf(
        tuple(meant.values()), on, orders, tuple(unordered), tuple(_effects(city, reference, orders, on))
    )


def _effects(city: City, reference: Reference, orders: tuple[SectorOrder, ...], day: date) -> list[Effect]:
    """By scheme, what these orders change on a day; a scheme with open kinds has those apart."""
    found = []
    for scheme in reference.schemes.values():
        settings = city.figures.settings(scheme.id, day)
        rated = tuple(k for k in Kind if k not in settings.open_kinds)
        shown_open = tuple(k for k in Kind if k in settings.open_kinds)
        for kinds, is_open in ((rated, False), (shown_open, True)):
            if kinds:
                some = () if len(kinds) == len(Kind) else kinds
                found.append(
                    _effect(city, reference, scheme, some, is_open, orders, day, settings.thresholds)
                )
    return found


def _effect(
    city: City,
    reference: Reference,
    scheme: Named,
    kinds: tuple[Kind, ...],
    is_open: bool,
    orders: tuple[SectorOrder, ...],
    day: date,
    thresholds: Thresholds,
) -> Effect:
    where: Where = tuple((Dimension.KIND, number_of(Facet.KIND, kind)) for kind in kinds)
    own = city.figures.supposing(orders, scheme.id, day, Dimension.AGENCY, where)
    parents = city.figures.parents(day)
    whole = own.rolled_up(parents)
    inside = _rows(reference, scheme, own)
    rows = []
    for row in _rows(reference, scheme, whole):
        below = tuple(r for r in inside if r.key and first_level(r.id, parents) == row.id)
        rows.append(replace(row, inside=below if any(r.id != row.id for r in below) else ()))
    crossing = sum(whole.crossing.values(), Crossing())
    total = EffectRow(0, "", "", whole.before.total, whole.after.total, crossing.entering, crossing.leaving)
    agencies = {i for i in whole.before.rows if i}
    unchanged = len(agencies - {row.id for row in rows})
    return Effect(scheme, kinds, is_open, day, tuple(rows), unchanged, total, thresholds)


def _rows(reference: Reference, scheme: Named, supposed: Supposed) -> list[EffectRow]:
    """The groups whose figures change, in order of code, what has no agency last."""
    rows = []
    for group, after in supposed.after.rows.items():
        before = supposed.before.rows.get(group, Tally())
        if before != after:
            key, name = name_of(reference, scheme.id, Dimension.AGENCY, group)
            crossing = supposed.crossing.get(group, Crossing())
            rows.append(EffectRow(group, key, name, before, after, crossing.entering, crossing.leaving))
    return sorted(rows, key=lambda r: (r.key == "", r.key))
