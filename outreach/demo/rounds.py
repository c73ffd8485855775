"""Two reporting rounds: one that is over, and one that is open on the demonstration's last days.

On the last day 商業處 has not reported yet, so that whoever tries the desk has something to hand in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from outreach.demo.agencies import COMMERCE, MARKETS, RESEARCH, agencies
from outreach.demo.model import BEAR_VOUCHER, MYCODE
from outreach.demo.workdays import moment
from outreach.rules.rounds import Step
from outreach.rules.vocabulary import Kind

MANAGER = "研考會管考人員"


@dataclass(frozen=True, slots=True)
class DemoStep:
    """One step of an agency (its code); moments are UTC."""

    agency: str
    step: Step
    actor: str
    at: datetime
    words: str = ""


@dataclass(frozen=True, slots=True)
class DemoRound:
    """A round with its schemes, each with kinds, and everybody's steps in order of time."""

    name: str
    as_of: date
    deadline: date
    opened_at: datetime
    closed_at: datetime | None
    items: tuple[tuple[str, frozenset[Kind]], ...]
    steps: tuple[DemoStep, ...]


#: Both rounds ask for everything: 轄管場館 and 店家 of both schemes.
_ITEMS = ((MYCODE, frozenset(Kind)), (BEAR_VOUCHER, frozenset(Kind)))
#: In the first round one agency did not report at all, and two after the deadline.
_NEVER, _LATE = "city_hall", frozenset({"tourism", "parking"})
#: In the open round: not yet, submitted and waiting, sent back; all others are confirmed.
_NOT_YET = frozenset({COMMERCE, "culture", "office_wanhua"})
_WAITING = frozenset({MARKETS, "sports", "health", "office_beitou"})
_SENT_BACK = {"rapid_transit": "工程圍籬拆除的 2 處請確認是否已恢復開放，再送出。"}


def demo_rounds() -> tuple[DemoRound, ...]:
    """The rounds in the order in which they were opened."""
    return _first(), _open()


def _asked() -> list[tuple[int, str, str]]:
    """Number, code and short name of every agency with venues."""
    return [(n, a.code, a.short_name) for n, a in enumerate(agencies()) if a.code != RESEARCH]


def _first() -> DemoRound:
    steps: list[DemoStep] = []
    for number, code, name in _asked():
        if code == _NEVER:
            continue
        day = date(2021, 10, 21) if code in _LATE else date(2021, 10, 18 + number % 3)
        steps += _handed_in(code, name, day, number)
        steps.append(_confirmed(code, name, day, number))
    return DemoRound(
        "第213次主任秘書會報",
        date(2021, 10, 14),
        date(2021, 10, 20),
        moment(date(2021, 10, 14), 16, 30),
        moment(date(2021, 10, 25), 17, 0),
        _ITEMS,
        tuple(sorted(steps, key=lambda s: s.at)),
    )


def _open() -> DemoRound:
    steps: list[DemoStep] = []
    for number, code, name in _asked():
        if code in _NOT_YET:
            continue
        day = date(2021, 11, 22 + number % 2)
        steps += _handed_in(code, name, day, number)
        if code in _SENT_BACK:
            words = _SENT_BACK[code]
            steps.append(DemoStep(code, Step.SENT_BACK, f"{name}主任秘書", moment(day, 15, 20), words))
        elif code not in _WAITING:
            steps.append(_confirmed(code, name, day, number))
    return DemoRound(
        "第214次主任秘書會報",
        date(2021, 11, 19),
        date(2021, 11, 26),
        moment(date(2021, 11, 19), 17, 10),
        None,
        _ITEMS,
        tuple(sorted(steps, key=lambda s: s.at)),
    )


def _handed_in(code: str, name: str, day: date, number: int) -> Iterator[DemoStep]:
    yield DemoStep(code, Step.SUBMITTED, f"{name}承辦人", moment(day, 9 + number % 3, number % 60))


def _confirmed(code: str, name: str, day: date, number: int) -> DemoStep:
    return DemoStep(code, Step.CONFIRMED, f"{name}主任秘書", moment(day, 14 + number % 3, number % 60))
