"""Opening meetings, and entering the figures of older ones that are known from paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from outreach.rules.dates import roc, today_in_taipei
from outreach.rules.editions import Frozen, Item, out_of_sequence, twice
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.meetings.looking import item_told, meeting_told, named
from outreach.services.meetings.model import Meeting, PaperFigures, SuggestedMeeting
from outreach.services.meetings.refusals import (
    AsOfInTheFuture,
    MeetingTaken,
    NotACount,
    NotAMeeting,
    NothingToLookAt,
    OutOfSequence,
)
from outreach.services.naming import find, scheme_named
from outreach.services.who import Right, Who
from outreach.store.engine import Connection, reading, writing
from outreach.store.meetings import (
    Kept,
    MeetingRow,
    add_edition,
    add_meeting,
    all_meetings,
    editions_of,
    meeting_by_number,
)
from outreach.store.reference import Reference, read_reference

LONGEST_NAME, LONGEST_NOTE = 80, 500


def open_meeting(
    city: City,
    who: Who,
    number: int,
    on_day: date,
    items: Sequence[tuple[str, Iterable[Kind], date]],
    *,
    name: str = "",
    now: datetime,
    today: date | None = None,
) -> Meeting:
    """Open a meeting that looks at schemes (codes or names), each with kinds of venue and an as-of date.

    No kinds means all; without a name it is called 第…次主任秘書會報. `today` is the day on which people
    work, that of `now` unless told otherwise. Raises `OutOfSequence`,
    `MeetingTaken`, `NotAMeeting`, `NothingToLookAt`, `AsOfInTheFuture` and those of `naming`.
    """
    who.must_everywhere(Right.STEER)
    plain = fitting("會議名稱", name, LONGEST_NAME) or f"第{number}次主任秘書會報"
    with writing(city.engine) as connection:
        reference = read_reference(connection)
        asked = _items(reference, items)
        _check_days(asked, today or today_in_taipei(now))
        _check_number(all_meetings(connection), number)
        add_meeting(
            connection,
            number=number,
            on_day=on_day,
            name=plain,
            items=asked,
            figures_only=False,
            by=who.name,
            user=who.user,
            now=now,
        )
        return _told(connection, number, reference)


def suggested_meeting(city: City, who: Who, *, today: date) -> SuggestedMeeting:
    """What the next meeting will most likely be: the next number, and the last one's items as of today.

    Without a meeting before, every scheme: with all kinds, or those of an open drive apart from those that
    have a rate.
    """
    who.must_everywhere(Right.STEER)
    reference = city.reference()
    with reading(city.engine) as connection:
        rows = all_meetings(connection)
    last = next((row for row in rows if not row.figures_only), None)
    schemes = [
        Item(scheme, kinds, today)
        for scheme in reference.schemes
        for kinds in _together(city.figures.settings(scheme, today).open_kinds)
    ]
    items = [replace(item, as_of=today) for item in last.items] if last else schemes
    newest = max((row.number for row in rows), default=0)
    return SuggestedMeeting(newest + 1, tuple(item_told(item, reference) for item in items))


def _together(open_kinds: frozenset[Kind]) -> tuple[frozenset[Kind], ...]:
    """Kinds that share a figure: no rate is taken over an open drive."""
    rated = frozenset(Kind) - open_kinds
    return (rated, open_kinds) if rated and open_kinds else (frozenset(),)


def _told(connection: Connection, number: int, reference: Reference) -> Meeting:
    row = meeting_by_number(connection, number)
    assert row is not None
    return meeting_told(row, editions_of(connection, number), reference)


def fitting(what: str, text: str, most: int) -> str:
    """A text without needless spaces. Raises `NotAMeeting` where it is longer than `most` characters."""
    plain = " ".join(text.split())
    if len(plain) > most:
        raise NotAMeeting(what=what, length=len(plain), most=most)
    return plain


def _items(reference: Reference, items: Iterable[tuple[str, Iterable[Kind], date]]) -> list[Item]:
    asked = [(scheme_named(reference, scheme), frozenset(kinds), day) for scheme, kinds, day in items]
    found = [Item(scheme.id, kinds, day) for scheme, kinds, day in asked]
    if not found or twice(found):
        told = "、".join(named(scheme.name, kinds) for scheme, kinds, _day in asked)
        raise NothingToLookAt(items=told or "（未選）")
    return found


def _check_days(items: Iterable[Item], today: date) -> None:
    for item in items:
        if item.as_of > today:
            raise AsOfInTheFuture(as_of=roc(item.as_of), today=roc(today))


def _check_number(rows: Iterable[MeetingRow], number: int) -> None:
    """A number follows those of all meetings held here; older ones from paper may have any that is free."""
    known = {row.number: row for row in rows}
    newest = max((n for n, row in known.items() if not row.figures_only), default=None)
    example = max([*known, 0]) + 1
    if number in known:
        raise MeetingTaken(number=number, by=known[number].opened_by, example=example)
    if out_of_sequence(number, newest):
        raise OutOfSequence(number=number, newest=newest or 0, example=example)


def enter_figures(
    city: City,
    who: Who,
    number: int,
    on_day: date,
    figures: Sequence[PaperFigures],
    *,
    name: str = "",
    note: str = "",
    now: datetime,
) -> Meeting:
    """Enter an older meeting's figures from paper as its edition 1, which is never recomputed.

    Raises `MeetingTaken`, `OutOfSequence` (below 1), `NotAMeeting`, `NothingToLookAt`, `AsOfInTheFuture`,
    `NotACount` and those of `naming`.
    """
    who.must_everywhere(Right.STEER)
    plain = fitting("會議名稱", name, LONGEST_NAME) or f"第{number}次主任秘書會報"
    words = fitting("說明", note, LONGEST_NOTE)
    with writing(city.engine) as connection:
        reference = read_reference(connection)
        items = _items(reference, [(f.scheme, f.kinds, f.as_of) for f in figures])
        _check_days(items, today_in_taipei(now))
        known = meeting_by_number(connection, number)
        if known is not None:
            example = all_meetings(connection)[0].number + 1
            raise MeetingTaken(number=number, by=known.opened_by, example=example)
        if number < 1:
            raise OutOfSequence(number=number, newest=0, example=1)
        kept = _from_paper(reference, figures)
        add_meeting(
            connection,
            number=number,
            on_day=on_day,
            name=plain,
            items=items,
            figures_only=True,
            by=who.name,
            user=who.user,
            now=now,
        )
        add_edition(
            connection,
            meeting=number,
            edition=1,
            seq=None,
            round_id=None,
            note=words,
            kept=kept,
            by=who.name,
            user=who.user,
            now=now,
        )
        return _told(connection, number, reference)


def _from_paper(reference: Reference, figures: Iterable[PaperFigures]) -> Kept:
    items: list[Frozen] = []
    names: dict[int, str] = {}
    for one in figures:
        agencies: dict[int, Tally] = {}
        for text, tally in one.agencies.items():
            agency = find(reference.agencies, text, "機關")
            agencies[agency.id], names[agency.id] = tally, agency.short_name or agency.name
        for tally in (one.total, *agencies.values()):
            _check_counts(tally)
        items.append(Frozen(one.total, agencies, {}))
    return Kept(tuple(items), names, {})


def _check_counts(tally: Tally) -> None:
    for count in (tally.completed, tally.outstanding, *tally.excluded.values()):
        if count < 0:
            raise NotACount(count=count)
