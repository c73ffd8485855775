"""Deputies (職務代理人): who may act in whose place, and for how long.

A deputy keeps the own account and is recorded as 「甲（代理乙）」. Whoever is replaced may be away, so an
administrator enters it; nobody hands on a place that is held as a deputy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outreach.rules.dates import roc, today_in_taipei
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.people import person_in_use
from outreach.services.who import Right, Who
from outreach.store.engine import reading, writing
from outreach.store.people import (
    Event,
    add_deputy,
    all_users,
    deputies_standing,
    end_deputy,
    record_event,
)


class PeriodUnusable(Refusal, ValueError):
    """A period that ends before it begins, or before today."""

    template = "代理期間讀到 {first} 至 {last}；結束日不可早於開始日或今天，例如 {example} 至 {example}。"


class OwnDeputy(Refusal, ValueError):
    """Nobody stands in for oneself."""

    template = "帳號『{value}』不能代理自己；請填另一個帳號，例如同科同仁的帳號。"


class NoSuchDeputy(Refusal, LookupError):
    """No entry that still holds has this number."""

    template = "查無代理『{value}』；請用代理清單上的編號，例如 1。"


@dataclass(frozen=True, slots=True)
class Deputy:
    """Who (account names) may act in whose place from one day to another, both included."""

    id: int
    deputy: str
    principal: str
    first_day: date
    last_day: date


def appoint_deputy(
    city: City, who: Who, deputy: str, principal: str, first_day: date, last_day: date, *, now: datetime
) -> Deputy:
    """Let one person act in another's place for a period.

    Raises `Unknown`, `AccountClosed`, `OwnDeputy` and `PeriodUnusable`.
    """
    who.must(Right.ADMINISTER)
    today = today_in_taipei(now)
    if last_day < max(first_day, today):
        raise PeriodUnusable(first=roc(first_day), last=roc(last_day), example=roc(today))
    with writing(city.engine) as connection:
        one, other = person_in_use(connection, deputy), person_in_use(connection, principal)
        if one.id == other.id:
            raise OwnDeputy(value=one.name)
        entry = add_deputy(connection, one.id, other.id, first_day, last_day)
        record_event(connection, Event(now, one.id, "deputy_appointed", other.id, who.name))
    return Deputy(entry, one.name, other.name, first_day, last_day)


def dismiss_deputy(city: City, who: Who, entry_id: int, *, now: datetime) -> None:
    """End an entry before its last day; who acts by it is in the own place at the next click.

    Raises `NoSuchDeputy`.
    """
    who.must(Right.ADMINISTER)
    with writing(city.engine) as connection:
        standing = {d.id: d for d in deputies_standing(connection, today_in_taipei(now))}
        entry = standing.get(entry_id)
        if entry is None:
            raise NoSuchDeputy(value=entry_id)
        end_deputy(connection, entry.id, now)
        record_event(
            connection, Event(now, entry.deputy_id, "deputy_dismissed", entry.principal_id, who.name)
        )


def standing_deputies(city: City, who: Who, *, now: datetime) -> tuple[Deputy, ...]:
    """Every entry that holds today or later, by number."""
    who.must(Right.ADMINISTER)
    with reading(city.engine) as connection:
        names = {row.id: row.name for row in all_users(connection)}
        entries = deputies_standing(connection, today_in_taipei(now))
    return tuple(
        Deputy(e.id, names[e.deputy_id], names[e.principal_id], e.first_day, e.last_day) for e in entries
    )
