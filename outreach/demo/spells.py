"""What takes venues out of the denominator, each with its remark.

Closures for good, pauses, and offices without a counter.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from outreach.demo.draft import Draft, Spell
from outreach.demo.model import BEAR_VOUCHER, LAST_DAY, MYCODE
from outreach.demo.plans import COMPLETE
from outreach.demo.workdays import DAY, WORKDAYS, next_workday
from outreach.rules.dates import roc
from outreach.rules.vocabulary import Operating

#: Agencies with so few venues that one exclusion would be most of the story.
UNTOUCHED = frozenset({"training", "reservoir", "indigenous"})
_LAST_REOPENING_BEFORE_MEETING = date(2021, 10, 8)
_FIRST_REOPENING_AFTER_MEETING = date(2021, 10, 28)

_OFFICE = (
    "僅公司辦公室，無對外營業場所",
    "登記地址為行政辦公室，不接待民眾",
    "倉儲及辦公使用，現場不對外營業",
)
_CITY_OFFICE = ("僅供內部辦公，未設服務櫃檯", "業務已併入他處，現址僅存放檔案，不對外開放")
_CLOSED = (
    "{day}起歇業，已辦理歇業登記",
    "現場訪查已結束營業（{day}），招牌拆除",
    "負責人來電表示{day}結束營業",
)
_CITY_CLOSED = ("{day}起停止使用，原場地移作他用",)
_SUSPENDED = (
    "{day}起暫停營業，{until}",
    "受疫情影響，{day}起停業，{until}",
    "店面整修，{day}起暫停營業，{until}",
)
_CITY_SUSPENDED = ("場館整修，{day}起休館，{until}", "耐震補強工程，{day}起暫停開放，{until}")
_NOT_REOPENED = ("三級警戒後尚未復業，{until}", "防疫設施尚未備妥，尚未復業，{until}")
_CITY_NOT_REOPENED = ("配合防疫措施尚未開放，{until}", "疫情期間供防疫業務使用，尚未恢復開放，{until}")
_OPEN_AGAIN = ("{day}恢復營業", "已復業（{day}），現場確認")
_CITY_OPEN_AGAIN = ("{day}恢復開放",)


def tell_spells(drafts: list[Draft], rng: Random) -> None:
    """Give some venues their exclusion; at most one each, none to the special trades, whose order speaks."""
    for draft in drafts:
        if draft.taken or draft.root in UNTOUCHED:
            continue
        if draft.city:
            _city_venue(draft, rng)
        else:
            _shop(draft, rng)


def _city_venue(draft: Draft, rng: Random) -> None:
    chance = rng.random()
    first = draft.first_listed
    if chance < 0.012:
        draft.office_remark = rng.choice(_CITY_OFFICE)
    elif chance < 0.115:
        draft.spell = _pause(
            Operating.NOT_REOPENED, first, _city_end(draft, rng), _CITY_NOT_REOPENED, draft, rng
        )
    elif chance < 0.14:
        start = next_workday(first + timedelta(days=rng.randrange(10, 60)))
        if start < _LAST_REOPENING_BEFORE_MEETING - DAY:
            draft.spell = _pause(
                Operating.SUSPENDED, start, _city_end(draft, rng), _CITY_SUSPENDED, draft, rng
            )
    elif chance < 0.146:
        draft.spell = _closing(draft, rng, _CITY_CLOSED)


def _shop(draft: Draft, rng: Random) -> None:
    chance = rng.random()
    first = draft.first_listed
    if chance < 0.022:
        draft.office_remark = rng.choice(_OFFICE)
    elif chance < 0.070:
        draft.spell = _pause(Operating.SUSPENDED, first, _shop_end(rng, 0.75), _SUSPENDED, draft, rng)
    elif chance < 0.084:
        draft.spell = _pause(Operating.NOT_REOPENED, first, _shop_end(rng, 0.6), _NOT_REOPENED, draft, rng)
    elif chance < 0.108:
        start = first + timedelta(days=rng.randrange(8, 100))
        if start < LAST_DAY - timedelta(days=4):
            draft.spell = _pause(Operating.SUSPENDED, start, _shop_end(rng, 0.5), _SUSPENDED, draft, rng)
    elif chance < 0.134:
        draft.spell = _closing(draft, rng, _CLOSED)


def _city_end(draft: Draft, rng: Random) -> date | None:
    """City venues reopen well before the meeting of October or after it; some not at all."""
    chance = rng.random()
    if chance < 0.86:
        latest = date(2021, 9, 27) if draft.root in COMPLETE else _LAST_REOPENING_BEFORE_MEETING
        return rng.choice([d for d in WORKDAYS if date(2021, 8, 16) <= d <= latest])
    if chance < 0.92:
        return rng.choice([d for d in WORKDAYS if _FIRST_REOPENING_AFTER_MEETING <= d <= date(2021, 11, 19)])
    return None


def _shop_end(rng: Random, share: float) -> date | None:
    """The day on which a shop opens again, for this share of those that paused."""
    return rng.choice(WORKDAYS[10:-3]) if rng.random() < share else None


def _pause(
    state: Operating, start: date, end: date | None, remarks: tuple[str, ...], draft: Draft, rng: Random
) -> Spell | None:
    if end is not None and end < start + timedelta(days=5):
        return None
    until = f"預定{roc(end)}恢復" if end and rng.random() < 0.6 else "恢復日期未定"
    words = rng.choice(remarks).format(day=roc(start), until=until)
    again = rng.choice(_CITY_OPEN_AGAIN if draft.city else _OPEN_AGAIN)
    return Spell(state, start, end, words, again.format(day=roc(end)) if end else "")


def _closing(draft: Draft, rng: Random, remarks: tuple[str, ...]) -> Spell | None:
    start = draft.first_listed + timedelta(days=rng.choice((0, 0, *range(5, 105))))
    if start > LAST_DAY - DAY:
        return None
    return Spell(Operating.CLOSED, start, None, rng.choice(remarks).format(day=roc(start)))


def drop_listings_after_closing(drafts: list[Draft]) -> None:
    """A shop that closed before 熊好券 reached it never came onto that list."""
    for draft in drafts:
        spell = draft.spell
        if spell is None or spell.state is not Operating.CLOSED or MYCODE not in draft.listed:
            continue
        if draft.listed.get(BEAR_VOUCHER, date.min) >= spell.start:
            del draft.listed[BEAR_VOUCHER]
            draft.steps.pop(BEAR_VOUCHER, None)
