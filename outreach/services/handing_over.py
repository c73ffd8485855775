"""Handing a queue to a successor (職務交接): one person's open follow-ups become another's.

Within one agency only: what was begun with an agency's venues stays with that agency. Officers and approvers
hand over their own, administrators anyone's; who made an attempt stays as it was recorded.
"""

from __future__ import annotations

from datetime import datetime

from outreach.rules.refusals import Refusal
from outreach.services.accounts import Account
from outreach.services.city import City
from outreach.services.people import person_in_use, person_named
from outreach.services.signing_in import name_key
from outreach.services.who import Extent, NotAllowed, Right, Role, Who
from outreach.store.engine import Connection, reading, writing
from outreach.store.handing_over import give_to, open_by_owner
from outreach.store.people import Event, UserRow, all_users, record_event, user_by_key

_OF_AN_AGENCY = (Role.OFFICER.value, Role.APPROVER.value)


class NotAColleague(Refusal, LookupError):
    """Nobody of the own agency whose account is in use has this name."""

    template = "『{value}』不是同機關使用中的承辦人或核定人；請從同機關同仁的清單選取，例如接辦的承辦人。"


class NoSuccessor(Refusal, ValueError):
    """Somebody who works for no agency, or the same person, cannot take a queue over."""

    template = "『{value}』不能接辦；請選另一位機關的承辦人或核定人，例如同機關的同仁。"


class NothingToHandOver(Refusal):
    """The person has no open follow-up with the successor's agency."""

    template = "『{value}』在{agency}沒有待辦的追蹤，沒有變更；請確認人員與機關，例如先看其待辦清單。"


def colleagues(city: City, who: Who) -> tuple[Account, ...]:
    """Those of the asker's agency who could take the queue over, by name; none for who has no agency."""
    who.must(Right.CHANGE)
    if who.agency is None:
        return ()
    with reading(city.engine) as connection:
        rows = [r for r in all_users(connection) if r.active and r.agency_id == who.agency]
    return tuple(Account.of(r) for r in rows if r.id != who.user and r.role in _OF_AN_AGENCY)


def queues(city: City, who: Who) -> dict[int, int]:
    """How many follow-ups each account (an id) has open; who has none is left out."""
    who.must(Right.ADMINISTER)
    with reading(city.engine) as connection:
        found = open_by_owner(connection)
    return {owner: sum(n for (o, _), n in found.items() if o == owner) for owner, _ in found}


def own_queue(city: City, who: Who) -> int:
    """How many follow-ups the asker has open with the own agency: what `hand_over` would give away."""
    who.must(Right.CHANGE)
    with reading(city.engine) as connection:
        return open_by_owner(connection).get((who.user or 0, who.agency or 0), 0)


def hand_over(city: City, who: Who, from_account: str, to_account: str, *, now: datetime) -> int:
    """Make one person's open follow-ups with the successor's agency the successor's; how many.

    Raises `NotAllowed`, `Unknown`, `AccountClosed`, `NotAColleague`, `NoSuccessor` and `NothingToHandOver`,
    and then changes nothing.
    """
    who.must(Right.CHANGE)
    with writing(city.engine) as connection:
        if who.extent(Right.CHANGE) is Extent.CITY:
            one, other = person_named(connection, from_account), person_in_use(connection, to_account)
        else:
            one, other = _own(connection, who, from_account), _colleague(connection, who, to_account)
        if one.id == other.id or other.role not in _OF_AN_AGENCY or other.agency_id is None:
            raise NoSuccessor(value=other.name)
        given = give_to(connection, one.id, other.id, other.agency_id)
        if not given:
            agency = city.reference().agencies[other.agency_id].short_name
            raise NothingToHandOver(value=one.name, agency=agency)
        record_event(connection, Event(now, other.id, "handed_over", one.id, who.name))
    return given


def _own(connection: Connection, who: Who, name: str) -> UserRow:
    """The asker's own account; a deputy's queue is the deputy's own. Raises `NotAllowed`."""
    row = user_by_key(connection, name_key(name))
    if row is None or row.id != who.user:
        raise NotAllowed(name=who.name, what="移交他人的待辦")
    return row


def _colleague(connection: Connection, who: Who, name: str) -> UserRow:
    """Somebody of the asker's agency; of anybody else not even the existence is told."""
    row = user_by_key(connection, name_key(name))
    if row is None or not row.active or row.agency_id is None or row.agency_id != who.agency:
        raise NotAColleague(value=name)
    return row
