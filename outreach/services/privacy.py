"""Contact persons, phones and words about people: each look at them recorded, erasable, kept for a time.

They are no facts and count for nothing (domain.md). A look or an export by who may see the whole city's is
recorded; officers and approvers see their own agency's in their daily work, and that is not. An erasure is
recorded without what it erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from outreach.rules.dates import today_in_taipei
from outreach.rules.masking import mask
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.known_venue import known_venue
from outreach.services.reach import must_reach
from outreach.services.who import Extent, Right, Who
from outreach.store.engine import Connection, reading, writing
from outreach.store.privacy import PrivacyRow as PrivacyRow
from outreach.store.privacy import (
    add_privacy_events,
    erase_of_venues,
    erase_older,
    looked_since,
    privacy_events_before,
    set_contact,
)
from outreach.store.settings import read_setting, write_setting
from outreach.store.venues import contacts_of

#: Setting: for how many days contact details and notes are kept after they were last set or written.
RETENTION_DAYS = "contact_retention_days"
DEFAULT_RETENTION_DAYS = 2 * 365
LONGEST_RETENTION_DAYS = 10 * 365
#: Several looks of one person at one venue within this time are one.
ONE_LOOK = timedelta(minutes=10)
EXPIRED = "保存期限屆滿"
LONGEST_CONTACT = 80
_LONGEST_REASON = 200


class ReasonMissing(Refusal, ValueError):
    """An erasure without a reason, or with one that is too long."""

    template = "刪除個人資料須填寫事由，{most} 字以內；讀到 {length} 字，請填寫，例如「當事人請求刪除」。"


class ContactTooLong(Refusal, ValueError):
    """A name or number longer than any; it is not repeated."""

    template = "聯絡人與電話各最多 {most} 個字；請精簡，例如只留姓氏與一個電話。"


class RetentionUnusable(Refusal, ValueError):
    """A retention period that is no number of days, or too long a time."""

    template = "保存期限讀到『{value}』；請填 1 至 {most} 之間的天數，例如 {usual}。"


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask for at a venue; "" for what nobody has told."""

    person: str
    phone: str


def is_recorded(who: Who) -> bool:
    """Whether looks and exports are recorded: of whoever sees the whole city's, or sees as another."""
    return who.looking or who.extent(Right.SEE_CONTACTS) is Extent.CITY


def record_look(connection: Connection, who: Who, venue_id: int, now: datetime) -> None:
    """Record that a person saw a venue's contact details, in a writing transaction.

    Nothing is recorded of officers and approvers, nor of a second look within ten minutes.
    """
    who.must(Right.SEE_CONTACTS)
    if is_recorded(who) and not looked_since(connection, venue_id, who.user, who.name, now - ONE_LOOK):
        add_privacy_events(connection, [_event("look", who, now, venue_id)])


def record_export(connection: Connection, who: Who, venues: int, now: datetime) -> None:
    """Record that a person took contact details of so many venues away, in a writing transaction."""
    who.must(Right.SEE_CONTACTS)
    if is_recorded(who) and venues:
        add_privacy_events(connection, [_event("export", who, now, None, venues)])


def contact_of(city: City, who: Who, venue_id: int, *, now: datetime) -> Contact:
    """Whom to ask for at a venue; the look is recorded before anything is told. Raises `OutOfReach`."""
    must_reach(city, who, Right.SEE_CONTACTS, [venue_id], today_in_taipei(now))
    if not is_recorded(who):
        with reading(city.engine) as connection:
            return _contact(connection, venue_id)
    with writing(city.engine) as connection:
        found = _contact(connection, venue_id)
        # Where there is nothing to see, nobody saw anything.
        if found != Contact("", ""):
            record_look(connection, who, venue_id, now)
        return found


def correct_contact(city: City, who: Who, venue_id: int, contact: Contact, *, now: datetime) -> None:
    """Say whom to ask for at a venue; what stood there before is not kept.

    Raises `OutOfReach` and `ContactTooLong`.
    """
    must_reach(city, who, Right.CHANGE, [venue_id], today_in_taipei(now))
    told = Contact(contact.person.strip(), contact.phone.strip())
    if max(len(told.person), len(told.phone)) > LONGEST_CONTACT:
        raise ContactTooLong(most=LONGEST_CONTACT)
    with writing(city.engine) as connection:
        known_venue(connection, venue_id)
        set_contact(connection, venue_id, told.person, told.phone, now)


def erase(city: City, who: Who, venue_id: int, reason: str, *, now: datetime) -> bool:
    """Erase a venue's contact person, phone and the words of its contact log; whether there were any.

    Raises `OutOfReach` and `ReasonMissing`.
    """
    must_reach(city, who, Right.CHANGE, [venue_id], today_in_taipei(now))
    told = mask(reason.strip())
    if not 0 < len(told) <= _LONGEST_REASON:
        raise ReasonMissing(most=_LONGEST_REASON, length=len(told))
    with writing(city.engine) as connection:
        known_venue(connection, venue_id)
        had = erase_of_venues(connection, [venue_id], now)
        add_privacy_events(connection, [_event("erase", who, now, venue_id, reason=told)])
        return bool(had)


def erase_expired(city: City, who: Who, *, now: datetime) -> int:
    """Erase what is older than the retention period; of how many venues.

    A contact's age is since it was last set, a note's since it was written.
    """
    who.must_everywhere(Right.ADMINISTER)
    with writing(city.engine) as connection:
        before = now - timedelta(days=retention_within(connection))
        had = sorted(erase_older(connection, before, now))
        add_privacy_events(connection, [_event("erase", who, now, i, reason=EXPIRED) for i in had])
        return len(had)


def retention_days(city: City, who: Who) -> int:
    """For how many days contact details and notes are kept."""
    who.must_everywhere(Right.ADMINISTER)
    with reading(city.engine) as connection:
        return retention_within(connection)


def set_retention_days(city: City, who: Who, days: int) -> None:
    """Say for how many days they are kept from now on. Raises `RetentionUnusable`."""
    who.must_everywhere(Right.ADMINISTER)
    _days(str(days))
    with writing(city.engine) as connection:
        write_setting(connection, RETENTION_DAYS, str(days))


def retention_within(connection: Connection) -> int:
    """The same on what a connection sees. Raises `RetentionUnusable` where the setting is no number."""
    return _days(read_setting(connection, RETENTION_DAYS) or str(DEFAULT_RETENTION_DAYS))


def privacy_record(
    city: City, who: Who, *, venue_id: int | None = None, before: int | None = None, limit: int = 100
) -> tuple[PrivacyRow, ...]:
    """Looks, exports and erasures, newest first; of one venue, or older than an entry, where asked."""
    who.must_everywhere(Right.ADMINISTER)
    with reading(city.engine) as connection:
        return tuple(privacy_events_before(connection, limit, before, venue_id))


def _contact(connection: Connection, venue_id: int) -> Contact:
    known_venue(connection, venue_id)
    return Contact(*contacts_of(connection, [venue_id]).get(venue_id, ("", "")))


def _days(text: str) -> int:
    usable = text.isascii() and text.isdecimal() and len(text) < 6
    if not (usable and 1 <= int(text) <= LONGEST_RETENTION_DAYS):
        raise RetentionUnusable(value=text, most=LONGEST_RETENTION_DAYS, usual=DEFAULT_RETENTION_DAYS)
    return int(text)


def _event(
    what: str, who: Who, now: datetime, venue_id: int | None, venues: int = 1, reason: str = ""
) -> dict[str, Any]:
    return {
        "what": what,
        "venue_id": venue_id,
        "venues": venues,
        "reason": reason,
        "recorded_by": who.name,
        "recorded_user_id": who.user,
        "recorded_at": now,
    }
