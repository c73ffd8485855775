"""What is asked of the weekly digests: managers run them, administrators say where they go."""

from __future__ import annotations

from datetime import timedelta

from outreach.rules.digest import Due, last_whole_week
from outreach.services.digest import MailSettings, To
from outreach.services.who import Right
from tests.services.authorisation import town
from tests.services.authorisation.arguments import same
from tests.services.authorisation.asked import Asked, Table
from tests.support.builders import COMMERCE

_WEEK = last_whole_week(town.TODAY)
_WEEKS = Due(_WEEK, _WEEK - timedelta(days=7))
_SETTINGS = MailSettings("127.0.0.1", 9, "none", "", "", "outreach@city.example", 1)
_NOTHING = same(())

DIGEST: Table = {
    "digest.content.agency_state": Asked(Right.STEER, {"weeks": same(_WEEKS)}, everywhere=True),
    "digest.content.city_state": Asked(Right.STEER, {"weeks": same(_WEEKS)}, everywhere=True),
    "digest.mailboxes.mailboxes": Asked(Right.ADMINISTER, everywhere=True),
    "digest.mailboxes.set_mailbox": Asked(
        Right.ADMINISTER,
        {"agency": same(COMMERCE), "address": same("office@agency.example")},
        everywhere=True,
    ),
    "digest.running.again": Asked(
        Right.STEER,
        {"agency": same(COMMERCE)},
        everywhere=True,
        nobody="the town has written no digest yet",
    ),
    "digest.running.history": Asked(Right.STEER, everywhere=True),
    "digest.running.prepare": Asked(
        Right.STEER, {"to": same(To.AGENCIES), "mailed": same(False)}, everywhere=True
    ),
    "digest.running.send": Asked(
        Right.STEER,
        {"digests": _NOTHING, "settings": same(_SETTINGS), "clock": same(lambda: town.NOW)},
        everywhere=True,
    ),
    "digest.running.take_down": Asked(Right.STEER, {"digests": _NOTHING}, everywhere=True),
}
