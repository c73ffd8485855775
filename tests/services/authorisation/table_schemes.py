"""What is asked of functions about schemes: reading settings, adding a scheme, stating what holds for one."""

from __future__ import annotations

from outreach.rules.rate import Thresholds
from outreach.rules.schemes import SchemeSettings
from outreach.services.schemes import SpokenOf
from outreach.services.who import Right
from tests.services.authorisation import town
from tests.services.authorisation.arguments import same
from tests.services.authorisation.asked import Asked, Table
from tests.support.builders import MYCODE

_SCHEME = {"scheme": same(MYCODE)}

SCHEMES: Table = {
    "schemes.reading.schemes_told": Asked(Right.SEE_FIGURES),
    "schemes.reading.settings_history": Asked(Right.READ_MEETINGS, _SCHEME, everywhere=True),
    "schemes.stating.add_scheme": Asked(
        Right.STEER,
        {
            "code": same("winter_gift"),
            "spoken": same(SpokenOf("冬季好禮券")),
            "settings": same(SchemeSettings()),
        },
        everywhere=True,
    ),
    "schemes.stating.state_settings": Asked(
        Right.STEER,
        {
            **_SCHEME,
            "settings": same(SchemeSettings(thresholds=Thresholds(small_base=7))),
            "effective_on": same(town.TODAY),
        },
        everywhere=True,
    ),
    "schemes.stating.speak_of": Asked(
        Right.STEER, {**_SCHEME, "spoken": same(SpokenOf("台北通實聯制"))}, everywhere=True
    ),
    "schemes.stating.set_category": Asked(
        Right.STEER, {**_SCHEME, "category": same("D"), "name": same("夜市")}, everywhere=True
    ),
}
