"""A small city with people of two agencies, whose attempts to reach venues are logged."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from outreach.rules.vocabulary import Facet
from outreach.services.contact_entries import Entry, entries_of
from outreach.services.contact_log import Logged, log_contact
from outreach.services.venues import venue_history
from outreach.services.who import Role, Who
from tests.support.accounts import Office
from tests.support.builders import ADMINISTRATOR, MYCODE, SmallCity, small_city

TODAY = date(2021, 10, 20)
#: Agencies by their numbers, as a city that is set up gives them.
COM, CUL = 2, 3
LI = Who("李承辦", Role.OFFICER, 1, COM)
ZHOU = Who("周核定", Role.APPROVER, 2, COM)
LIN = Who("林承辦", Role.OFFICER, 3, CUL)


def city_of(office: Office) -> SmallCity:
    """The small city with the office's accounts."""
    small = small_city(office.city.engine.url.render_as_string(hide_password=False))
    small.clerk.now = datetime(2021, 10, 20, 1, 0, tzinfo=UTC)
    return small


def log(small: SmallCity, who: Who, venue: int, outcome: str = "reached", **more: Any) -> Logged:
    """Log a visit of today, unless told otherwise."""
    told = {"scheme": MYCODE, "on_day": TODAY, "way": "visit", **more}
    return log_contact(small.city, who, venue, outcome=outcome, now=small.clerk.tick(), today=TODAY, **told)


def entries(small: SmallCity, who: Who, venue: int) -> tuple[Entry, ...]:
    """What somebody reads of a venue's log."""
    return entries_of(small.city, who, venue, now=small.clerk.tick(), today=TODAY)


def stage(small: SmallCity, venue: int, scheme: str = "台北通 myCode+") -> str:
    """How far a venue is today."""
    for line in venue_history(small.city, ADMINISTRATOR, venue, today=TODAY).lines:
        if line.fact.facet is Facet.PARTICIPATION and line.scheme == scheme and line.fact.voided_by is None:
            return line.value
    return "not_contacted"
