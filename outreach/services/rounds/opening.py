"""Opening and closing rounds, and the list of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from outreach.rules.dates import roc
from outreach.rules.rounds import Item
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.naming import scheme_named
from outreach.services.rounds.looking import round_row, round_told
from outreach.services.rounds.model import Round
from outreach.services.rounds.refusals import (
    DeadlineTooEarly,
    NameTaken,
    NothingAskedFor,
    RoundUnnamed,
)
from outreach.services.who import Right, Who
from outreach.store.engine import reading, writing
from outreach.store.reference import read_reference
from outreach.store.rounds import RoundRow, add_round, all_rounds, end_round

LONGEST_NAME = 80


def open_round(
    city: City,
    who: Who,
    name: str,
    as_of: date,
    deadline: date,
    items: Sequence[tuple[str, Iterable[Kind]]],
    *,
    now: datetime,
) -> int:
    """Open a round about schemes (codes or names), each with the kinds of venue meant; its number.

    No kinds means all. Opening the very same round again, as by a double click, gives the one that is
    open. Raises `RoundUnnamed`, `DeadlineTooEarly`, `NothingAskedFor`, `NameTaken` and those of `naming`.
    """
    who.must_everywhere(Right.STEER)
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME:
        raise RoundUnnamed(name=plain if len(plain) <= LONGEST_NAME else plain[:LONGEST_NAME] + "…")
    if deadline < as_of:
        raise DeadlineTooEarly(deadline=roc(deadline), as_of=roc(as_of))
    with writing(city.engine) as connection:
        reference = read_reference(connection)
        asked = [Item(scheme_named(reference, scheme).id, frozenset(kinds)) for scheme, kinds in items]
        if not asked or len({item.scheme_id for item in asked}) < len(asked):
            raise NothingAskedFor(schemes="、".join(scheme for scheme, _kinds in items) or "（未選）")
        for row in all_rounds(connection):
            if row.closed_at is None and row.name == plain:
                if _same(row, as_of, deadline, asked):
                    return row.id
                raise NameTaken(name=plain, by=row.opened_by)
        return add_round(
            connection,
            name=plain,
            as_of=as_of,
            deadline=deadline,
            items=asked,
            by=who.name,
            user=who.user,
            now=now,
        )


def _same(row: RoundRow, as_of: date, deadline: date, items: Iterable[Item]) -> bool:
    return (row.as_of, row.deadline, set(row.items)) == (as_of, deadline, set(items))


def close_round(city: City, who: Who, round_id: int, *, now: datetime) -> Round:
    """End a round, for all agencies; one that has ended stays as it ended. Raises `NoSuchRound`."""
    who.must_everywhere(Right.STEER)
    with writing(city.engine) as connection:
        if round_row(connection, round_id).closed_at is None:
            end_round(connection, round_id, by=who.name, user=who.user, now=now)
        return round_told(round_row(connection, round_id), read_reference(connection))


def rounds(city: City, who: Who) -> tuple[Round, ...]:
    """Every round, the newest first."""
    who.must(Right.SEE_FIGURES)
    reference = city.reference()
    with reading(city.engine) as connection:
        return tuple(round_told(row, reference) for row in all_rounds(connection))
