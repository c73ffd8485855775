"""The eight special trades: shut by order since 110-05-15, let open again one by one.

Dates after the city's own announcements: 視聽歌唱業 from 10-05, 舞場 and 三溫暖 from 11-02, 酒家, 酒吧, 舞廳
and 特種咖啡茶室 from 11-16, all by application; 理髮業 has no date, so it stays shut. The document numbers
are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from outreach.demo.draft import Draft, Spell, Step
from outreach.demo.model import BEAR_VOUCHER, FIRST_DAY, LAST_DAY, MYCODE, OrderStatement
from outreach.demo.workdays import DAY, days_between, is_workday, next_workday
from outreach.rules.dates import roc
from outreach.rules.trades import SPECIAL_TRADES
from outreach.rules.vocabulary import Operating, Participation

SUSPENDED_FROM = date(2021, 5, 15)

#: When each trade may open again by application; a trade that is missing here stays shut.
REOPENED_ON: dict[str, date] = {
    "ktv": date(2021, 10, 5),
    "ballroom": date(2021, 11, 2),
    "sauna": date(2021, 11, 2),
    "hostess_restaurant": date(2021, 11, 16),
    "bar": date(2021, 11, 16),
    "dance_hall": date(2021, 11, 16),
    "tea_room": date(2021, 11, 16),
}

#: When each reopening was announced, entered on that day.
ANNOUNCED_ON = {
    date(2021, 10, 5): date(2021, 10, 5),
    date(2021, 11, 2): date(2021, 11, 1),
    date(2021, 11, 16): date(2021, 11, 15),
}


@dataclass(frozen=True, slots=True)
class Inspections:
    """So many venues of a trade passed between two days."""

    sector: str
    first: date
    last: date
    number: int


INSPECTIONS = (
    Inspections("ktv", date(2021, 10, 6), date(2021, 10, 13), 9),
    Inspections("ktv", date(2021, 10, 15), date(2021, 10, 25), 22),
    Inspections("ktv", date(2021, 10, 27), date(2021, 11, 22), 21),
    Inspections("sauna", date(2021, 11, 3), date(2021, 11, 12), 6),
    Inspections("sauna", date(2021, 11, 15), date(2021, 11, 22), 4),
    Inspections("ballroom", date(2021, 11, 3), date(2021, 11, 18), 3),
    Inspections("dance_hall", date(2021, 11, 17), date(2021, 11, 22), 3),
    Inspections("hostess_restaurant", date(2021, 11, 17), date(2021, 11, 22), 4),
    Inspections("bar", date(2021, 11, 17), date(2021, 11, 22), 11),
    Inspections("tea_room", date(2021, 11, 17), date(2021, 11, 22), 3),
)

#: How many of each trade gave up for good after the meeting's day.
_CLOSED_FOR_GOOD = {"ktv": 3, "barber": 2, "hostess_restaurant": 1, "bar": 2}
_KTV_UNDER_BEAR_VOUCHER = 10


def first_orders() -> tuple[OrderStatement, ...]:
    """The closure of all eight trades, as it was known on the first day."""
    return tuple(
        OrderStatement(
            sector,
            SUSPENDED_FROM,
            None,
            False,
            f"北市示範防疫字第11005150{n:02d}號公告：{name}自110年5月15日起停止營業",
        )
        for n, (sector, name) in enumerate(SPECIAL_TRADES.items(), start=1)
    )


def reopenings(day: date) -> tuple[OrderStatement, ...]:
    """The orders stated again with their reopening day, which is this one."""
    return tuple(
        OrderStatement(
            sector,
            SUSPENDED_FROM,
            day,
            True,
            f"北市示範產商字第110{day:%m%d}0{n:02d}號公告：{SPECIAL_TRADES[sector]}自{roc(day)}起公告可復業，"
            "經申請及現場查核通過後始得營業",
        )
        for n, sector in enumerate((s for s in REOPENED_ON if REOPENED_ON[s] == day), start=1)
    )


def open_special_trades(drafts: list[Draft], rng: Random) -> None:
    """List the special trades, let some pass their inspection, and let their stages follow."""
    by_sector: dict[str, list[Draft]] = {sector: [] for sector in SPECIAL_TRADES}
    for draft in drafts:
        if draft.sector in by_sector:
            draft.listed = {MYCODE: _late_day(rng) if draft.late else FIRST_DAY}
            if not draft.late:
                by_sector[draft.sector].append(draft)
    for members in by_sector.values():
        rng.shuffle(members)
    _inspect(by_sector, rng)
    for sector, number in _CLOSED_FOR_GOOD.items():
        for draft in [d for d in by_sector[sector] if d.approved_on is None][:number]:
            day = next_workday(date(2021, 10, 18) + timedelta(days=rng.randrange(28)))
            draft.spell = Spell(Operating.CLOSED, day, None, f"停業期間過長，{roc(day)}起歇業並辦理登記")
    for draft in drafts:
        if draft.sector in by_sector:
            draft.steps[MYCODE] = _stages(draft, rng)
    approved = [d for d in by_sector["ktv"] if d.approved_on and d.approved_on < date(2021, 11, 1)]
    for draft in approved[:_KTV_UNDER_BEAR_VOUCHER]:
        listed = next_workday(date(2021, 11, 1) + timedelta(days=rng.randrange(8)))
        draft.listed[BEAR_VOUCHER] = listed
        join = listed + timedelta(days=rng.randrange(2, 10))
        draft.steps[BEAR_VOUCHER] = [Step(join, Participation.JOINED)]


def _late_day(rng: Random) -> date:
    return next_workday(date(2021, 11, 3) + timedelta(days=rng.randrange(8)))


def _inspect(by_sector: dict[str, list[Draft]], rng: Random) -> None:
    waiting = {sector: iter(members) for sector, members in by_sector.items()}
    for round_ in INSPECTIONS:
        # The inspectors of 視聽歌唱業 also went out on Saturdays.
        days = [d for d in days_between(round_.first, round_.last) if is_workday(d) or d.weekday() == 5]
        for _ in range(round_.number):
            next(waiting[round_.sector]).approved_on = rng.choice(days)


def _stages(draft: Draft, rng: Random) -> list[Step]:
    listed = draft.listed[MYCODE]
    if not draft.late and rng.random() < 0.12:
        return [Step(listed, Participation.JOINED)]
    steps: list[Step] = []
    # A closed trade was still visited: who agreed early put the code up when it opened.
    if rng.random() < 0.7 and not draft.late:
        contacted = listed + timedelta(days=rng.randrange(5, 50))
        steps.append(Step(contacted, Participation.CONTACTED))
        if rng.random() < 0.3:
            steps.append(Step(contacted + timedelta(days=rng.randrange(2, 14)), Participation.AGREED))
    if draft.approved_on and rng.random() < 0.8:
        join = draft.approved_on + timedelta(days=rng.choice((0, 0, 0, 1, 2, 5)))
        if join < LAST_DAY - DAY:
            steps.append(Step(join, Participation.JOINED))
    return steps
