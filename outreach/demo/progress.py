"""How venues come onto the lists and, stage by stage, take part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from outreach.demo.draft import Draft, Step
from outreach.demo.model import BEAR_VOUCHER, FIRST_DAY, LAST_DAY, MYCODE
from outreach.demo.plans import (
    BEAR_DAYS,
    BEAR_MEETING,
    BEAR_SHOP_DAYS,
    COMPLETE,
    MYCODE_DAYS,
    MYCODE_PACE,
    bear_pace,
)
from outreach.demo.sectors import VOUCHER_KINDS
from outreach.demo.spells import UNTOUCHED
from outreach.demo.workdays import DAY, WORKDAYS, next_workday
from outreach.rules.dates import roc
from outreach.rules.vocabulary import Operating, Participation

_LATEST_LISTING_BEFORE_MEETING = date(2021, 10, 12)
_FIRST_LISTING_AFTER_MEETING = date(2021, 10, 27)
_DECLINED = ("店家表示人力不足，暫不參加", "無智慧型手機，無意願張貼", "已使用其他實聯制，無意願重複張貼")
_DECLINED_VOUCHER = ("店家表示核銷程序繁複，無意願", "未使用電子支付，暫不參加", "考量手續，無意願")
_WITHDRAWN = ("店家更換經營者，退出", "設備故障未再使用，退出", "店家來電表示不再配合")

Pace = Sequence[tuple[date, float]]


def list_venues(drafts: list[Draft], rng: Random) -> None:
    """Say which schemes list each venue, and from when; the special trades have their own module."""
    for draft in drafts:
        if draft.taken:
            continue
        late = rng.random() < (0.03 if draft.city else 0.05) and draft.root not in UNTOUCHED
        latest = date(2021, 9, 10) if draft.root in COMPLETE else date(2021, 11, 12)
        listed = rng.choice([d for d in WORKDAYS[12:] if d <= latest]) if late else FIRST_DAY
        if draft.city:
            draft.listed = {MYCODE: listed, BEAR_VOUCHER: _bear_listing(listed)}
        elif draft.sector not in VOUCHER_KINDS:
            draft.listed = {MYCODE: listed}
        else:
            chance = rng.random()
            if chance < 0.9:
                draft.listed[MYCODE] = listed
            if chance > 0.28:
                join = _shop_join(rng)
                draft.listed[BEAR_VOUCHER] = _shop_listing(join, rng)
                if join:
                    draft.steps[BEAR_VOUCHER] = [Step(join, Participation.JOINED)]


def _bear_listing(mycode: date) -> date:
    """熊好券 listed city venues from 08-16, and none in the fortnight before the meeting."""
    if _LATEST_LISTING_BEFORE_MEETING < mycode <= BEAR_MEETING:
        return _FIRST_LISTING_AFTER_MEETING
    return max(mycode, BEAR_DAYS[0])


def _shop_join(rng: Random) -> date | None:
    return None if rng.random() < 0.13 else reached(BEAR_SHOP_DAYS, rng.random())


def _shop_listing(join: date | None, rng: Random) -> date:
    first, last = BEAR_SHOP_DAYS[0][0], BEAR_SHOP_DAYS[-1][0]
    if join is None:
        return next_workday(first + timedelta(days=rng.randrange((last - first).days)))
    return next_workday(max(first, join - timedelta(days=rng.randrange(2, 24))))


def reached(pace: Pace, share: float) -> date | None:
    """The day on which a pace reaches a share, between its days evenly; None where it never does."""
    if share <= pace[0][1]:
        return pace[0][0]
    for (before, low), (after, high) in pairwise(pace):
        if share <= high:
            part = (share - low) / (high - low)
            return before + timedelta(days=max(1, round((after - before).days * part)))
    return None


def take_part(drafts: list[Draft], rng: Random) -> None:
    """Give every listed venue its stages under each scheme, along its agency's pace."""
    for scheme in (MYCODE, BEAR_VOUCHER):
        fields: dict[tuple[str, bool], list[Draft]] = defaultdict(list)
        for draft in drafts:
            if draft.taken or scheme not in draft.listed:
                continue
            own = draft.agency if scheme == MYCODE and draft.agency in MYCODE_PACE else draft.root
            fields[own, draft.city].append(draft)
        for (agency, city), members in fields.items():
            if scheme == BEAR_VOUCHER and not city:
                joins = {d.number: d.joined_on(scheme) for d in members}
            else:
                joins = _along(_pace(scheme, agency), members, rng)
            for draft in members:
                join = _possible(draft, scheme, joins[draft.number], rng)
                draft.steps[scheme] = _stages(draft, scheme, join, rng)


def _pace(scheme: str, agency: str) -> Pace:
    if scheme == MYCODE:
        return tuple(zip(MYCODE_DAYS, MYCODE_PACE[agency], strict=True))
    return tuple(zip(BEAR_DAYS, bear_pace(agency), strict=True))


def _along(pace: Pace, members: list[Draft], rng: Random) -> dict[int, date | None]:
    """Join days by venue: the i-th of n, in no order, joins when the pace reaches (i + ½) / n."""
    order = [d.number for d in members if not _gone(d)]
    rng.shuffle(order)
    days = {number: reached(pace, (i + 0.5) / len(order)) for i, number in enumerate(order)}
    return {d.number: days.get(d.number) for d in members}


def _gone(draft: Draft) -> bool:
    """An office, or shut from the day it was listed and never open again: it cannot join."""
    spell = draft.spell
    return draft.office_remark != "" or (
        spell is not None and spell.end is None and spell.start <= draft.first_listed
    )


def _possible(draft: Draft, scheme: str, join: date | None, rng: Random) -> date | None:
    """The join day put off until the venue is listed and open; None where that never comes."""
    listed = draft.listed[scheme]
    if draft.office_remark:
        return None
    if listed > BEAR_MEETING and draft.city and rng.random() < 0.3:
        return None
    if join is not None and join <= listed and listed in (FIRST_DAY, BEAR_DAYS[0]):
        join = listed
    elif join is not None and join < listed + 2 * DAY:
        join = listed + timedelta(days=rng.randrange(2, 9))
    if join is not None and draft.spell and draft.spell.covers(join):
        join = draft.spell.end + timedelta(days=rng.randrange(1, 5)) if draft.spell.end else None
    if join is None:
        return None
    if listed < join < LAST_DAY and rng.random() < 0.85:
        join = next_workday(join)
    if draft.spell and draft.spell.covers(join):
        return None
    return join if join <= LAST_DAY - DAY else None


def _stages(draft: Draft, scheme: str, join: date | None, rng: Random) -> list[Step]:
    listed = draft.listed[scheme]
    if join is not None and join <= listed:
        steps = [Step(listed, Participation.JOINED)]
    elif join is not None:
        steps = [*_courting(listed, join, rng), Step(join, Participation.JOINED)]
    else:
        return _unfinished(draft, scheme, rng)
    if not draft.city and rng.random() < 0.012:
        left = steps[-1].on + timedelta(days=rng.randrange(10, 45))
        if left < LAST_DAY and not (draft.spell and draft.spell.covers(left)):
            steps.append(Step(left, Participation.WITHDRAWN, rng.choice(_WITHDRAWN)))
    return steps


def _courting(listed: date, join: date, rng: Random) -> list[Step]:
    """Contacted, then agreed, on different days between listing and joining; either may be left out."""
    room = (join - listed).days
    steps: list[Step] = []
    if room > 2 and rng.random() < 0.75:
        contacted = listed + timedelta(days=rng.randrange(1, room - 1))
        steps.append(Step(contacted, Participation.CONTACTED))
        listed = contacted
    room = (join - listed).days
    if room > 2 and rng.random() < 0.42:
        agreed = listed + timedelta(days=rng.randrange(1, room - 1))
        steps.append(Step(agreed, Participation.AGREED))
    return steps


def _unfinished(draft: Draft, scheme: str, rng: Random) -> list[Step]:
    """The stages of a venue that has not joined by the last day."""
    listed = draft.listed[scheme]
    room = (LAST_DAY - DAY - listed).days
    if draft.spell and draft.spell.state is Operating.CLOSED:
        room = min(room, (draft.spell.start - listed).days - 1)
    if room < 3 or rng.random() < 0.15:
        return []
    contacted = listed + timedelta(days=min(room - 1, int(rng.random() * rng.random() * room) + 1))
    steps = [Step(contacted, Participation.CONTACTED)]
    room -= (contacted - listed).days
    chance = rng.random()
    if room > 1 and chance < 0.25:
        steps.append(Step(contacted + timedelta(days=rng.randrange(1, room)), Participation.AGREED))
    elif room > 1 and chance < 0.5 and not draft.city:
        day = contacted + timedelta(days=rng.randrange(1, room))
        words = rng.choice(_DECLINED if scheme == MYCODE else _DECLINED_VOUCHER)
        steps.append(Step(day, Participation.DECLINED, f"{words}（{roc(day)}）"))
    return steps
