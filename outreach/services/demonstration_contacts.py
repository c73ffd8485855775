"""The demonstration's contact log, written down beside its facts; it adds none."""

from __future__ import annotations

from collections.abc import Mapping

from outreach.demo.agencies import COMMERCE
from outreach.demo.contacts import demo_contacts
from outreach.demo.model import DemoCity
from outreach.store.contact_log import add_entry
from outreach.store.engine import Connection
from outreach.store.reference import read_reference


def tell_contacts(connection: Connection, city: DemoCity, numbers: Mapping[int, int]) -> None:
    """Write every attempt; `numbers` are venue ids by the demonstration's own numbers."""
    reference = read_reference(connection)
    schemes = {scheme.code: scheme.id for scheme in reference.schemes.values()}
    agency = next(a.id for a in reference.agencies.values() if a.code == COMMERCE)
    for told in demo_contacts(city):
        add_entry(
            connection,
            venue_id=numbers[told.venue],
            scheme_id=schemes[told.scheme],
            agency_id=agency,
            on_day=told.on_day,
            way=told.way.value,
            outcome=told.outcome.value,
            note=told.note,
            next_action=told.next_action,
            next_on=told.next_on,
            not_before=told.not_before,
            owner_user_id=None,
            change_id=None,
            recorded_by=told.actor,
            recorded_user_id=None,
            recorded_at=told.recorded_at,
        )
