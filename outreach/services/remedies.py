"""原因與改善措施: why an agency is behind, and what it does about it.

Managers state them for any agency, an approver for its own. Nothing is overwritten: the latest holds, and the
earlier ones can be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from outreach.rules.masking import mask
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.naming import find
from outreach.services.reach import OtherAgency
from outreach.services.who import Extent, Right, Who
from outreach.store.engine import reading, writing
from outreach.store.remedies import RemedyRow, add_remedy, remedies_stated

#: One statement: agency (id), cause, remedy, by, at.
Remedy = RemedyRow
#: Characters of a cause, and of a remedy.
LONGEST_REMEDY = 500


class RemedyWordsMissing(Refusal, ValueError):
    """A cause or a remedy without words, or with too many."""

    template = (
        "『{what}』須有內容，{most} 字以內；讀到 {length} 字，"
        "請填寫，例如「部分場館整修中，預定12月底前完成」。"
    )


def state_remedy(city: City, who: Who, agency: str, cause: str, remedy: str, *, now: datetime) -> bool:
    """State why an agency (code or name) is behind and what it does; False where that is what holds already.

    Numbers and addresses of persons are hidden, lines are kept and needless spaces are not. Raises
    `OtherAgency`, `RemedyWordsMissing` and the refusals of `naming`.
    """
    who.must(Right.READ_MEETINGS)
    found = find(city.reference().agencies, agency, "機關")
    if who.extent(Right.STEER) is not Extent.CITY:
        who.must(Right.CONFIRM)
        if who.agency != found.id:
            raise OtherAgency(agency=found.short_name or found.name)
    told = _worded("原因", cause), _worded("改善措施", remedy)
    with writing(city.engine) as connection:
        known = remedies_stated(connection, found.id)
        if known and (known[-1].cause, known[-1].remedy) == told:
            return False
        add_remedy(
            connection, agency=found.id, cause=told[0], remedy=told[1], by=who.name, user=who.user, now=now
        )
    return True


def remedies(city: City, who: Who) -> Mapping[int, Remedy]:
    """What holds for each agency (by id) of which anything was stated."""
    who.must(Right.READ_MEETINGS)
    with reading(city.engine) as connection:
        return {row.agency: row for row in remedies_stated(connection)}


def remedy_history(city: City, who: Who, agency: str) -> tuple[Remedy, ...]:
    """Everything stated of an agency (code or name), the newest first. Raises the refusals of `naming`."""
    who.must(Right.READ_MEETINGS)
    found = find(city.reference().agencies, agency, "機關")
    with reading(city.engine) as connection:
        return tuple(reversed(remedies_stated(connection, found.id)))


def may_state(who: Who, agency: int) -> bool:
    """Whether somebody may state the remedy of an agency (an id)."""
    return who.extent(Right.STEER) is Extent.CITY or (who.may(Right.CONFIRM) and who.agency == agency)


def _worded(what: str, words: str) -> str:
    lines = [" ".join(line.split()) for line in words.splitlines()]
    told = mask("\n".join(lines).strip())
    if not 0 < len(told) <= LONGEST_REMEDY:
        raise RemedyWordsMissing(what=what, most=LONGEST_REMEDY, length=len(told))
    return told
