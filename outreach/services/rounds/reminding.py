"""稽催: reminding agencies that have not reported, and what an agency reads of it on its own desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from outreach.rules.dates import roc, today_in_taipei
from outreach.rules.masking import mask
from outreach.services.city import City
from outreach.services.naming import find
from outreach.services.rounds.looking import round_row
from outreach.services.rounds.model import Reminded, Reminder
from outreach.services.rounds.refusals import NothingToRemind, ReminderTooLong, RoundClosed
from outreach.services.rounds.watching import non_reporters
from outreach.services.who import Extent, Right, Who
from outreach.store.engine import Connection, reading, writing
from outreach.store.reminders import ReminderRow, add_reminders, reminders_of

LONGEST_REMINDER = 300
#: The same words by the same person to the same agency within this time are one press of a clumsy finger.
_ONE_PRESS = timedelta(seconds=10)


def remind(
    city: City, who: Who, round_id: int, agencies: Sequence[str] = (), words: str = "", *, now: datetime
) -> tuple[str, ...]:
    """Remind agencies (codes or names; none named: all) that have not reported; the names of the reminded.

    Who has reported meanwhile is left out. The same words once more, as by a double click, are recorded
    once. Raises `NoSuchRound`, `RoundClosed`, `ReminderTooLong`,
    `NothingToRemind` where nobody is left, and those of `naming`.
    """
    who.must_everywhere(Right.STEER)
    told = mask(" ".join(words.split()))
    if len(told) > LONGEST_REMINDER:
        raise ReminderTooLong(length=len(told), most=LONGEST_REMINDER)
    known = city.reference().agencies
    meant = {find(known, agency, "機關").id for agency in agencies}
    missing = [one for one in non_reporters(city, who, round_id) if not meant or one.agency in meant]
    with writing(city.engine) as connection:
        row = round_row(connection, round_id)
        if row.closed_at is not None:
            raise RoundClosed(name=row.name, day=roc(today_in_taipei(row.closed_at)), what="稽催")
        if not missing:
            raise NothingToRemind(name=row.name)
        add_reminders(
            connection,
            round_id=round_id,
            agencies=sorted(
                {one.agency for one in missing} - _just_told(connection, round_id, who, told, now)
            ),
            words=told,
            by=who.name,
            user=who.user,
            now=now,
        )
    return tuple(one.name for one in missing)


def _just_told(connection: Connection, round_id: int, who: Who, words: str, now: datetime) -> set[int]:
    """Agencies that read these very words by the same person a moment ago."""
    return {
        row.agency_id
        for row in reminders_of(connection, round_id)
        if (row.words, row.by) == (words, who.name) and now - row.at < _ONE_PRESS
    }


def reminded(city: City, who: Who, round_id: int) -> Mapping[int, Reminded]:
    """By agency (id): how often it was reminded in a round, and the latest reminder.

    Whoever does not read rounds as a whole reads the own agency's. Raises `NoSuchRound`.
    """
    who.must(Right.SEE_FIGURES)
    whole = who.extent(Right.READ_MEETINGS) is Extent.CITY
    with reading(city.engine) as connection:
        round_row(connection, round_id)
        rows = reminders_of(connection, round_id)
    found: dict[int, list[ReminderRow]] = {}
    for row in rows:
        if whole or row.agency_id == who.agency:
            found.setdefault(row.agency_id, []).append(row)
    return {
        agency: Reminded(len(told), Reminder(told[-1].words, told[-1].by, told[-1].at))
        for agency, told in found.items()
    }
