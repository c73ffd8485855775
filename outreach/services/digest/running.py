"""One run of the digests: what is due, taking it down, handing it over, and what became of the earlier ones.

A digest is taken down before anybody may get it, and marked as being sent in a transaction of its own before
it is handed to the mail server. So whatever ends a run, the next one never sends it twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from email.message import EmailMessage

from outreach.figures.positions import Dimension
from outreach.rules.digest import Due, State, due, may_send
from outreach.services.city import City
from outreach.services.coverage import coverage
from outreach.services.digest.content import agency_state, city_state
from outreach.services.digest.mail import MailSettings, Postman, message
from outreach.services.digest.mailboxes import office_name, office_named
from outreach.services.digest.model import Digest, Outcome, To
from outreach.services.digest.refusals import MailOfDemonstration, NothingToSendAgain
from outreach.services.digest.wording import subject_of, text_of
from outreach.services.who import Right, Who
from outreach.store.digests import (
    DigestRow,
    add_digest,
    all_digests,
    all_mailboxes,
    mark_refused,
    mark_sent,
    mark_uncertain,
    newest_digests,
    take_for_sending,
)
from outreach.store.engine import reading, writing

Clock = Callable[[], datetime]


def prepare(city: City, who: Who, to: To, *, today: date, mailed: bool) -> tuple[Digest, ...]:
    """The digests that are due on a day, and those of the last week that certainly did not arrive.

    `mailed` says that mail is handed over in this run: then whatever was not sent to a mailbox did not
    arrive; else a digest has arrived once it was written. Nothing is taken down.
    """
    who.must_everywhere(Right.STEER)
    with reading(city.engine) as connection:
        newest = newest_digests(connection)
        boxes = {row.agency_id for row in all_mailboxes(connection)} if mailed else set()
    found: list[tuple[int | None, int | None, Due]] = []
    for agency in _offices(city, to):
        row = newest.get(agency)
        waits = row is not None and agency in boxes and may_send(row.state)
        owed = due(today, None if row is None else row.due, arrived=not waits)
        if owed is not None:
            found.append((agency, None, owed))
        elif row is not None and waits:
            found.append((agency, row.id, row.due))
    lists: dict[date, set[int]] = {}
    return tuple(
        _digest(city, who, agency, number, weeks, today)
        for agency, number, weeks in found
        if _has_venues(city, who, agency, weeks, lists)
    )


def _offices(city: City, to: To) -> list[int | None]:
    if to is To.MANAGERS:
        return [None]
    agencies = city.reference().agencies.values()
    return [one.id for one in sorted(agencies, key=lambda one: one.code)]


def _has_venues(city: City, who: Who, agency: int | None, weeks: Due, known: dict[date, set[int]]) -> bool:
    """Whether there is anything to tell: a venue of the agency's, or any at all, on some list."""
    if weeks.last_day not in known:
        found: set[int] = set()
        for scheme in city.reference().schemes.values():
            table = coverage(city, who, scheme.code, weeks.last_day, by=Dimension.AGENCY)
            found |= {row.id for row in table.rows if row.tally.population}
        known[weeks.last_day] = found
    listed = known[weeks.last_day]
    return bool(listed) if agency is None else agency in listed


def _digest(city: City, who: Who, agency: int | None, number: int | None, weeks: Due, today: date) -> Digest:
    key, name = office_name(city.reference(), agency)
    if agency is None:
        return Digest(number, None, key, name, weeks, today, city_state(city, who, weeks, today=today))
    state = agency_state(city, who, agency, weeks, today=today)
    return Digest(number, agency, key, name, weeks, today, state)


def take_down(city: City, who: Who, digests: Sequence[Digest], *, now: datetime) -> tuple[int, ...]:
    """Take down that digests were written; the ids of all, in order (0 where another run was quicker)."""
    who.must_everywhere(Right.STEER)
    with writing(city.engine) as connection:
        newest = newest_digests(connection)
        ids = []
        for one in digests:
            row = newest.get(one.agency)
            if one.id is not None:
                ids.append(one.id)
            elif row is not None and row.week >= one.due.week:
                ids.append(0)
            else:
                ids.append(add_digest(connection, one.agency, one.due, now).id)
    return tuple(ids)


def send(
    city: City,
    who: Who,
    digests: Sequence[tuple[int, Digest]],
    settings: MailSettings,
    *,
    clock: Clock,
    base_url: str = "",
    whatever: bool = False,
) -> tuple[Outcome, ...]:
    """Hand digests that were taken down (with their ids) to the mail server, one mail for each mailbox.

    Who has no mailbox is left out. `whatever` sends one that may have arrived, too. Raises
    `MailOfDemonstration`.
    """
    who.must_everywhere(Right.STEER)
    if city.is_demonstration():
        raise MailOfDemonstration
    with reading(city.engine) as connection:
        boxes = {row.agency_id: row.address for row in all_mailboxes(connection)}
    found = []
    with Postman(settings) as postman:
        for number, one in digests:
            address = boxes.get(one.agency)
            if not number or address is None:
                continue
            key = f"digest-{one.due.week.isoformat()}-{number}"
            text = text_of(one, base_url)
            mail = message(settings, address, subject_of(one), text, key=key, now=clock())
            if _taken(city, number, clock(), whatever=whatever):
                found.append(_hand_over(city, postman, number, one, mail, clock))
    return tuple(found)


def _taken(city: City, number: int, now: datetime, *, whatever: bool) -> bool:
    with writing(city.engine) as connection:
        return take_for_sending(connection, number, now, whatever=whatever)


def _hand_over(
    city: City, postman: Postman, number: int, one: Digest, mail: EmailMessage, clock: Clock
) -> Outcome:
    state, failure = postman.deliver(mail)
    now = clock()
    with writing(city.engine) as connection:
        if state is State.SENT:
            mark_sent(connection, number, now)
        elif state is State.REFUSED:
            mark_refused(connection, number, failure)
        else:
            mark_uncertain(connection, number, failure)
    return Outcome(one.key, one.name, one.due, state, failure, sent_at=now if state is State.SENT else None)


def again(city: City, who: Who, agency: str, *, today: date) -> tuple[int, Digest]:
    """The newest digest of an agency (code, name or `managers`) with its id, to be sent once more.

    Raises `NothingToSendAgain` and `Unknown`.
    """
    who.must_everywhere(Right.STEER)
    reference = city.reference()
    meant = office_named(reference, agency)
    key, name = office_name(reference, meant)
    with reading(city.engine) as connection:
        row = newest_digests(connection).get(meant)
        boxes: Mapping[int | None, str] = {one.agency_id: one.address for one in all_mailboxes(connection)}
    if row is None:
        to = To.MANAGERS if meant is None else To.AGENCIES
        raise NothingToSendAgain(
            agency=name, what="已產生的摘要", instead="產生摘要", example=f"digest --to {to.value}"
        )
    if meant not in boxes:
        raise NothingToSendAgain(
            agency=name,
            what="信箱",
            instead="設定信箱",
            example=f"digest mailbox {key} service@agency.example",
        )
    return row.id, _digest(city, who, meant, row.id, row.due, today)


def history(city: City, who: Who, limit: int = 200) -> tuple[Outcome, ...]:
    """The digests that were written, the newest week first."""
    who.must_everywhere(Right.STEER)
    reference = city.reference()
    with reading(city.engine) as connection:
        rows: list[DigestRow] = all_digests(connection, limit)
    return tuple(
        Outcome(
            *office_name(reference, row.agency_id),
            row.due,
            row.state,
            row.failure,
            row.written_at,
            row.sent_at,
        )
        for row in rows
    )
