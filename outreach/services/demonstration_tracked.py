"""The demonstration's tracked items, written down beside its facts; they add none."""

from __future__ import annotations

from outreach.demo.meetings import demo_meetings
from outreach.demo.rounds import MANAGER
from outreach.demo.tracked import LEGAL, demo_decisions, demo_items, demo_reports
from outreach.rules.tracking import ItemNumber, Part
from outreach.store.engine import Connection
from outreach.store.reference import put_agency, read_reference
from outreach.store.tracking import add_decision, add_item, add_report


def tell_tracked(connection: Connection) -> None:
    """Write every item with its agencies, what was reported and decided; 法務局 is made for 211-2."""
    put_agency(connection, LEGAL.code, LEGAL.name, LEGAL.short_name)
    reference = read_reference(connection)
    schemes = {scheme.code: scheme.id for scheme in reference.schemes.values()}
    agencies = {agency.code: agency.id for agency in reference.agencies.values()}
    names = {agency.code: agency.short_name for agency in reference.agencies.values()}
    # Older meetings' items were entered when the first meeting held here was prepared.
    opened = {told.number: told.opened_at for told in demo_meetings()}
    first = min(opened)
    items: dict[tuple[int, int], int] = {}
    for item in demo_items():
        number = ItemNumber(item.meeting, item.sequence)
        items[number] = add_item(
            connection,
            number=number,
            conclusion=item.conclusion,
            scheme_id=schemes[item.scheme] if item.scheme else None,
            kinds=item.kinds,
            agencies=[
                *((agencies[code], Part.LEAD) for code in item.lead),
                *((agencies[code], Part.ASSISTING) for code in item.assisting),
            ],
            times_before=item.times_before,
            by=MANAGER,
            user=None,
            now=opened[max(item.meeting, first)],
        )
    for report in demo_reports():
        add_report(
            connection,
            item_id=items[report.item],
            agency_id=agencies[report.agency],
            meeting_number=report.meeting,
            progress=report.progress,
            due_on=report.due_on,
            reported_by=f"{names[report.agency]}主任秘書",
            reported_user_id=None,
            reported_at=report.at,
        )
    for decision in demo_decisions():
        add_decision(
            connection,
            item_id=items[decision.item],
            agency_id=agencies[decision.agency],
            meeting_number=decision.meeting,
            decision=decision.decision.value,
            words=decision.words,
            recorded_by=MANAGER,
            recorded_user_id=None,
            recorded_at=decision.at,
        )
