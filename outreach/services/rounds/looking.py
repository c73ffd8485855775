"""What every service of rounds looks up first: the round, whose list is meant, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from outreach.rules.dates import today_in_taipei
from outreach.rules.rounds import State, is_late, state_after
from outreach.rules.vocabulary import Kind
from outreach.services.city import City, opening_day
from outreach.services.reach import must_reach_agency
from outreach.services.rounds.model import Round, RoundItem, TakenStep
from outreach.services.rounds.refusals import NoAgency, NoSuchRound
from outreach.services.who import Right, Who
from outreach.store.engine import Connection
from outreach.store.reference import Reference
from outreach.store.rounds import RoundRow, StepRow, round_by_id


def round_row(connection: Connection, round_id: int) -> RoundRow:
    """The stored round. Raises `NoSuchRound`."""
    row = round_by_id(connection, round_id)
    if row is None:
        raise NoSuchRound(round=round_id)
    return row


def round_told(row: RoundRow, reference: Reference) -> Round:
    """A stored round as people speak of it."""
    items = tuple(
        RoundItem(
            reference.schemes[item.scheme_id].code,
            reference.schemes[item.scheme_id].name,
            in_order(item.kinds),
        )
        for item in row.items
    )
    return Round(
        row.id,
        row.name,
        row.as_of,
        row.deadline,
        row.opened_by,
        row.opened_at,
        row.closed_by,
        row.closed_at,
        items,
    )


def in_order(kinds: Iterable[Kind]) -> tuple[Kind, ...]:
    """Kinds in the order in which people name them: 轄管場館, 店家."""
    found = set(kinds)
    return tuple(kind for kind in (Kind.CITY_VENUE, Kind.SHOP) if kind in found)


def agency_meant(city: City, who: Who, right: Right, agency: int | None, day: date, what: str) -> int:
    """The agency (an id) whose list is meant, the asker's own unless told otherwise.

    Raises `NotAllowed`, `NoAgency` and `reach.OtherAgency`.
    """
    who.must(right)
    meant = who.agency if agency is None else agency
    if meant is None:
        raise NoAgency(what=what)
    must_reach_agency(city, who, right, meant, day)
    return meant


def agency_name(reference: Reference, agency: int) -> str:
    """Short name of an agency."""
    found = reference.agencies.get(agency)
    return str(agency) if found is None else found.short_name or found.name


def standing_of(steps: Iterable[StepRow]) -> State:
    """How an agency stands after its steps in one round, oldest first."""
    return state_after(row.step for row in steps)


def steps_told(city: City, row: RoundRow, steps: Sequence[StepRow]) -> tuple[TakenStep, ...]:
    """Steps of one agency in a round, oldest first."""
    return tuple(
        TakenStep(
            s.id,
            s.step,
            s.by,
            s.at,
            s.words,
            s.seq,
            s.nothing_changed,
            is_late(row.deadline, day_of(city, s.at)),
        )
        for s in steps
    )


def day_of(city: City, moment: datetime) -> date:
    """The city's day at a moment; in a demonstration, whose days are past, the one that pages open on."""
    day = today_in_taipei(moment)
    return opening_day(city, day) if city.is_demonstration() else day
