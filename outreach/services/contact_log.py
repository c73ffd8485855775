"""The contact log: attempts to reach a venue, what came of them, and what is to be done next.

An attempt may bring the venue further in the same transaction; the change stands in the entry and is undone
like any other. Note and next action are words about people: erasable, never in a change's summary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from outreach.figures.lookup import ABSENT
from outreach.rules.contacting import Outcome, Way, advanced
from outreach.rules.history import holding
from outreach.rules.vocabulary import Facet, Participation
from outreach.services.city import City
from outreach.services.contact_refusals import (
    ContactInFuture,
    NextTooEarly,
    NextWithoutDay,
    NotOnTheList,
    UnknownContactWord,
    WordsTooLong,
)
from outreach.services.known_venue import reached_venue
from outreach.services.naming import scheme_named
from outreach.services.reach import agencies_of
from outreach.services.recording import Said, must_be_clear, plan_recording, post
from outreach.services.who import Right, Who
from outreach.store import contact_log as stored
from outreach.store.codes import word_of
from outreach.store.engine import Connection, writing
from outreach.store.posting import open_change
from outreach.store.reference import Named, Scheme
from outreach.store.venues import histories

LONGEST_NOTE, LONGEST_ACTION = 500, 200
_WAYS = {Way.PHONE: "電話", Way.VISIT: "訪視", Way.MAIL: "郵件", Way.MEETING: "會議"}
_OUTCOMES = {
    Outcome.REACHED: "已聯繫上",
    Outcome.NOT_IN: "未遇",
    Outcome.DECLINED: "無意願",
    Outcome.WILL_THINK: "考慮中",
    Outcome.AGREED: "同意加入",
    Outcome.JOINED: "已加入",
}


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done next, on which day, and before which day nobody is to call."""

    action: str = ""
    on: date | None = None
    not_before: date | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """A recorded attempt: the entry, and the change by which it brought the venue further, if it did.

    `advanced` are the codes of the schemes that moved.
    """

    entry_id: int
    change_id: int | None
    advanced: tuple[str, ...] = ()


def log_contact(
    city: City,
    who: Who,
    venue_id: int,
    scheme: str | None,
    on_day: date,
    way: str,
    outcome: str,
    *,
    now: datetime,
    today: date,
    note: str = "",
    then: Next = Next(),
    advance: bool = True,
) -> Logged:
    """Record an attempt to reach a venue; `scheme` None means every scheme on whose list it stands.

    With `advance` the outcome brings the venue further, in the same transaction and from `on_day`. Next
    actions that were due are done, unless nobody was there. Raises `OutOfReach`, `NotOnTheList` and the other
    refusals of `contact_refusals`.
    """
    reached_venue(city, who, Right.CHANGE, venue_id, today)
    tried = _Attempt(_way(way), _outcome(outcome), on_day, _without_nul(note), then)
    tried.check(today)
    meant = _schemes(city, venue_id, scheme, today)
    agencies = agencies_of(city, today)
    agency = int(agencies[venue_id]) if venue_id < len(agencies) else 0
    with writing(city.engine) as connection:
        change, moved = (
            _advance(connection, city, who, venue_id, meant, tried, now, today) if advance else (None, ())
        )
        entry = stored.add_entry(
            connection,
            venue_id=venue_id,
            scheme_id=meant[0].id if scheme is not None else None,
            agency_id=agency or None,
            on_day=on_day,
            way=tried.way.value,
            outcome=tried.outcome.value,
            note=tried.note,
            next_action=_without_nul(then.action),
            next_on=then.on,
            not_before=then.not_before,
            owner_user_id=who.user,
            change_id=change,
            recorded_by=who.name,
            recorded_user_id=who.user,
            recorded_at=now,
        )
        if tried.outcome is not Outcome.NOT_IN:
            stored.settle_due(connection, venue_id, on_day, entry, now)
    return Logged(entry, change, moved)


@dataclass(frozen=True, slots=True)
class _Attempt:
    way: Way
    outcome: Outcome
    on_day: date
    note: str
    then: Next

    def check(self, today: date) -> None:
        """Refuse what cannot be or cannot be kept."""
        if self.on_day > today:
            raise ContactInFuture(day=self.on_day.isoformat(), today=today.isoformat())
        for what, text, most in (
            ("備註", self.note, LONGEST_NOTE),
            ("下一步", self.then.action.strip(), LONGEST_ACTION),
        ):
            if len(text) > most:
                raise WordsTooLong(what=what, count=len(text), most=most)
        for what, day in (("追蹤日期", self.then.on), ("請勿提前聯繫", self.then.not_before)):
            if day is not None and day < self.on_day:
                raise NextTooEarly(what=what, day=day.isoformat(), on_day=self.on_day.isoformat())
        if self.then.action.strip() and self.then.on is None:
            raise NextWithoutDay(today=today.isoformat())

    @property
    def summary(self) -> str:
        """What the change says of itself: nothing about people."""
        return f"聯繫紀錄：{_WAYS[self.way]}，{_OUTCOMES[self.outcome]}"


def _advance(
    connection: Connection,
    city: City,
    who: Who,
    venue_id: int,
    schemes: Sequence[Named],
    tried: _Attempt,
    now: datetime,
    today: date,
) -> tuple[int | None, tuple[str, ...]]:
    """Bring the venue further under each scheme as the rule says; the change, and which schemes moved."""
    planned = []
    for scheme in schemes:
        told = histories(connection, [venue_id], scheme.id).get(venue_id, {})
        at = holding(told.get(Facet.PARTICIPATION, ()), tried.on_day)
        stage = Participation(word_of(Facet.PARTICIPATION, at.value if at is not None else 0))
        to = advanced(stage, tried.outcome)
        if to is None:
            continue
        said = Said(venue_id, {Facet.PARTICIPATION: to.value}, tried.on_day)
        plan = plan_recording(connection, city, who, scheme.code, [said], today=today)
        must_be_clear(plan)
        if plan.writes:
            planned.append((scheme.code, plan))
    if not planned:
        return None, ()
    change = open_change(
        connection, kind="edit", actor=who.name, user=who.user, summary=tried.summary, now=now
    )
    for _code, plan in planned:
        post(connection, change, plan)
    return change.id, tuple(code for code, _plan in planned)


def schemes_of(city: City, who: Who, venue_id: int, *, today: date) -> tuple[Named, ...]:
    """The schemes on whose lists a venue stands today: those a contact may be about. Raises `OutOfReach`."""
    reached_venue(city, who, Right.SEE_CONTACTS, venue_id, today)
    return tuple(_schemes(city, venue_id, None, today))


def _schemes(city: City, venue_id: int, scheme: str | None, today: date) -> list[Scheme]:
    """The scheme meant, or every one on whose list the venue stands today. Raises `NotOnTheList`."""
    reference = city.reference()
    meant = [scheme_named(reference, scheme)] if scheme is not None else list(reference.schemes.values())
    listed = []
    for each in meant:
        codes = city.figures.positions(each.id, today).codes
        if venue_id < len(codes) and codes[venue_id] != ABSENT:
            listed.append(each)
    if scheme is not None and not listed:
        raise NotOnTheList(venue_id=venue_id, scheme=meant[0].name)
    return listed


def _way(text: str) -> Way:
    if text not in list(Way):
        raise UnknownContactWord(what="聯繫方式", value=text[:40], accepted="、".join(Way))
    return Way(text)


def _outcome(text: str) -> Outcome:
    if text not in list(Outcome):
        raise UnknownContactWord(what="結果", value=text[:40], accepted="、".join(Outcome))
    return Outcome(text)


def _without_nul(text: str) -> str:
    """No database keeps the character 0 in a text."""
    return text.replace("\x00", "").strip()
