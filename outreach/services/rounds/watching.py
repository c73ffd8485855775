"""Who has handed in and who has not, and when each agency's list was last confirmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from outreach.figures.positions import Dimension
from outreach.rules.rounds import State, Step, days_left
from outreach.services.city import City
from outreach.services.reach import agencies_within
from outreach.services.rounds.looking import agency_name, round_row, standing_of, steps_told
from outreach.services.rounds.model import AgencyStanding, Confirmation, OpenRound
from outreach.services.rounds.since import any_venue, conditions_of_item
from outreach.services.who import Right, Who
from outreach.store.changes import seq_at
from outreach.store.engine import Connection, reading
from outreach.store.rounds import RoundRow, StepRow, all_rounds, steps_taken


def progress(city: City, who: Who, round_id: int) -> tuple[AgencyStanding, ...]:
    """Every agency that a round asks, by code, and how it stands.

    Asked is whoever has a venue on one of the lists on the round's day (as known when the round ended,
    where it has), or has taken a step. The words of a step may speak of venues, and are told to who may see
    the agency's. Raises `NoSuchRound`.
    """
    who.must(Right.READ_MEETINGS)
    with reading(city.engine) as connection:
        row = round_row(connection, round_id)
        steps: dict[int, list[StepRow]] = defaultdict(list)
        for step in steps_taken(connection, round_id=round_id):
            steps[step.agency_id].append(step)
        asked = _asked(city, connection, row) | steps.keys()
    reference = city.reference()
    known = sorted(asked & reference.agencies.keys(), key=lambda i: reference.agencies[i].code)
    within = agencies_within(city, who, Right.SEE_VENUES, row.as_of)
    standings = (_standing(city, row, agency, steps[agency]) for agency in known)
    return tuple(one if within is None or one.agency in within else _wordless(one) for one in standings)


def _wordless(standing: AgencyStanding) -> AgencyStanding:
    last = standing.last
    return replace(standing, last=None if last is None else replace(last, words=""))


def non_reporters(city: City, who: Who, round_id: int) -> tuple[AgencyStanding, ...]:
    """未填報機關: agencies asked of whom nothing lies with the approver or is confirmed, by code."""
    return tuple(one for one in progress(city, who, round_id) if one.not_reported)


def _asked(city: City, connection: Connection, row: RoundRow) -> set[int]:
    known = None if row.closed_at is None else seq_at(connection, row.closed_at)
    found: set[int] = set()
    for item in row.items:
        positions = city.figures.positions(item.scheme_id, row.as_of, known)
        for where in conditions_of_item(item):
            mine = positions.dimension(Dimension.AGENCY)[positions.selected(where)]
            found.update(int(i) for i in np.unique(mine) if i)
    return found


def _standing(city: City, row: RoundRow, agency: int, steps: list[StepRow]) -> AgencyStanding:
    taken = steps_told(city, row, steps)
    handed_in = [step for step in taken if step.step is Step.SUBMITTED]
    state = standing_of(steps)
    late = state in (State.SUBMITTED, State.CONFIRMED) and handed_in[-1].late
    reference = city.reference()
    return AgencyStanding(
        agency,
        reference.agencies[agency].code,
        agency_name(reference, agency),
        state,
        late,
        taken[-1] if taken else None,
    )


def last_confirmed(city: City, who: Who, known_at: int | None = None) -> Mapping[int, Confirmation]:
    """By agency (id): when its list was last confirmed; one sent back afterwards is not. None: left out.

    As known at a number, lists handed in after it are not looked at, whatever became of them.
    """
    who.must(Right.SEE_FIGURES)
    with reading(city.engine) as connection:
        by_id = {row.id: row for row in all_rounds(connection)}
        steps: dict[tuple[int, int], list[StepRow]] = defaultdict(list)
        for step in steps_taken(connection):
            if known_at is None or step.seq <= known_at:
                steps[step.agency_id, step.round_id].append(step)
    found: dict[int, tuple[int, Confirmation]] = {}
    for (agency, round_id), taken in steps.items():
        if standing_of(taken) is not State.CONFIRMED:
            continue
        last, row = taken[-1], by_id[round_id]
        if agency not in found or last.id > found[agency][0]:
            found[agency] = last.id, Confirmation(last.at, last.by, row.name, row.as_of)
    return {agency: confirmation for agency, (_number, confirmation) in found.items()}


def open_round_of(city: City, who: Who, today: date) -> OpenRound | None:
    """The open round that waits for the asker's agency: one not confirmed first, then the nearest deadline.

    None where no open round asks the agency anything, or the asker has none.
    """
    who.must(Right.SEE_FIGURES)
    if who.agency is None:
        return None
    found: list[tuple[bool, date, int, OpenRound]] = []
    with reading(city.engine) as connection:
        for row in all_rounds(connection):
            if row.closed_at is not None:
                continue
            steps = steps_taken(connection, round_id=row.id, agency_id=who.agency)
            if not steps and not any_venue(city, row.items, row, who.agency):
                continue
            state, left = standing_of(steps), days_left(row.deadline, today)
            waits = OpenRound(row.id, row.name, row.as_of, row.deadline, left, state)
            found.append((state is State.CONFIRMED, row.deadline, row.id, waits))
    return min(found)[3] if found else None
