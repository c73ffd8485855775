"""Arguments by the names that parameters have everywhere; a line of the table adds what is its own."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from outreach.rules.vocabulary import Facet, Kind
from outreach.services.city import known_at
from outreach.services.imports.model import Options, Plan
from outreach.services.imports.plan import plan_import
from outreach.services.imports.reading import ReadFile, read_file
from outreach.services.map_layers import Layer
from outreach.services.mapping import Question
from outreach.services.recording import Said
from outreach.services.signing_in import Origin, sign_in
from outreach.services.who import Right
from tests.services.authorisation import town
from tests.services.authorisation.asked import Asked, Call, Made, function_of
from tests.services.authorisation.services import parameters
from tests.support.accounts import PASSWORD
from tests.support.builders import CULTURE, FIRST_DAY, MYCODE

_SHEET = (
    "店家編號,店家名稱,地址,參與狀態,備註,生效日期\n"
    f"{town.VENUE},隱密牛肉麵小吃館,{town.HERE},已加入,換人接洽,2021-10-19\n"
)
OPTIONS = Options(MYCODE, None, town.TODAY)


def same(value: object) -> Made:
    """An argument that is the same in every call."""
    return lambda _call: value


def a_sheet() -> ReadFile:
    """A sheet that names a venue of 商業處 by its number, whoever hands it in."""
    return read_file(_SHEET.encode(), "清單.csv", OPTIONS)


def plan_of_the_agency(call: Call) -> Plan:
    """What the sheet would do in the hands of the venue's own agency: a plan that another must not apply."""
    return plan_import(call.town.city, town.person("li"), a_sheet(), OPTIONS, today=town.TODAY)


def a_question(call: Call) -> Question:
    """What a map asks."""
    return Question(MYCODE, town.TODAY, known_at(call.town.city, None))


def token_of(call: Call) -> str:
    """The session of whoever asks; of who has no account, nonsense."""
    if call.who.user is None:
        return "nonsense"
    name = town.PEOPLE[call.who.user - 1][0]
    return sign_in(call.town.city, name, PASSWORD, Origin("192.0.2.7"), now=town.NOW).token


#: By name; a parameter with a usual value that is not here is left out.
USUAL: Mapping[str, Made] = {
    "city": lambda call: call.town.city,
    "engine": lambda call: call.town.city.engine,
    "who": lambda call: call.who,
    "connection": lambda call: call.connection,
    "scheme": same(MYCODE),
    "as_of": same(town.TODAY),
    "day": same(town.TODAY),
    "today": same(town.TODAY),
    "now": same(town.NOW),
    "first": same(FIRST_DAY),
    "last": same(town.TODAY),
    "first_day": same(town.TODAY),
    "last_day": same(town.TODAY),
    "effective_on": same(town.TODAY),
    "on_day": same(town.TODAY),
    "usual": same(town.TODAY),
    "venue_id": same(town.VENUE),
    "venue_ids": same((town.VENUE,)),
    "ids": same((town.VENUE,)),
    "one": same(town.VENUE),
    "other": same(town.TWIN),
    "winner_id": same(town.VENUE),
    "loser_id": same(town.TWIN),
    "change_id": lambda call: call.town.change,
    "change_ids": lambda call: (call.town.change,),
    "round_id": same(town.ROUND),
    "transfer_id": same(town.TRANSFER),
    "row_id": same(town.WAITING),
    "entry_id": same(town.ENTRY),
    "report_id": same(town.REPORT),
    "question_id": same(town.QUESTION),
    "number": same(town.MEETING),
    "agency": same(town.COM),
    "version": same(None),
    "right": same(Right.SEE_VENUES),
    "reason": same("重新整理"),
    "words": same("請補進度"),
    "text": same("臺北市中山區中央里"),
    "texts": same(("臺北市中山區中央里",)),
    "kinds": same(tuple[Kind, ...]()),
    "question": a_question,
    "village": same(town.VILLAGE),
    "layer": same(Layer.OUTSTANDING),
    "said": same((Said(town.VENUE, {Facet.PARTICIPATION: "joined"}, town.TODAY),)),
    "summary": same("測試"),
    "to_agency": same(CULTURE),
    "options": same(OPTIONS),
    "read": lambda _call: a_sheet(),
    "plan": plan_of_the_agency,
    "token": token_of,
    "name": same("li"),
    "path": lambda call: call.folder / "kept.outreach",
    "part": same(None),
    "deadline": same(town.TODAY + timedelta(days=9)),
}

#: Parameters by which a call names something of 商業處's.
NAMING = frozenset(
    {
        "venue_id", "venue_ids", "ids", "one", "other", "winner_id", "loser_id", "change_id", "round_id",
        "transfer_id", "row_id", "entry_id", "agency", "said", "plan", "sector",
        "report_id", "question_id",
    }
)  # fmt: skip


def arguments(line: str, asked: Asked, call: Call) -> dict[str, Any]:
    """Everything that a call of the line's function is given, by name."""
    made: dict[str, Any] = {}
    for name, parameter in parameters(function_of(line)).items():
        make = asked.arguments.get(name, USUAL.get(name))
        if make is not None and (name in asked.arguments or _needed(name, parameter)):
            made[name] = make(call)
    return made


def _needed(name: str, parameter: inspect.Parameter) -> bool:
    # Whose list is meant is always told: the asker's own is not what others might try.
    return parameter.default is inspect.Parameter.empty or name == "agency"


def names_something(line: str, asked: Asked) -> bool:
    """Whether the call names something of 商業處's, so that others must be refused."""
    told = {n for n, p in parameters(function_of(line)).items() if n in asked.arguments or _needed(n, p)}
    return bool(NAMING & told)
