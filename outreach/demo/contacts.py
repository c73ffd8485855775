"""商業處's contact log: an attempt behind what its officers stated, and what they mean to do next.

It adds no fact. Everything is invented, and no word names or describes a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from outreach.demo.agencies import COMMERCE
from outreach.demo.model import LAST_DAY, DemoCity
from outreach.rules.contacting import Outcome, Way
from outreach.rules.vocabulary import Facet, Participation

#: The log begins where the agency began to keep one.
_BEGINS = date(2021, 10, 1)
_OUTCOMES = {
    Participation.CONTACTED: (Outcome.REACHED, Outcome.WILL_THINK),
    Participation.AGREED: (Outcome.AGREED,),
    Participation.DECLINED: (Outcome.DECLINED,),
}
_WAYS = (Way.PHONE, Way.VISIT, Way.PHONE, Way.MAIL, Way.VISIT, Way.MEETING)
_NOTES = {
    Outcome.REACHED: ("已說明活動內容與申請方式", "索取申請書與海報"),
    Outcome.WILL_THINK: ("內部討論後回覆", "希望先看其他店家的成效"),
    Outcome.AGREED: ("同意加入，待寄送申請書", "同意加入，等總公司用印"),
    Outcome.DECLINED: ("目前人力不足，暫無意願",),
    Outcome.NOT_IN: ("店休，改日再訪", ""),
}
#: What is to be done next, and how many days after the demonstration's last day: most of it is overdue.
_NEXT = (
    ("送申請書", -12),
    ("電話確認是否收到海報", -9),
    ("再訪一次", -6),
    ("回覆所詢問題", -4),
    ("取回申請書", -3),
    ("電話追蹤", -1),
    ("再訪一次", 0),
    ("送海報與立牌", 1),
    ("協助設定收款條碼", 2),
    ("電話追蹤", 5),
    ("取回申請書", 7),
    ("再訪一次", 9),
)
#: Of every so many attempts one was made in vain before, and one asked not to be called for a while.
_IN_VAIN, _RESTING = 4, 20


@dataclass(frozen=True, slots=True)
class DemoContact:
    """One attempt at a venue (its number); `recorded_at` is UTC."""

    venue: int
    scheme: str
    on_day: date
    way: Way
    outcome: Outcome
    note: str
    actor: str
    recorded_at: datetime
    next_action: str = ""
    next_on: date | None = None
    not_before: date | None = None


def demo_contacts(city: DemoCity) -> tuple[DemoContact, ...]:
    """The log in order of time; the last attempts bear what is to be done next."""
    told = sorted(_attempts(city), key=lambda c: (c.recorded_at, c.venue, c.scheme, c.outcome))
    open_ = [i for i, contact in enumerate(told) if contact.outcome in (Outcome.REACHED, Outcome.WILL_THINK)]
    for i, (action, days) in zip(reversed(open_), reversed(_NEXT), strict=False):
        due = max(LAST_DAY + timedelta(days=days), told[i].on_day)
        told[i] = replace(told[i], next_action=action, next_on=due)
    return tuple(told)


def _attempts(city: DemoCity) -> Iterator[DemoContact]:
    for number, (venue, scheme, stage, on_day, actor, recorded_at) in enumerate(_stated(city)):
        outcomes = _OUTCOMES[stage]
        outcome = outcomes[number % len(outcomes)]
        found = DemoContact(
            venue,
            scheme,
            on_day,
            _WAYS[number % len(_WAYS)],
            outcome,
            _NOTES[outcome][number // 2 % len(_NOTES[outcome])],
            actor,
            recorded_at,
        )
        if number % _IN_VAIN == 0:
            before = on_day - timedelta(days=3)
            note = _NOTES[Outcome.NOT_IN][number // _IN_VAIN % 2]
            yield replace(found, on_day=before, way=Way.VISIT, outcome=Outcome.NOT_IN, note=note)
        if number % _RESTING == 1 and outcome is Outcome.WILL_THINK:
            found = replace(found, not_before=LAST_DAY + timedelta(days=30))
        yield found


def _stated(city: DemoCity) -> Iterator[tuple[int, str, Participation, date, str, datetime]]:
    """How far 商業處's venues had come at last, where that is neither the beginning nor the end."""
    undone = {change.undoes for change in city.changes if change.undoes is not None}
    agency: dict[int, str] = {}
    last: dict[tuple[int, str], tuple[Participation, date, str, datetime]] = {}
    for position, change in enumerate(city.changes):
        if position in undone:
            continue
        for said in change.statements:
            if said.facet is Facet.AGENCY:
                agency[said.venue] = said.value
            elif said.facet is Facet.PARTICIPATION and said.scheme:
                stage = Participation(said.value)
                last[said.venue, said.scheme] = stage, said.effective_on, change.actor, change.recorded_at
    for (venue, scheme), (stage, on_day, actor, recorded_at) in sorted(last.items()):
        if agency.get(venue) == COMMERCE and stage in _OUTCOMES and on_day >= _BEGINS:
            yield venue, scheme, stage, on_day, actor, recorded_at
