"""What is asked of functions of the map that compare days and play weeks."""

from __future__ import annotations

from outreach.services.map_layers import Layer
from outreach.services.who import Right
from tests.services.authorisation import town
from tests.services.authorisation.arguments import same
from tests.services.authorisation.asked import Asked, Table, Whoever
from tests.support.builders import FIRST_DAY

_CITY, _VILLAGES = {"district": same(None)}, {"district": same(town.DISTRICT)}
_CHANGE, _JOINED = {"layer": same(Layer.CHANGE)}, {"layer": same(Layer.JOINED_CHANGE)}

MAP: Table = {
    "map_change.checked_day": Asked(Right.SEE_PUBLIC, {"than": same(FIRST_DAY)}),
    "map_change.last_sitting": Asked(Right.READ_MEETINGS),
    "map_change.usual_day": Asked(Right.SEE_PUBLIC),
    "map_weeks.weeks": Asked(Right.SEE_PUBLIC),
    "map_weeks.weeks (of villages)": Asked(Right.SEE_FIGURES, _VILLAGES),
    "mapping.area_tallies": Asked(Right.SEE_PUBLIC, _CITY),
    "mapping.area_tallies (of villages)": Asked(Right.SEE_FIGURES, _VILLAGES),
    "mapping.areas (on two days)": Asked(Right.SEE_PUBLIC, _CHANGE),
    "mapping.areas (of villages on two days)": Asked(Right.SEE_FIGURES, {**_CHANGE, **_VILLAGES}),
    "mapping.areas (who joined in villages on two days)": Asked(Right.SEE_PUBLIC, {**_JOINED, **_VILLAGES}),
    "mapping.joined_alone": Asked(Whoever.ANYBODY, _VILLAGES),
    "mapping.open_conditions": Asked(Right.SEE_PUBLIC, {"where": same(())}),
}
