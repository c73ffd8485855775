"""Three meetings and when their figures were frozen; of 213 the next one corrected a word and late lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outreach.demo.model import BEAR_VOUCHER, MYCODE
from outreach.demo.workdays import moment
from outreach.rules.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class DemoEdition:
    """When an edition was frozen (UTC), what it corrects, and the round (its name) whose state it keeps."""

    frozen_at: datetime
    note: str = ""
    round: str = ""


@dataclass(frozen=True, slots=True)
class DemoMeeting:
    """A meeting, what it looks at (scheme, kinds; none means all; day), and its editions in order."""

    number: int
    on_day: date
    opened_at: datetime
    items: tuple[tuple[str, frozenset[Kind], date], ...]
    editions: tuple[DemoEdition, ...]


_CORRECTED = (
    "經110年11月24日第214次主任秘書會報，將「電子收據系統」修正文字為「電子領據系統」；"
    "截至110年10月14日之數字並依各機關補登及更正結果重計。"
)


def _items(mycode: date, bear: date) -> tuple[tuple[str, frozenset[Kind], date], ...]:
    """台北通 myCode+ over everything, 熊好券 over 轄管場館 and 店家 apart, as the minutes have them."""
    return (
        (MYCODE, frozenset(), mycode),
        (BEAR_VOUCHER, frozenset({Kind.CITY_VENUE}), bear),
        (BEAR_VOUCHER, frozenset({Kind.SHOP}), bear),
    )


def demo_meetings() -> tuple[DemoMeeting, ...]:
    """The meetings in the order of their numbers."""
    september, october, november = date(2021, 9, 23), date(2021, 10, 26), date(2021, 11, 24)
    return (
        DemoMeeting(
            212,
            september,
            moment(september, 8, 30),
            _items(september, september),
            (DemoEdition(moment(september, 9, 0)),),
        ),
        DemoMeeting(
            213,
            october,
            moment(october, 8, 30),
            _items(date(2021, 10, 14), october),
            (
                DemoEdition(moment(october, 9, 0), round="第213次主任秘書會報"),
                DemoEdition(moment(november, 11, 0), _CORRECTED, "第213次主任秘書會報"),
            ),
        ),
        DemoMeeting(
            214,
            november,
            moment(november, 8, 30),
            _items(date(2021, 11, 22), date(2021, 11, 22)),
            (DemoEdition(moment(november, 9, 0), round="第214次主任秘書會報"),),
        ),
    )
