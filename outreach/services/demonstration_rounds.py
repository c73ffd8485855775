"""The demonstration's reporting rounds, written down beside its facts; they add none."""

from __future__ import annotations

from outreach.demo.rounds import MANAGER, DemoRound, demo_rounds
from outreach.rules.rounds import Item, Step
from outreach.store.changes import seq_at
from outreach.store.engine import Connection
from outreach.store.reference import read_reference
from outreach.store.rounds import add_round, add_step, end_round


def tell_rounds(connection: Connection) -> None:
    """Write every round, each list as known at the moment it was handed in."""
    for told in demo_rounds():
        _tell(connection, told)


def _tell(connection: Connection, told: DemoRound) -> None:
    reference = read_reference(connection)
    schemes = {scheme.code: scheme.id for scheme in reference.schemes.values()}
    agencies = {agency.code: agency.id for agency in reference.agencies.values()}
    number = add_round(
        connection,
        name=told.name,
        as_of=told.as_of,
        deadline=told.deadline,
        items=[Item(schemes[scheme], kinds) for scheme, kinds in told.items],
        by=MANAGER,
        user=None,
        now=told.opened_at,
    )
    handed_in: dict[str, int] = {}
    for step in told.steps:
        if step.step is Step.SUBMITTED:
            handed_in[step.agency] = seq_at(connection, step.at)
        add_step(
            connection,
            round_id=number,
            agency_id=agencies[step.agency],
            step=step.step,
            seq=handed_in[step.agency],
            now=step.at,
            by=step.actor,
            user=None,
            words=step.words,
        )
    if told.closed_at is not None:
        end_round(connection, number, by=MANAGER, user=None, now=told.closed_at)
