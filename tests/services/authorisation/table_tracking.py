"""What is asked of functions about tracked items."""

from __future__ import annotations

from outreach.services.who import Right
from tests.services.authorisation.arguments import same
from tests.services.authorisation.asked import Asked, Table, Whoever

_NONE_YET = "the town tracks nothing"
_OWN = "an approver reports for its own agency alone, and whoever only looks reports nothing"

TRACKING: Table = {
    "tracking.opening.open_item": Asked(
        Right.STEER,
        {"conclusion": same("請持續推廣"), "lead": same(("COM",))},
        everywhere=True,
    ),
    "tracking.opening.withdraw_item": Asked(
        Right.STEER, {"item": same("212-1")}, everywhere=True, nobody=_NONE_YET
    ),
    "tracking.reading.item_history": Asked(Right.READ_MEETINGS, {"item": same("212-1")}, nobody=_NONE_YET),
    "tracking.reading.tracked": Asked(Right.READ_MEETINGS),
    "tracking.reading.tracked_items": Asked(Right.READ_MEETINGS),
    "tracking.saying.decide": Asked(Right.STEER, {"decisions": same(())}, everywhere=True),
    "tracking.saying.may_report": Asked(Whoever.ANYBODY),
    "tracking.saying.report": Asked(Right.READ_MEETINGS, {"reports": same(())}, own_only=_OWN),
}
