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
from outreach.services import privacy
from outreach.services.city import City
from outreach.services.contact_refusals import (
    ContactInFuture,
    NextTooEarly,
    NextWithoutDay,
    NoSuchEntry,
    NotOnTheList,
    NotOwnEntry,
    UnknownContactWord,
    WordsTooLong,
)
from outreach.services.naming import scheme_named
from outreach.services.reach import (
    OutOfReach,
    agencies_of,
    agencies_within,
    must_reach,
    within_reach,
)
from outreach.services.recording import Said, must_be_clear, plan_recording, post
from outreach.services.undo import undo
from outreach.services.who import Right, Who
from outreach.store import contact_log as stored
from outreach.store.codes import word_of
from outreach.store.contact_log import ContactRow
from outreach.store.engine import Connection, reading, writing
from outreach.store.posting import open_change
from outreach.store.reference import Named, Scheme
from outreach.store.venues import Venue, described, histories

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


@dataclass(frozen=True, slots=True)
class Entry:
    """An attempt as people read it; `scheme` is a name, "" where it was about all of them."""

    row: ContactRow
    venue: str
    scheme: str
    own: bool
    """Whether the reader wrote it and so may withdraw it."""

    @property
    def way(self) -> Way:
        """How it was tried."""
        return Way(self.row.way)

    @property
    def outcome(self) -> Outcome:
        """What came of it."""
        return Outcome(self.row.outcome)

    @property
    def withdrawn(self) -> bool:
        """Whether it no longer counts."""
        return self.row.withdrawn_at is not None

    def overdue(self, today: date) -> bool:
        """Whether its next action should have been done before today."""
        due = self.row.next_on
        return due is not None and due < today and self.row.done_at is None and not self.withdrawn


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
    _must_reach(city, who, Right.CHANGE, venue_id, today)
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


def entries_of(city: City, who: Who, venue_id: int, *, now: datetime, today: date) -> tuple[Entry, ...]:
    """Every attempt to reach a venue, newest first, the withdrawn among them and marked.

    A look by who sees the whole city's is recorded where there is anything to see. Raises `OutOfReach`.
    """
    venue = _must_reach(city, who, Right.SEE_CONTACTS, venue_id, today)
    with reading(city.engine) as connection:
        rows = stored.entries_of_venue(connection, venue_id)
    if rows and privacy.is_recorded(who):
        with writing(city.engine) as connection:
            privacy.record_look(connection, who, venue_id, now)
    return tuple(_entry(city, who, row, venue.name) for row in rows)


def schemes_of(city: City, who: Who, venue_id: int, *, today: date) -> tuple[Named, ...]:
    """The schemes on whose lists a venue stands today: those a contact may be about. Raises `OutOfReach`."""
    _must_reach(city, who, Right.SEE_CONTACTS, venue_id, today)
    return tuple(_schemes(city, venue_id, None, today))


def due_follow_ups(
    city: City, who: Who, *, today: date, until: date | None = None, own: bool = False
) -> tuple[Entry, ...]:
    """Next actions that are due by `until` (default: today), the longest overdue first.

    Those of the own agency's venues, or with `own` only one's own. Who sees the whole city's gets the own
    ones alone: these are words about people, and a list of everybody's is no look at a venue.
    """
    within = agencies_within(city, who, Right.SEE_CONTACTS, today)
    with reading(city.engine) as connection:
        rows = stored.open_follow_ups(connection, until or today)
        if own or within is None:
            rows = [row for row in rows if who.user is not None and row.owner_user_id == who.user]
        reached = within_reach(city, who, Right.SEE_CONTACTS, {row.venue_id for row in rows}, today)
        venues = described(connection, reached)
    return tuple(_entry(city, who, row, venues[row.venue_id].name) for row in rows if row.venue_id in venues)


def mark_done(city: City, who: Who, entry_id: int, *, now: datetime, today: date) -> None:
    """The next action of an entry is done. Raises `NoSuchEntry`."""
    with writing(city.engine) as connection:
        row = _reached(connection, city, who, entry_id, today)
        if row.done_at is None:
            stored.set_done(connection, row.id, now)


def withdraw(city: City, who: Who, entry_id: int, *, now: datetime, today: date) -> None:
    """Withdraw an own entry: it stays in the log, marked, and counts no more.

    What it advanced stands until its change is undone; `take_back` does both. Raises `NoSuchEntry` and
    `NotOwnEntry`.
    """
    with writing(city.engine) as connection:
        row = _own(connection, city, who, entry_id, today)
        if row.withdrawn_at is None:
            stored.set_withdrawn(connection, row.id, now)


def take_back(city: City, who: Who, entry_id: int, *, now: datetime, today: date) -> None:
    """Undo what an own entry advanced, then withdraw it; where the undo is refused, nothing is taken back.

    Raises `NoSuchEntry`, `NotOwnEntry` and the refusals of `undo`.
    """
    with reading(city.engine) as connection:
        row = _own(connection, city, who, entry_id, today)
    if row.withdrawn_at is not None:
        return
    if row.change_id is not None and not row.change_undone:
        undo(city, who, row.change_id, now=now)
    withdraw(city, who, entry_id, now=now, today=today)


def _must_reach(city: City, who: Who, right: Right, venue_id: int, today: date) -> Venue:
    """The venue; one that is nobody's or does not exist is refused like another agency's."""
    must_reach(city, who, right, [venue_id], today)
    with reading(city.engine) as connection:
        found = described(connection, [venue_id]) if 0 < venue_id < 2**31 else {}
    if venue_id not in found:
        raise OutOfReach(venue_id=venue_id)
    return found[venue_id]


def _own(connection: Connection, city: City, who: Who, entry_id: int, today: date) -> ContactRow:
    row = _reached(connection, city, who, entry_id, today)
    if not _is_own(who, row):
        raise NotOwnEntry(entry_id=entry_id, by=row.recorded_by)
    return row


def _reached(connection: Connection, city: City, who: Who, entry_id: int, today: date) -> ContactRow:
    who.must(Right.CHANGE)
    row = stored.entry_by_id(connection, entry_id) if 0 < entry_id < 2**63 else None
    if row is None or not within_reach(city, who, Right.CHANGE, [row.venue_id], today):
        raise NoSuchEntry(entry_id=entry_id)
    return row


def _is_own(who: Who, row: ContactRow) -> bool:
    """By account; what the command line wrote belongs to the name it gave."""
    return (row.recorded_user_id, row.recorded_by) == (who.user, who.name) or (
        who.user is not None and row.recorded_user_id == who.user
    )


def _entry(city: City, who: Who, row: ContactRow, venue: str) -> Entry:
    scheme = city.reference().schemes[row.scheme_id].name if row.scheme_id is not None else ""
    return Entry(row, venue, scheme, _is_own(who, row))


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
