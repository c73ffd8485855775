"""The demonstration's meetings, each frozen as the facts stood when it was held; they add no fact."""

from __future__ import annotations

from collections import defaultdict

from outreach.demo.meetings import DemoEdition, DemoMeeting, demo_meetings
from outreach.demo.rounds import MANAGER
from outreach.figures.columns import Columns, top_up
from outreach.rules.editions import Item
from outreach.rules.rounds import NOT_REPORTED, Step, state_after
from outreach.services.meetings.freezing import counted
from outreach.store.changes import seq_at
from outreach.store.engine import Connection
from outreach.store.meetings import Kept, add_edition, add_meeting, meeting_by_number
from outreach.store.reference import Reference, read_reference
from outreach.store.rounds import all_rounds, steps_taken


def tell_meetings(connection: Connection) -> None:
    """Write every meeting with its editions; the rounds must be written before."""
    columns, reference = top_up(Columns(), connection), read_reference(connection)
    for told in demo_meetings():
        _tell(connection, columns, reference, told)


def _tell(connection: Connection, columns: Columns, reference: Reference, told: DemoMeeting) -> None:
    schemes = {scheme.code: scheme.id for scheme in reference.schemes.values()}
    add_meeting(
        connection,
        number=told.number,
        on_day=told.on_day,
        name=f"第{told.number}次主任秘書會報",
        items=[Item(schemes[scheme], kinds, day) for scheme, kinds, day in told.items],
        figures_only=False,
        by=MANAGER,
        user=None,
        now=told.opened_at,
    )
    row = meeting_by_number(connection, told.number)
    assert row is not None
    rounds = {one.name: one.id for one in all_rounds(connection)}
    for edition, frozen in enumerate(told.editions, 1):
        seq = seq_at(connection, frozen.frozen_at)
        kept = counted(columns, row, seq, reference, {})
        round_id = rounds.get(frozen.round)
        absent = {} if round_id is None else _absent(connection, round_id, frozen, kept)
        add_edition(
            connection,
            meeting=told.number,
            edition=edition,
            seq=seq,
            round_id=round_id,
            note=frozen.note,
            kept=Kept(kept.items, kept.names, absent),
            by=MANAGER,
            user=None,
            now=frozen.frozen_at,
        )


def _absent(connection: Connection, round_id: int, frozen: DemoEdition, kept: Kept) -> dict[int, str]:
    """Agencies with venues in the edition that had handed nothing in when it was frozen."""
    steps: dict[int, list[Step]] = defaultdict(list)
    for taken in steps_taken(connection, round_id=round_id):
        if taken.at <= frozen.frozen_at:
            steps[taken.agency_id].append(taken.step)
    asked = dict.fromkeys(agency for item in kept.items for agency in item.agencies if agency)
    return {agency: kept.names[agency] for agency in asked if state_after(steps[agency]) in NOT_REPORTED}
