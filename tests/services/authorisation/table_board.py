"""What is asked of functions about the managers' board: causes and remedies, both schemes side by side."""

from __future__ import annotations

from outreach.services.who import Right
from tests.services.authorisation.arguments import same
from tests.services.authorisation.asked import Asked, Table, Whoever

_CODE = {"agency": same("COM")}
_OWN = "an approver states its own agency's alone, and whoever only looks states nothing"

BOARD: Table = {
    "board.board": Asked(Right.READ_MEETINGS),
    "lines.line": Asked(Right.SEE_FIGURES, _CODE, others="counts name no venue"),
    "lines.marks": Asked(Right.READ_MEETINGS),
    "newer.lies_ahead": Asked(Right.SEE_FIGURES, {"text": same("999999")}),
    "newer.newer": Asked(Right.SEE_FIGURES, {"known_at": same(1)}),
    "remedies.may_state": Asked(Whoever.ANYBODY),
    "remedies.state_remedy": Asked(
        Right.READ_MEETINGS, {**_CODE, "cause": same("整修"), "remedy": same("再訪")}, own_only=_OWN
    ),
    "remedies.remedies": Asked(Right.READ_MEETINGS),
    "remedies.remedy_history": Asked(Right.READ_MEETINGS, _CODE),
}
